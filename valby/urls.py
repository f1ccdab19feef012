"""All addresses are the application's."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

# Whoever is not logged in is asked to by our own page: the administration's own log-in knows no lock-out page of ours.
urlpatterns = [
    path("admin/login/", RedirectView.as_view(url="/log-ind/?next=/admin/")),
    path("admin/", admin.site.urls),
    path("", include("savings.web.urls")),
]

handler400 = "savings.web.views.failures.bad_request"
handler403 = "savings.web.views.failures.forbidden"
handler404 = "savings.web.views.failures.not_found"
handler500 = "savings.web.views.failures.broken"
