"""Django's own administration, for looking at rows as they are: nothing can be added, changed or deleted there."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme

#: What nobody looks at, whoever may look at everything.
SECRETS = {"password", "secret", "digest", "key_digest", "name_digest"}


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
        """Everything but secrets and digests."""
        return [field.name for field in self.opts.concrete_fields if field.name not in SECRETS]

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
    return field.name not in SECRETS and field.get_internal_type() not in ("TextField", "JSONField")


class Looking(admin.AdminSite):
    """A site of our own: on Django's, other applications put tables that can be changed, such as the groups (our roles)."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Superusers look."""
        return bool(request.user.is_active and getattr(request.user, "is_superuser", False))

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Our own log-in page, which knows the lock-out; whoever has logged in already and may not look is told so (403)."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get("next", "")
        ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        return redirect_to_login(wanted if ours else reverse("admin:index"))

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A password is changed at My account, where the trail says by whom."""
        return redirect("account:account")


site = Looking()
for model in apps.get_app_config("savings").get_models():
    site.register(model, ReadOnly)
