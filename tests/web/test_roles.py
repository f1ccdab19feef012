"""Roles that two give, over HTTP: proposed by one, confirmed by another, and told to the auditor."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from savings.models import RoleProposal, User
from savings.roles import Role
from tests.web.conftest import logged_in

PERSON = {"first_name": "", "last_name": "", "email": "", "units": [], "is_active": "on"}


@pytest.fixture
def admin(demo: None) -> Client:
    """The first administrator."""
    return logged_in("admin")


@pytest.fixture
def other(demo: None) -> Client:
    """The second."""
    return logged_in("admin2")


def propose(client: Client, name: str, *roles: str) -> tuple[RoleProposal, str]:
    """The proposal that saving an account makes, and the page that follows."""
    user = User.objects.get(username=name)
    everywhere = {"every_unit": "on"} if user.every_unit else {}
    fields = {**PERSON, **everywhere, "roles": roles, "why": "Ny stilling"}
    page = client.post(f"/administration/brugere/{user.pk}/", fields, follow=True).content.decode()
    return RoleProposal.objects.get(person=user, verdict=None, by__isnull=False), page


def roles(name: str) -> set[Role]:
    return set(User.objects.get(username=name).roles)


def test_a_role_that_vouches_waits_for_the_second_administrator(admin: Client, other: Client) -> None:
    proposal, page = propose(admin, "medlem", "member", "controller")
    assert "En anden administrator skal bekræfte: controller." in page
    assert roles("medlem") == {Role.MEMBER}
    mine, theirs = (client.get("/administration/roller/").content.decode() for client in (admin, other))
    confirm = f"/administration/roller/{proposal.pk}/bekraeft/"
    assert (confirm in mine, confirm in theirs) == (False, True)
    assert "Foreslået af admin den" in theirs
    assert "Ny stilling" in theirs
    refused = admin.post(confirm, follow=True).content.decode()
    assert "Du har selv foreslået rollen." in refused
    assert "medlem har rollen controller." in other.post(confirm, follow=True).content.decode()
    assert roles("medlem") == {Role.MEMBER, Role.CONTROLLER}
    assert logged_in("medlem").get("/godkend/").status_code == 200


def test_a_proposed_role_is_refused_by_another_and_withdrawn_by_oneself(admin: Client, other: Client) -> None:
    for client in (admin, other):
        proposal, _page = propose(admin, "medlem", "controller")
        page = client.post(f"/administration/roller/{proposal.pk}/afvis/", follow=True).content.decode()
        assert "Den foreslåede rolle er droppet." in page
        assert "Ingen rolle venter." in page
    assert roles("medlem") == set()
    assert logged_in("medlem").get("/godkend/").status_code == 403


def test_a_role_for_oneself_is_anothers_to_decide(admin: Client, other: Client) -> None:
    proposal, _page = propose(admin, "admin2", "administrator", "controller")
    assert "Rollen er til dig." in other.get("/administration/roller/").content.decode()
    page = other.post(f"/administration/roller/{proposal.pk}/bekraeft/", follow=True).content.decode()
    assert "Ingen ændrer sine egne roller eller enheder." in page


def test_a_new_password_for_a_controller_ends_the_role_until_another_confirms(admin: Client) -> None:
    user = User.objects.get(username="controller")
    page = admin.post(f"/administration/brugere/{user.pk}/adgangskode/").content.decode()
    assert "Disse roller venter, til en anden administrator bekræfter dem: controller." in page
    password = re.search(r'<code class="big">(.+?)</code>', page)
    assert password is not None
    thief = Client()
    assert thief.post("/log-ind/", {"username": "controller", "password": password[1]}).status_code == 302
    assert thief.get("/godkend/")["Location"] == "/min-konto/"
    assert roles("controller") == set()


def test_a_superusers_account_is_not_changed_from_below(other: Client) -> None:
    user = User.objects.get(username="admin")
    page = other.post(f"/administration/brugere/{user.pk}/adgangskode/", follow=True).content.decode()
    assert "Det er en superbrugers konto." in page
    page = other.post(f"/administration/brugere/{user.pk}/", {**PERSON, "roles": ["member"]}).content.decode()
    assert "Det er en superbrugers konto." in page
    after = User.objects.get(pk=user.pk)
    assert (after.password, after.is_active, after.roles) == (user.password, True, user.roles)


def test_the_auditor_reads_who_holds_both_halves_and_who_gave_the_roles(admin: Client, other: Client) -> None:
    auditor = logged_in("revisor")
    assert "Ingen har begge halvdele." in auditor.get("/spor/funktioner/").content.decode()
    proposal, _page = propose(admin, "finans", "finance", "controller")
    other.post(f"/administration/roller/{proposal.pk}/bekraeft/")
    page = auditor.get("/spor/funktioner/").content.decode()
    assert "økonomimedarbejder, controller" in page
    assert "givet af to" in page
    assert "givet ved opsætningen, af én" in page
    assert "Superbrugere, som administrerer og ser rækker, som de er: admin</p>" in page
    rows = auditor.get("/spor/funktioner/?fil=csv").content.decode()
    assert "admin2" in rows
