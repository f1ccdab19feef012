"""All addresses are the application's."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("savings.web.urls"))]

handler400 = "savings.web.views.failures.bad_request"
handler403 = "savings.web.views.failures.forbidden"
handler404 = "savings.web.views.failures.not_found"
handler500 = "savings.web.views.failures.broken"
