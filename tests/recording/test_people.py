"""Accounts: roles that two give, what another's password costs, and who is out of whose reach."""

from __future__ import annotations

import pytest
from django.db import connection

from savings.models import RoleProposal, TrailItem, Unit, User
from savings.models.people import count_active_administrators
from savings.recording.people import Account, change_user, register_user, set_password, set_up_administrator
from savings.recording.refusals import (
    EnoughAdministrators,
    NotYourRole,
    OwnProposal,
    OwnRoles,
    Refused,
    RoleDecided,
    SuperuserAbove,
    TooFewAdministrators,
)
from savings.recording.register import register_unit
from savings.recording.roles import confirm_role, drop_role
from savings.roles import Role
from tests.ledger_rooms import AT

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def first(db: None) -> User:
    return register_user(Account(roles=[Role.ADMINISTRATOR]), username="en", password="x")


@pytest.fixture
def second(first: User) -> User:
    return register_user(Account(roles=[Role.ADMINISTRATOR]), username="to", password="x")


@pytest.fixture
def person(first: User, second: User) -> User:
    return register_user(Account(roles=[Role.FINANCE], every_unit=True), username="nogen", password="x", by=first, at=AT)


def roles(user: User) -> set[Role]:
    """The roles as the database has them."""
    return set(User.objects.get(pk=user.pk).roles)


def proposed(user: User, by: User, *wanted: Role, why: str = "") -> RoleProposal:
    """The proposal that giving the account these roles makes."""
    change_user(user, Account(roles=wanted, every_unit=True), by=by, at=AT, why=why)
    return RoleProposal.objects.get(person=user, verdict=None)


def left(user: User) -> list[tuple[str, str, str]]:
    """What the trail says of the account: who, what, and the role."""
    rows = TrailItem.objects.filter(
        subject="user", subject_id=user.pk, act__in=("proposed", "confirmed", "rejected", "withdrawn")
    )
    return [(row.by.username if row.by else "", row.act, row.after["role"]) for row in rows.order_by("pk")]


def test_one_proposes_a_role_that_vouches_and_another_confirms_it(first: User, second: User, person: User) -> None:
    given = change_user(person, Account(roles=[Role.MEMBER, Role.CONTROLLER]), by=first, at=AT, why="Ny controller")
    assert given == (Role.CONTROLLER,)
    assert roles(person) == {Role.MEMBER}
    proposal = RoleProposal.objects.get(person=person)
    with pytest.raises(OwnProposal):
        confirm_role(proposal, by=first, at=AT)
    confirm_role(proposal, by=second, at=AT)
    assert roles(person) == {Role.MEMBER, Role.CONTROLLER}
    assert left(person) == [("en", "proposed", "controller"), ("to", "confirmed", "controller")]
    with pytest.raises(RoleDecided):
        drop_role(proposal, by=second, at=AT)


def test_a_new_account_is_given_the_role_by_two_as_well(first: User, second: User) -> None:
    new = register_user(Account(roles=[Role.CONTROLLER]), username="ny", password="x", by=first, at=AT)
    assert roles(new) == set()
    confirm_role(RoleProposal.objects.get(person=new), by=second, at=AT)
    assert roles(new) == {Role.CONTROLLER}


def test_the_same_role_is_not_proposed_twice(first: User, second: User, person: User) -> None:
    proposed(person, first, Role.CONTROLLER)
    proposed(person, second, Role.CONTROLLER)
    assert RoleProposal.objects.filter(person=person).count() == 1


@pytest.mark.parametrize(("dropper", "act"), [("en", "withdrawn"), ("to", "rejected")])
def test_a_proposal_is_withdrawn_by_its_proposer_or_refused_by_another(person: User, dropper: str, act: str) -> None:
    proposal = proposed(person, User.objects.get(username="en"), Role.CONTROLLER)
    drop_role(proposal, by=User.objects.get(username=dropper), at=AT)
    assert roles(person) == set()
    assert left(person)[-1] == (dropper, act, "controller")


def test_only_administrators_decide(first: User, person: User) -> None:
    other = register_user(Account(), username="en anden", password="x", by=first, at=AT)
    with pytest.raises(NotYourRole):
        confirm_role(proposed(other, first, Role.CONTROLLER), by=person, at=AT)


def test_one_takes_a_role_away(first: User, second: User, person: User) -> None:
    confirm_role(proposed(person, first, Role.CONTROLLER), by=second, at=AT)
    change_user(person, Account(), by=first, at=AT)
    assert roles(person) == set()


def test_an_account_that_is_switched_off_is_given_its_role_anew_by_two(first: User, second: User, person: User) -> None:
    confirm_role(proposed(person, first, Role.CONTROLLER), by=second, at=AT)
    change_user(person, Account(roles=[Role.CONTROLLER], is_active=False), by=first, at=AT)
    assert roles(person) == set()
    assert change_user(person, Account(roles=[Role.CONTROLLER]), by=first, at=AT) == (Role.CONTROLLER,)
    assert roles(person) == set()


def changes(unit: Unit) -> list[Account]:
    """Each way in which an administrator's own reach could change."""
    admin = [Role.ADMINISTRATOR]
    return [
        Account(roles=[*admin, Role.FINANCE]), Account(roles=[]), Account(roles=admin, units=[unit]),
        Account(roles=admin, every_unit=True), Account(roles=admin, is_active=False),
    ]  # fmt: skip


def test_nobody_changes_their_own_roles_or_units(first: User, second: User) -> None:
    for account in changes(register_unit(by=first, at=AT, code="E", name="E")):
        with pytest.raises(OwnRoles):
            change_user(first, account, by=first, at=AT)
    change_user(first, Account(roles=[Role.ADMINISTRATOR], first_name="En"), by=first, at=AT)
    assert User.objects.get(pk=first.pk).first_name == "En"


def test_nobody_decides_on_a_role_of_their_own(first: User, second: User) -> None:
    change_user(first, Account(roles=[Role.ADMINISTRATOR, Role.CONTROLLER]), by=second, at=AT)
    for decide in (confirm_role, drop_role):
        with pytest.raises(OwnRoles):
            decide(RoleProposal.objects.get(person=first, role=Role.CONTROLLER), by=first, at=AT)


def test_a_superuser_is_changed_by_superusers_only(first: User) -> None:
    superuser = register_user(Account(), username="super", password="x", is_superuser=True)
    acts = [
        lambda: set_password(superuser, "y", by=first, at=AT),
        lambda: change_user(superuser, Account(is_active=False), by=first, at=AT),
        lambda: change_user(superuser, Account(roles=[Role.FINANCE]), by=first, at=AT),
    ]
    for act in acts:
        with pytest.raises(SuperuserAbove):
            act()
    assert User.objects.get(pk=superuser.pk).check_password("x")
    set_password(superuser, "y", by=superuser, at=AT)
    set_password(first, "y", by=superuser, at=AT)


def test_one_person_cannot_become_everybody(first: User, second: User, person: User) -> None:
    """What a review did: set a superuser's password, take roles, make a second account, and approve the own entry with it."""
    with pytest.raises(OwnRoles):
        change_user(first, Account(roles=[Role.ADMINISTRATOR, Role.FINANCE, Role.CONTROLLER], every_unit=True), by=first, at=AT)
    mine = register_user(Account(roles=[Role.CONTROLLER]), username="min", password="x", by=first, at=AT)
    with pytest.raises(OwnProposal):
        confirm_role(RoleProposal.objects.get(person=mine), by=first, at=AT)
    confirm_role(proposed(person, second, Role.CONTROLLER), by=first, at=AT)
    # The controller there is, by a password of one's own choosing: the role ends, and takes another to be given again.
    assert set_password(person, "mit", by=first, at=AT) == (Role.CONTROLLER,)
    assert roles(person) == set()
    with pytest.raises(OwnProposal):
        confirm_role(RoleProposal.objects.get(person=person, verdict=None), by=first, at=AT)
    assert [user for user in User.objects.all() if Role.CONTROLLER in user.roles] == []


def test_a_password_that_another_chose_is_temporary_and_ones_own_is_not(first: User, person: User) -> None:
    set_password(person, "y", by=first, at=AT)
    assert User.objects.get(pk=person.pk).has_temporary_password
    set_password(person, "z", by=person, at=AT)
    assert not User.objects.get(pk=person.pk).has_temporary_password


# --- The first two ----------------------------------------------------------------------------------------------


def test_one_administrator_gives_no_role_that_vouches(first: User) -> None:
    with pytest.raises(TooFewAdministrators):
        register_user(Account(roles=[Role.CONTROLLER]), username="ny", password="x", by=first, at=AT)
    assert not User.objects.filter(username="ny").exists()


def test_the_set_up_makes_two_administrators_and_no_third(db: None) -> None:
    for name in ("en", "to"):
        assert roles(set_up_administrator(name, "x", at=AT)) == {Role.ADMINISTRATOR}
    with pytest.raises(EnoughAdministrators):
        set_up_administrator("tre", "x", at=AT)
    assert count_active_administrators() == 2


def test_whoever_was_shut_out_is_let_in_again_where_one_is_left(first: User, second: User) -> None:
    """A new password ends the role, and there is nobody to confirm it: the set-up gives it again."""
    assert set_password(second, "y", by=first, at=AT) == ()
    assert roles(second) == set()
    with connection.cursor() as cursor:
        # The command runs in a transaction of its own, in nobody's name.
        cursor.execute("SELECT set_config('valby.by', '', true)")
    set_up_administrator("to", "z", at=AT)
    user = User.objects.get(username="to")
    assert (user.roles, user.has_temporary_password, user.check_password("z")) == ({Role.ADMINISTRATOR}, False, True)


def test_a_vouching_role_is_not_given_past_the_two(person: User) -> None:
    with pytest.raises(Refused):
        register_user(Account(roles=[Role.CONTROLLER]), username="ny", password="x")
