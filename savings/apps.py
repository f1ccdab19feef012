"""The application's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class SavingsConfig(AppConfig):
    """Valby's one application."""

    name = "savings"
    default_auto_field = "django.db.models.BigAutoField"
