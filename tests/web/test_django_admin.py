"""Django's own administration: superusers look, and nobody changes anything there."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client

from savings.admin import site
from savings.models import Entry, TrailItem, Unit, User
from tests.demo import PASSWORD
from tests.web.conftest import logged_in

MODELS = [model._meta.model_name for model in apps.get_app_config("savings").get_models()]


@pytest.fixture
def admin(demo: None) -> Client:
    """The superuser."""
    return logged_in("admin")


@pytest.mark.parametrize("name", MODELS)
def test_every_table_can_be_looked_at_and_nothing_added(admin: Client, name: str) -> None:
    assert admin.get(f"/admin/savings/{name}/").status_code == 200
    assert admin.get(f"/admin/savings/{name}/add/").status_code == 403
    assert admin.post(f"/admin/savings/{name}/add/", {}).status_code == 403


@pytest.mark.parametrize(("name", "model"), [("entry", Entry), ("unit", Unit), ("trailitem", TrailItem)])
def test_a_row_can_be_looked_at_and_neither_changed_nor_deleted(admin: Client, name: str, model: type) -> None:
    row = model.objects.order_by("pk")[0]  # type: ignore[attr-defined]
    page = admin.get(f"/admin/savings/{name}/{row.pk}/change/")
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    for path in (f"{row.pk}/change/", f"{row.pk}/delete/"):
        assert admin.post(f"/admin/savings/{name}/{path}", {"name": "x", "post": "yes"}).status_code == 403
    # The page that lists them takes no action either; it only shows itself again.
    admin.post(f"/admin/savings/{name}/", {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert model.objects.filter(pk=row.pk).exists()  # type: ignore[attr-defined]


def test_no_password_is_shown_there(admin: Client) -> None:
    for path in ("", f"{admin.session['_auth_user_id']}/change/"):
        page = admin.get(f"/admin/savings/user/{path}").content.decode()
        assert "pbkdf2" not in page
        assert "scrypt$" not in page
        assert "md5$" not in page


def test_only_our_own_tables_stand_there(admin: Client) -> None:
    """The groups are the roles: whoever renamed one there would take it from everybody, and leave no trail."""
    assert {model._meta.app_label for model in site._registry} == {"savings"}
    role = Group.objects.get(name="controller")
    for path in ("auth/group/add/", f"auth/group/{role.pk}/change/", f"auth/group/{role.pk}/delete/"):
        assert admin.post(f"/admin/{path}", {"name": "x", "post": "yes"}).status_code == 404
    assert Group.objects.filter(name="controller").exists()


def test_no_password_is_changed_there(admin: Client) -> None:
    before = TrailItem.objects.count()
    new = "en-helt-ny-lang-en"
    response = admin.post("/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert (response.status_code, response["Location"]) == (302, "/min-konto/")
    assert User.objects.get(username="admin").check_password(PASSWORD)
    assert TrailItem.objects.count() == before


@pytest.mark.parametrize("name", ["finans", "controller", "medlem", "revisor"])
def test_it_is_closed_to_everybody_else(demo: None, name: str) -> None:
    """And says so: a way to the log-in page would lead whoever has logged in back here, again and again."""
    assert logged_in(name).get("/admin/", follow=True).status_code == 403
    assert logged_in(name).post("/admin/savings/entry/", {}, follow=True).status_code == 403


@pytest.mark.parametrize(
    ("path", "then"),
    [
        ("/admin/savings/entry/", "/admin/savings/entry/"),
        ("/admin/login/?next=https://example.org/", "/admin/"),
        ("/admin/login/", "/admin/"),
    ],
)
def test_the_log_in_is_our_own(stranger: Client, path: str, then: str) -> None:
    assert stranger.get(path, follow=True).redirect_chain[-1][0] == f"/log-ind/?next={then}"


def test_whoever_may_look_goes_on_from_the_log_in_page(admin: Client) -> None:
    assert admin.get("/admin/login/", follow=True).redirect_chain == [("/admin/", 302)]


def test_it_needs_nothing_that_our_policy_forbids(admin: Client) -> None:
    """No inline script or style: the pages stand under the same policy as ours."""
    page = admin.get("/admin/savings/entry/")
    assert "unsafe" not in page["Content-Security-Policy"]
    assert "<style" not in page.content.decode()
