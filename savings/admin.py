"""Django's own administration, for looking at rows as they are: nothing can be added, changed or deleted there."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Field
from django.http import HttpRequest


class ReadOnly(admin.ModelAdmin):
    """A table's rows, read only: what changes goes through `recording/`, where it leaves its trail."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The columns, but for long texts and secrets."""
        shown = [field for field in self.opts.concrete_fields if _is_short(field)]
        return [field.name for field in shown[:8]]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Everything but the password."""
        return [field.name for field in self.opts.concrete_fields if field.name != "password"]

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers look."""
        return bool(getattr(request.user, "is_superuser", False))


def _is_short(field: Field[Any, Any]) -> bool:
    return field.name != "password" and field.get_internal_type() not in ("TextField", "JSONField")


for model in apps.get_app_config("savings").get_models():
    admin.site.register(model, ReadOnly)
