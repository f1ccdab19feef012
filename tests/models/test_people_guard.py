"""What the database itself refuses of roles and accounts, tried by raw SQL as the application's role."""

from __future__ import annotations

from typing import NamedTuple

import pyotp
import pytest
from django.db import connection

from savings.models import RecoveryCode, RoleProposal, SecondFactor, TrailItem, User
from savings.models.head import begin_act
from savings.recording.access import AccessSort, count_access
from savings.recording.acting import ledger_act
from savings.recording.people import Account, register_user
from savings.recording.refusals import Refused
from savings.recording.roles import confirm_role
from savings.recording.second_factor import remove_second_factor, set_up_second_factor
from savings.roles import TAKE_TWO, Role
from tests.ledger_rooms import AT
from tests.models.test_guard import APPEND_ONLY, CHECK, FORBIDDEN, refused

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

UNIQUE = "23505"
NO_ADMINISTRATOR = "VB031"
SET_UP_OVER = "VB061"
TOO_FEW = "VB062"
OWN = "VB063"
OWN_PROPOSAL = "VB064"
TAKES_TWO = "VB065"
ABOVE = "VB066"
COUNT = "VB067"
TAKEN = "VB068"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class Office(NamedTuple):
    """A superuser, two administrators below, and somebody without a role."""

    superuser: User
    first: User
    second: User
    person: User


def register(name: str, *roles: Role, **facts: bool) -> User:
    return register_user(Account(roles=roles), username=name, password="x", **facts)


@pytest.fixture
def office(db: None) -> Office:
    superuser, first = register("super", is_superuser=True), register("en", Role.ADMINISTRATOR)
    second = register_user(Account(), username="to", password="x", by=superuser, at=AT)
    confirm_role(propose(second, superuser, "administrator"), by=first, at=AT)
    person = register_user(Account(), username="nogen", password="x", by=superuser, at=AT)
    act_as(superuser)
    return Office(superuser, first, second, person)


def act_as(user: User | None) -> None:
    """Whose act the rest of the transaction is."""
    begin_act(user.pk if user else None, AT, "")


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def propose(person: User, by: User, role: str = "controller") -> RoleProposal:
    return RoleProposal.objects.create(person=person, role=role, by=by, at=AT)


PROPOSE = "INSERT INTO savings_roleproposal (person_id, role, by_id, at, why) VALUES (%s, %s, %s, now(), '')"
DECIDE = "INSERT INTO savings_roleverdict (proposal_id, confirmed, by_id, at) VALUES (%s, %s, %s, now())"
JOIN = "INSERT INTO savings_user_groups (user_id, group_id) SELECT %s, id FROM auth_group WHERE name = %s"


def has_role(user: User, role: str) -> bool:
    return user.groups.filter(name=role).exists()


# --- Two people -------------------------------------------------------------------------------------------------


def test_a_role_that_takes_two_is_given_by_two(office: Office) -> None:
    proposal = propose(office.person, office.first)
    assert not has_role(office.person, "controller")
    assert refused(DECIDE, proposal.pk, True, office.first.pk) == OWN_PROPOSAL
    run(DECIDE, proposal.pk, True, office.second.pk)
    assert has_role(office.person, "controller")


@pytest.mark.parametrize("role", Role)
def test_a_role_that_takes_two_is_not_given_past_the_two(office: Office, role: Role) -> None:
    """The rule and `TAKE_TWO` name the same roles."""
    run("INSERT INTO auth_group (name) VALUES (%s) ON CONFLICT DO NOTHING", role.value)
    if role in TAKE_TWO:
        assert refused(JOIN, office.person.pk, role.value) == TAKES_TWO
        propose(office.person, office.first, role.value)
    else:
        run(JOIN, office.person.pk, role.value)
        assert refused(PROPOSE, office.person.pk, role.value, office.first.pk) == CHECK


def test_a_group_is_neither_renamed_nor_handed_on(office: Office) -> None:
    assert refused("UPDATE auth_group SET name = 'controller'") == FORBIDDEN
    assert refused("DELETE FROM auth_group") == FORBIDDEN
    assert refused("UPDATE savings_user_groups SET user_id = %s", office.person.pk) == FORBIDDEN


def test_nobody_proposes_or_decides_on_a_role_of_their_own(office: Office) -> None:
    assert refused(PROPOSE, office.first.pk, "controller", office.first.pk) == CHECK
    proposal = propose(office.first, office.second)
    for confirmed in (True, False):
        assert refused(DECIDE, proposal.pk, confirmed, office.first.pk) == OWN


def test_only_active_administrators_propose_and_decide(office: Office) -> None:
    assert refused(PROPOSE, office.person.pk, "controller", office.person.pk) == NO_ADMINISTRATOR
    other = register_user(Account(), username="en anden", password="x", by=office.superuser, at=AT)
    assert refused(DECIDE, propose(other, office.first).pk, True, office.person.pk) == NO_ADMINISTRATOR


def test_what_somebody_proposed_who_is_switched_off_since_is_not_confirmed(office: Office) -> None:
    proposal = propose(office.person, office.second)
    act_as(office.first)
    User.objects.filter(pk=office.second.pk).update(is_active=False)
    assert refused(DECIDE, proposal.pk, True, office.first.pk) == NO_ADMINISTRATOR


def test_a_proposal_is_decided_once_and_never_changed(transactional_db: None, office: Office) -> None:
    proposal = propose(office.person, office.first)
    with ledger_act(office.second, AT):
        run(DECIDE, proposal.pk, True, office.second.pk)
    assert refused(DECIDE, proposal.pk, False, office.superuser.pk) == UNIQUE
    for table in ("roleproposal", "roleverdict"):
        assert refused(f"UPDATE savings_{table} SET at = at") == FORBIDDEN
        assert refused(f"UPDATE savings_{table} SET at = at", alias="owner") == APPEND_ONLY
        assert refused(f"DELETE FROM savings_{table}", alias="owner") == APPEND_ONLY


# --- The set-up -------------------------------------------------------------------------------------------------


def test_one_administrator_gives_no_role_that_takes_two(db: None) -> None:
    alone, person = register("alene", Role.ADMINISTRATOR), register("nogen")
    assert refused(PROPOSE, person.pk, "controller", alone.pk) == TOO_FEW
    assert refused(PROPOSE, person.pk, "controller", None) == SET_UP_OVER


def test_the_set_up_makes_two_administrators_and_no_third(office: Office) -> None:
    assert refused(PROPOSE, office.person.pk, "administrator", None) == SET_UP_OVER
    columns = "username, password, first_name, last_name, email, is_staff, is_active, date_joined, every_unit"
    more = "is_superuser, has_temporary_password"
    values = "'ny', '', '', '', '', false, true, now(), false, true, false"
    assert refused(f"INSERT INTO savings_user ({columns}, {more}) VALUES ({values})") == SET_UP_OVER
    assert refused("UPDATE savings_user SET is_superuser = true WHERE id = %s", office.person.pk) == SET_UP_OVER


# --- One's own account, and a superuser's ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO auth_group (name) VALUES ('finance') ON CONFLICT DO NOTHING; "
        "INSERT INTO savings_user_groups (user_id, group_id) SELECT {me}, id FROM auth_group WHERE name = 'finance'",
        "DELETE FROM savings_user_groups WHERE user_id = {me}",
        "INSERT INTO savings_unit (code, name) VALUES ('E', 'E'); "
        "INSERT INTO savings_user_units (user_id, unit_id) SELECT {me}, id FROM savings_unit",
        "UPDATE savings_user SET every_unit = true WHERE id = {me}",
        "UPDATE savings_user SET is_active = false WHERE id = {me}",
    ],
)
def test_nobody_changes_their_own_reach(office: Office, sql: str) -> None:
    act_as(office.first)
    assert refused(sql.format(me=office.first.pk)) == OWN


@pytest.mark.parametrize("change", ["password = 'x!'", "is_active = false", "is_superuser = false", "email = 'a@b.dk'"])
def test_a_superuser_is_not_changed_from_below(office: Office, change: str) -> None:
    act_as(office.first)
    assert refused(f"UPDATE savings_user SET {change} WHERE id = %s", office.superuser.pk) == ABOVE


def test_a_superuser_logs_in_and_changes_the_own_password(office: Office) -> None:
    act_as(office.first)
    run("UPDATE savings_user SET last_login = now() WHERE id = %s", office.superuser.pk)
    act_as(office.superuser)
    run("UPDATE savings_user SET password = 'y' WHERE id = %s", office.superuser.pk)
    assert not User.objects.get(pk=office.superuser.pk).has_temporary_password


def test_a_password_that_another_chose_ends_the_roles_that_take_two(office: Office) -> None:
    """Even where the statement says that it is not temporary."""
    act_as(office.first)
    run("UPDATE savings_user SET password = 'y', has_temporary_password = false WHERE id = %s", office.second.pk)
    assert User.objects.get(pk=office.second.pk).has_temporary_password
    assert not has_role(office.second, "administrator")


def test_an_account_that_is_switched_off_loses_the_roles_that_take_two(office: Office) -> None:
    act_as(office.first)
    run("UPDATE savings_user SET is_active = false WHERE id = %s", office.second.pk)
    run("UPDATE savings_user SET is_active = true WHERE id = %s", office.second.pk)
    assert not has_role(office.second, "administrator")


def test_an_access_count_goes_up_by_one(db: None) -> None:
    count_access(AccessSort.FAILED, person=None, address="192.0.2.7", at=AT)
    for change in ("count = 0", "count = count + 2", "count = count", "count = count + 1, address = ''"):
        assert refused(f"UPDATE savings_accesscount SET {change}") == COUNT, change
    assert refused("DELETE FROM savings_accesscount") == FORBIDDEN
    run("UPDATE savings_accesscount SET count = count + 1")


def test_a_code_is_taken_once(office: Office) -> None:
    SecondFactor.objects.create(person=office.person, secret=SECRET, since=AT, last_step=10)
    RecoveryCode.objects.create(person=office.person, digest="d")
    for change in ("last_step = 10", "last_step = 9", "secret = 'X', last_step = 11"):
        assert refused(f"UPDATE savings_secondfactor SET {change}") == TAKEN, change
    run("UPDATE savings_secondfactor SET last_step = 11")
    run("UPDATE savings_recoverycode SET used_at = now()")
    for change in ("used_at = NULL", "used_at = now()", "digest = 'e'"):
        assert refused(f"UPDATE savings_recoverycode SET {change}") == TAKEN, change


def test_no_secret_is_in_the_trail(office: Office) -> None:
    act_as(office.person)
    secret = set_up_second_factor(office.person, SECRET, pyotp.TOTP(SECRET).at(AT), at=AT)
    assert secret is not None
    remove_second_factor(office.person, by=office.person, at=AT)
    rows = [(row.before, row.after) for row in TrailItem.objects.order_by("-pk")[:3]]
    assert rows == [({"second_factor": "on"}, None), (None, {"recovery_code": "new"}), (None, {"second_factor": "on"})]


def test_each_refusal_that_a_person_can_meet_has_its_sentence() -> None:
    met = {NO_ADMINISTRATOR, SET_UP_OVER, TOO_FEW, OWN, OWN_PROPOSAL, ABOVE}
    assert met <= set(Refused.by_state)
    assert len({str(Refused.by_state[state].sentence) for state in met}) == len(met)
