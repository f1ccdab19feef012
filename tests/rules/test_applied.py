"""The rules are applied whole, as often as one likes, and a database with other ones is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connections

from savings import rules
from savings.auditing import find_setting_faults
from savings.management.commands.migrate import _check_role
from valby import VERSION
from valby.errors import UserError
from valby.role_settings import name_role_settings
from valby.startup import require_rules

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

FUNCTIONS = "SELECT pg_get_functiondef(oid), proacl::text FROM pg_proc WHERE proname LIKE 'valby%' ORDER BY 1"
SET = ("search_path=pg_catalog", "statement_timeout=1ms")
TRIGGERS = """
    SELECT pg_get_triggerdef(t.oid), tgenabled FROM pg_trigger t JOIN pg_proc f ON f.oid = tgfoid
    WHERE proname LIKE 'valby%' ORDER BY 1
"""


def run(sql: str, values: Sequence[object] = ()) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values or None)


def read(sql: str) -> list[tuple[object, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def apply() -> None:
    rules.apply_rules(connections["owner"], settings.APP_ROLE)


@pytest.fixture(autouse=True)
def _rules_as_they_are_outside_of_tests(db: None) -> None:
    """Tests replace one function (tests/conftest.py)."""
    apply()


def test_applying_them_again_changes_nothing() -> None:
    before = read(FUNCTIONS), read(TRIGGERS), read("SELECT * FROM savings_ledgerhead")
    apply()
    assert (read(FUNCTIONS), read(TRIGGERS), read("SELECT * FROM savings_ledgerhead")) == before
    assert len(before[0]) > 50
    assert len(before[1]) > 100


def test_what_the_files_do_not_say_is_gone() -> None:
    before = read(FUNCTIONS), read(TRIGGERS)
    run("CREATE FUNCTION valby_earlier() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
    run("CREATE TRIGGER earlier BEFORE INSERT ON savings_posting FOR EACH ROW EXECUTE FUNCTION valby_earlier()")
    run("ALTER TABLE savings_posting DISABLE TRIGGER posting_is_append_only")
    run("DROP TRIGGER approval_is_allowed ON savings_approval")
    run(f"GRANT UPDATE ON savings_posting TO {settings.APP_ROLE}")
    apply()
    assert (read(FUNCTIONS), read(TRIGGERS)) == before
    assert read(f"SELECT has_table_privilege('{settings.APP_ROLE}', 'savings_posting', 'UPDATE')") == [(False,)]


def test_a_function_stands_in_one_file() -> None:
    names = re.findall(r"^CREATE FUNCTION (\w+)", "\n".join(rules.read_rules().values()), re.MULTILINE)
    assert len(names) == len(set(names)) > 50


def test_each_file_opens_with_one_sentence() -> None:
    for name, text in rules.read_rules().items():
        first = text.splitlines()[0]
        assert first.startswith("-- "), name
        assert first.endswith("."), name


def test_a_database_with_the_rules_of_this_code_is_taken() -> None:
    rules.check_rules(connections["default"])


def test_a_database_with_other_rules_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "compute_digest", lambda: "f" * 64)
    with pytest.raises(UserError, match=r"not those of this code. Run: .venv/bin/python manage.py prepare"):
        rules.check_rules(connections["default"])


def test_a_database_without_rules_is_refused() -> None:
    run("DROP FUNCTION valby_rules_digest()")
    with pytest.raises(UserError, match=r"Run: .venv/bin/python manage.py prepare"):
        rules.check_rules(connections["owner"])


def test_a_changed_file_changes_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = rules.compute_digest()
    changed = {**rules.read_rules(), "bounds": "-- None."}
    monkeypatch.setattr(rules, "read_rules", lambda: changed)
    assert rules.compute_digest() != before


def test_a_database_of_another_version_is_refused_and_left_alone() -> None:
    run("INSERT INTO django_migrations (app, name, applied) VALUES ('savings', '0002_guard', now())")
    sentence = r"another version of Valby \(migration 0002_guard\).*Name an empty database"
    with pytest.raises(UserError, match=sentence):
        rules.check_rules(connections["owner"])
    with pytest.raises(UserError, match=sentence):
        call_command("migrate", verbosity=0)


@pytest.mark.parametrize("newer", ["0.1.1", "0.10.0", "1.0"])
def test_a_database_that_a_newer_version_prepared_is_refused_and_keeps_its_rights(newer: str) -> None:
    run(f"CREATE OR REPLACE FUNCTION valby_version() RETURNS text LANGUAGE sql IMMUTABLE RETURN '{newer}'")
    run(f"GRANT TRIGGER ON savings_ledgerhead TO {settings.APP_ROLE}")
    for act in (lambda: rules.check_rules(connections["owner"]), lambda: call_command("migrate", verbosity=0)):
        with pytest.raises(UserError, match=rf"prepared by Valby {newer}, and this is Valby {VERSION}.*Going back"):
            act()
    assert read(f"SELECT has_table_privilege('{settings.APP_ROLE}', 'savings_ledgerhead', 'TRIGGER')") == [(True,)]


def test_a_database_that_an_older_version_prepared_is_taken_over() -> None:
    run("CREATE OR REPLACE FUNCTION valby_version() RETURNS text LANGUAGE sql IMMUTABLE RETURN '0.0.9'")
    rules.check_origin(connections["owner"])
    apply()
    assert read("SELECT valby_version()") == [(VERSION,)]


@pytest.mark.parametrize("command", ["verify_ledger", "import_entries", "shell", None])
def test_a_command_starts_with_the_right_rules_only(command: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "compute_digest", lambda: "f" * 64)
    with pytest.raises(UserError):
        require_rules(["manage.py", command] if command else [])


@pytest.mark.parametrize("command", ["prepare", "migrate", "serve", "check", "makemigrations"])
def test_a_command_that_can_help_starts_without(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "compute_digest", lambda: "f" * 64)
    require_rules(["manage.py", command])


def test_a_role_that_may_make_tables_is_refused_with_what_to_run() -> None:
    run("GRANT CREATE ON SCHEMA public TO " + settings.APP_ROLE)
    with pytest.raises(CommandError, match=r"may make tables.*REVOKE CREATE, TEMPORARY ON DATABASE"):
        _check_role(connections["owner"], settings.APP_ROLE)
    apply()
    _check_role(connections["owner"], settings.APP_ROLE)


def test_a_role_that_owns_tables_is_refused() -> None:
    with pytest.raises(CommandError, match="is a superuser or owns tables"):
        _check_role(connections["owner"], str(connections["owner"].settings_dict["USER"]))


def test_a_setting_on_the_role_is_named_at_the_start_and_by_the_audit(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever has the application's password can do this; in the same transaction, so that nothing stays."""
    with connections["default"].cursor() as cursor:
        cursor.execute(f"ALTER ROLE {settings.APP_ROLE} SET search_path = pg_catalog")
        cursor.execute(f"ALTER ROLE {settings.APP_ROLE} SET statement_timeout = '1ms'")
    name_role_settings(connections["default"])
    for lines in (capsys.readouterr().err.splitlines(), find_setting_faults()):
        assert [f"{settings.APP_ROLE}: {setting}" in line for setting, line in zip(SET, lines, strict=True)] == [True, True]


def test_a_table_with_a_binary_fraction_has_no_rules() -> None:
    """Its rows would have no form that a hash could cover."""
    run("CREATE TABLE savings_rough (id bigint PRIMARY KEY, amount double precision)")
    with pytest.raises(DatabaseError, match="double precision has no canonical form"):
        apply()
