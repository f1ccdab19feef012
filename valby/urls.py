"""All addresses are the application's."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("savings.web.urls"))]
