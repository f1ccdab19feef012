"""The administration over HTTP: accounts, units, programmes and initiatives; and everybody's own password."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from savings.models import Initiative, Programme, ProgrammeUnit, TrailItem, Unit, User
from savings.web.forms import administration
from tests.demo import PASSWORD, VALBY
from tests.web.conftest import logged_in

PERSON = {"first_name": "", "last_name": "", "email": "", "roles": ["finance"], "units": []}


@pytest.fixture
def admin(demo: None) -> Client:
    """The administrator."""
    return logged_in("admin")


def said(client: Client, path: str, **fields: object) -> tuple[int, str]:
    """A form that is sent: the status and the page."""
    response = client.post(f"/administration/{path}", fields)
    return response.status_code, response.content.decode()


def test_a_new_account_gets_a_password_that_is_shown_once_and_works(admin: Client) -> None:
    unit = Unit.objects.get(code="SOF")
    status, page = said(admin, "brugere/ny/", **{**PERSON, "username": "finans-sof", "units": [unit.pk]})
    password = re.search(r'<code class="big">(.+?)</code>', page)
    assert status == 200
    assert password is not None
    user = User.objects.get(username="finans-sof")
    assert (user.roles, list(user.units.all())) == ({"finance"}, [unit])
    new = Client()
    assert new.post("/log-ind/", {"username": "finans-sof", "password": password[1]}).status_code == 302
    assert new.get("/")["Location"] == "/min-konto/"
    assert "En anden har valgt din adgangskode." in new.get("/min-konto/").content.decode()
    own = {"old_password": password[1], "new_password": "hest batteri klamme", "new_password_again": "hest batteri klamme"}
    assert new.post("/min-konto/", own).status_code == 302
    assert new.get("/").status_code == 200
    assert TrailItem.objects.filter(subject="user", subject_id=user.pk, by__username="admin", act="created").exists()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("username", "", "Skriv et brugernavn."),
        ("username", "Finans", "Der er en konto med det navn."),
        ("username", "med mellemrum", "Skriv kun bogstaver, tal og"),
        ("email", "ikke-en-adresse", "Skriv en e-mailadresse"),
        ("roles", "kejser", "Vælg mellem dem, der vises."),
        ("units", [], "Vælg de enheder, økonomimedarbejderen registrerer for"),
    ],
)
def test_what_is_wrong_with_an_account_is_said_and_what_was_typed_stays(
    admin: Client, field: str, value: object, message: str
) -> None:
    fields = {**PERSON, "username": "ny", "units": [Unit.objects.get(code="SOF").pk], "last_name": "Prøve", field: value}
    status, page = said(admin, "brugere/ny/", **fields)
    assert (status, message in page) == (200, True)
    assert 'value="Prøve"' in page
    assert not User.objects.filter(username="ny").exists()


def test_a_changed_account_may_at_once_what_it_now_may(admin: Client) -> None:
    user, member = User.objects.get(username="medlem"), logged_in("medlem")
    assert member.get("/registrer/").status_code == 403
    fields = {**PERSON, "roles": ["finance"], "every_unit": "on", "is_active": "on", "why": "Ny stilling"}
    said(admin, f"brugere/{user.pk}/", **fields)
    assert member.get("/registrer/").status_code == 200
    assert TrailItem.objects.filter(subject="user", subject_id=user.pk, why="Ny stilling").exists()


def test_an_account_that_is_switched_off_is_out_at_once(admin: Client) -> None:
    user, member = User.objects.get(username="medlem"), logged_in("medlem")
    said(admin, f"brugere/{user.pk}/", **{**PERSON, "roles": ["member"]})
    assert member.get("/").status_code == 302


def test_nobody_takes_the_own_administration_away(demo: None) -> None:
    user = User.objects.get(username="admin2")
    _status, page = said(logged_in("admin2"), f"brugere/{user.pk}/", **{**PERSON, "roles": ["member"], "is_active": "on"})
    assert "Ingen ændrer sine egne roller eller enheder." in page
    assert User.objects.get(pk=user.pk).roles == {"administrator"}


def test_a_new_password_ends_the_sessions_there_were(admin: Client) -> None:
    user, member = User.objects.get(username="medlem"), logged_in("medlem")
    _status, page = said(admin, f"brugere/{user.pk}/adgangskode/")
    assert member.get("/").status_code == 302
    password = re.search(r'<code class="big">(.+?)</code>', page)
    assert password is not None
    assert User.objects.get(pk=user.pk).check_password(password[1])


def test_whoever_is_locked_out_can_be_let_in(admin: Client) -> None:
    stranger = Client()
    for _time in range(11):
        response = stranger.post("/log-ind/", {"username": "medlem", "password": "forkert"})
    assert response.status_code == 429
    said(admin, f"brugere/{User.objects.get(username='medlem').pk}/laas-op/")
    assert stranger.post("/log-ind/", {"username": "medlem", "password": PASSWORD}).status_code == 302


def test_ones_own_password_is_changed_and_this_session_goes_on(demo: None) -> None:
    here, there = logged_in("medlem"), logged_in("medlem")
    fields = {"old_password": PASSWORD, "new_password": "en-helt-ny-lang-en", "new_password_again": "en-helt-ny-lang-en"}
    assert here.post("/min-konto/", fields).status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert User.objects.get(username="medlem").check_password("en-helt-ny-lang-en")


@pytest.mark.parametrize(
    ("old", "new", "again", "message"),
    [
        ("forkert", "en-helt-ny-lang-en", "en-helt-ny-lang-en", "Det er ikke den adgangskode, du har."),
        (PASSWORD, "kort", "kort", "for kort"),
        (PASSWORD, "Sommer2026!!", "Sommer2026!!", "for let at gætte"),
        (PASSWORD, PASSWORD, PASSWORD, "Det er den adgangskode, du har."),
        (PASSWORD, "en-helt-ny-lang-en", "en-anden", "De to er ikke ens."),
    ],
)
def test_a_password_that_cannot_be_taken_is_told(demo: None, old: str, new: str, again: str, message: str) -> None:
    fields = {"old_password": old, "new_password": new, "new_password_again": again}
    page = logged_in("medlem").post("/min-konto/", fields).content.decode()
    assert message in page
    assert f'value="{new}"' not in page
    assert User.objects.get(username="medlem").check_password(PASSWORD)


def test_a_unit_is_made_moved_and_ended(admin: Client) -> None:
    above = Unit.objects.get(code="SUF")
    said(admin, "enheder/ny/", code="PLEJE", name="Plejecentre", parent=str(above.pk), valid_from="2010-01-01")
    unit = Unit.objects.get(code="PLEJE")
    assert unit.parent == above
    said(
        admin,
        f"enheder/{unit.pk}/",
        name="Plejecentre",
        parent="",
        valid_from="2010-01-01",
        valid_to="2012-12-31",
        why="Ny struktur",
    )
    unit.refresh_from_db()
    assert (unit.parent, unit.valid_to and unit.valid_to.isoformat()) == (None, "2012-12-31")
    assert TrailItem.objects.filter(subject="unit", subject_id=unit.pk, why="Ny struktur").exists()


def test_a_unit_that_cannot_be_is_told(admin: Client) -> None:
    above, below = Unit.objects.get(code="SUF"), Unit.objects.get(code="PO-VALBY")
    assert "Enheden ville stå over sig selv." in said(admin, f"enheder/{above.pk}/", name="SUF", parent=str(below.pk))[1]
    assert "Der er en enhed med den kode." in said(admin, "enheder/ny/", code="suf", name="x")[1]
    days = {"valid_from": "2012-01-01", "valid_to": "2011-01-01"}
    assert "Den sidste dag ligger før den første." in said(admin, "enheder/ny/", code="NY", name="x", **days)[1]
    assert Unit.objects.get(code="SUF").parent is None


def test_a_programme_is_made_with_its_address_and_units(admin: Client) -> None:
    unit = Unit.objects.get(code="SOF")
    said(admin, "programmer/ny/", name="Ældre på øen, 2027", full_effect_year="2027", opened_precision="day", units=[unit.pk])
    programme = Programme.objects.get(slug="aeldre-paa-oeen-2027")
    assert list(ProgrammeUnit.objects.filter(programme=programme).values_list("unit", flat=True)) == [unit.pk]
    assert admin.get("/programmer/aeldre-paa-oeen-2027/").status_code == 200
    assert (
        "Der er et program på den adresse" in said(admin, "programmer/ny/", name="Ældre på øen 2027", full_effect_year="2027")[1]
    )


def test_a_programme_is_changed(admin: Client) -> None:
    programme = Programme.objects.get(slug=VALBY)
    fields = {"name": "Valby", "full_effect_year": "2012", "first_year": "2008", "last_year": "2007", "opened_precision": "month"}
    assert "Det sidste år ligger før det første." in said(admin, f"programmer/{programme.pk}/", **fields)[1]
    said(admin, f"programmer/{programme.pk}/", **{**fields, "last_year": "2012"})
    programme.refresh_from_db()
    assert (programme.name, programme.full_effect_year, programme.slug) == ("Valby", 2012, VALBY)


def test_an_initiative_is_made_and_changed(admin: Client) -> None:
    programme = Programme.objects.get(slug=VALBY)
    said(admin, f"programmer/{programme.pk}/indsatser/ny/", name="Fælles vikarpulje", stage="idea")
    made = Initiative.objects.get(name="Fælles vikarpulje")
    path = f"programmer/{programme.pk}/indsatser/{made.pk}/"
    said(admin, path, name="Fælles vikarpulje", stage="under_way", why="Besluttet")
    assert Initiative.objects.get(pk=made.pk).stage == "under_way"
    assert "Programmet har en indsats af det navn." in said(admin, path, name="Fælles skilte")[1]


def test_a_new_initiative_needs_no_reason(admin: Client) -> None:
    programme = Programme.objects.get(slug=VALBY)
    page = admin.get(f"/administration/programmer/{programme.pk}/indsatser/ny/").content.decode()
    assert 'name="why"' not in page


def test_a_programme_and_its_units_change_for_one_reason(admin: Client) -> None:
    programme, unit = Programme.objects.get(slug=VALBY), Unit.objects.get(code="SOF")
    before = set(TrailItem.objects.values_list("pk", flat=True))
    fields = {"name": "Valby", "full_effect_year": "2011", "opened_precision": "month", "units": [unit.pk], "why": "Ny aftale"}
    said(admin, f"programmer/{programme.pk}/", **fields)
    left = TrailItem.objects.exclude(pk__in=before)
    assert left.filter(after={"unit": "SOF"}).exists()
    assert set(left.values_list("subject", "why")) == {("programme", "Ny aftale")}


@pytest.mark.parametrize(
    ("form", "check", "path", "fields"),
    [
        ("PersonForm", "clean_username", "brugere/ny/", {**PERSON, "username": "Finans", "roles": ["member"]}),
        ("UnitForm", "clean_code", "enheder/ny/", {"code": "suf", "name": "En anden enhed"}),
        ("ProgrammeForm", "clean_name", "programmer/ny/", {"name": "Faelles Borgerservice Valby", "full_effect_year": "2011"}),
        ("InitiativeForm", "clean_name", "programmer/1/indsatser/ny/", {"name": "Fælles skilte"}),
        ("InitiativeForm", "clean_name", "programmer/1/indsatser/1/", {"name": "Fælles skilte"}),
    ],
)
def test_a_name_that_somebody_took_meanwhile_is_told_at_its_field(
    admin: Client, monkeypatch: pytest.MonkeyPatch, form: str, check: str, path: str, fields: dict[str, object]
) -> None:
    """The form met a free name; before the lock was had, it was free no more."""
    name = check.removeprefix("clean_")
    monkeypatch.setattr(administration.__dict__[form], check, lambda self: self.cleaned_data[name])
    programme = Programme.objects.get(slug=VALBY)
    taken = Initiative.objects.get(programme=programme, name="Fælles skilte")
    other = Initiative.objects.filter(programme=programme).exclude(pk=taken.pk)[0]
    path = path.replace("/1/indsatser", f"/{programme.pk}/indsatser").replace("indsatser/1/", f"indsatser/{other.pk}/")
    before = TrailItem.objects.count()
    admin.cookies["sprog"] = "en-gb"
    status, page = said(admin, path, **fields)
    assert status == 200
    assert page.count("Somebody has just made one of that name. Write another.") == 2  # in the summary and at the field
    assert f'href="#id_{name}"' in page
    assert TrailItem.objects.count() == before


@pytest.mark.parametrize(
    "path", ["brugere/99999999999999999999/", "enheder/0/", "programmer/2147483648/", "programmer/1/indsatser/999/"]
)
def test_what_is_not_there_is_a_page_that_helps(admin: Client, path: str) -> None:
    assert admin.get(f"/administration/{path}").status_code == 404
