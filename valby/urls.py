"""All addresses are the application's."""

from __future__ import annotations

from django.urls import include, path

from savings.admin import site

urlpatterns = [path("admin/", site.urls), path("", include("savings.web.urls"))]

handler400 = "savings.web.views.failures.bad_request"
handler403 = "savings.web.views.failures.forbidden"
handler404 = "savings.web.views.failures.not_found"
handler500 = "savings.web.views.failures.server_error"
