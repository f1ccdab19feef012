"""Every right of the application's role, looked up in PostgreSQL's catalogues: one more than is listed here is a fault."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import DatabaseError, connections, transaction

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

FORBIDDEN = "42501"  # insufficient privilege

TABLES = {
    "SELECT": (
        "auth_group_permissions", "auth_permission", "django_content_type", "django_migrations",
        "savings_balance", "savings_initiativedocument", "savings_ledgerhead", "savings_pastbalance",
        "savings_programmestamp", "savings_trailitem",
        "savings_traillink", "savings_user_user_permissions", "savings_waiting",
    ),
    "SELECT INSERT": (
        "auth_group",
        "savings_acknowledgement", "savings_approval", "savings_attachment", "savings_bookingexception", "savings_closing",
        "savings_confirmation", "savings_entry", "savings_evidence", "savings_note", "savings_noteverdict",
        "savings_observation", "savings_paper", "savings_posting", "savings_pricebasis", "savings_pricepoint",
        "savings_pricerelease",
        "savings_priceseries", "savings_publication", "savings_question", "savings_refusal", "savings_report",
        "savings_reportprogramme", "savings_reportrefusal", "savings_roleproposal", "savings_roleverdict", "savings_round",
        "savings_roundclosing",
        "savings_roundreminder", "savings_roundreply", "savings_roundtask", "savings_statedlevel",
        "savings_statement", "savings_submission",
    ),
    "SELECT INSERT UPDATE": (
        "savings_accesscount",
        "savings_document", "savings_indicator", "savings_initiative", "savings_programme", "savings_unit", "savings_user",
    ),
    "SELECT INSERT DELETE": ("savings_user_groups", "savings_user_units"),
    "SELECT INSERT UPDATE DELETE": (
        "django_admin_log", "django_session", "savings_draft", "savings_loginfailure",
        "savings_loginsession",
        "savings_recoverycode",
        "savings_secondfactor",
        "savings_milestone", "savings_programmeunit", "savings_reportdraft",
    ),
}  # fmt: skip
#: Beside the tables: what it may call, and where it may enter.
OTHERS = {
    ("function", "valby_begin_act(bigint,timestamp with time zone,text)", "EXECUTE"),
    ("function", "valby_rules_digest()", "EXECUTE"),
    ("function", "valby_version()", "EXECUTE"),
    ("function", "valby_compute_said(bigint,text,bigint,bigint,integer,date,bigint,bigint)", "EXECUTE"),
    ("function", "valby_work_out(bigint)", "EXECUTE"),
    ("database", "this", "CONNECT"),
    ("schema", "public", "USAGE"),
    # PostgreSQL's own, which every role has.
    ("schema", "information_schema", "USAGE"),
    ("schema", "pg_catalog", "USAGE"),
    ("language", "internal", "USAGE"),
    ("language", "plpgsql", "USAGE"),
    ("language", "sql", "USAGE"),
    ("language", "c", "USAGE"),
}
EXPECTED = OTHERS | {("table", table, right) for rights, tables in TABLES.items() for table in tables for right in rights.split()}

#: Rights of the role, of PUBLIC and of whatever roles it is a member of. Of what PostgreSQL brings with it (`system`) only
#: what was given to one of these by name; its attributes, memberships, settings and what it owns follow.
RIGHTS = """
WITH role AS (SELECT * FROM pg_roles WHERE rolname = %(role)s),
holder AS (SELECT g.oid FROM pg_roles g, role WHERE pg_has_role(role.oid, g.oid, 'MEMBER')),
space AS (SELECT oid, nspname ~ '^(pg_|information_schema$)' AS system FROM pg_namespace),
object(kind, name, acl, system) AS (
    SELECT CASE relkind WHEN 'S' THEN 'sequence' ELSE 'table' END, relname::text,
           COALESCE(relacl, acldefault(CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, relowner)), system
    FROM pg_class JOIN space ON space.oid = relnamespace WHERE relkind <> 'i'
    UNION ALL SELECT 'column', format('%%s.%%s', attrelid::regclass, attname), attacl, system
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN space ON space.oid = relnamespace WHERE attacl IS NOT NULL
    UNION ALL SELECT 'function', p.oid::regprocedure::text, COALESCE(proacl, acldefault('f', proowner)), system
    FROM pg_proc p JOIN space ON space.oid = pronamespace
    UNION ALL SELECT 'type', t.oid::regtype::text, COALESCE(typacl, acldefault('T', typowner)), system
    FROM pg_type t JOIN space ON space.oid = typnamespace WHERE typrelid = 0 AND typelem = 0
    UNION ALL SELECT 'database', 'this', COALESCE(datacl, acldefault('d', datdba)), false
    FROM pg_database WHERE datname = current_database()
    UNION ALL SELECT 'schema', nspname, COALESCE(nspacl, acldefault('n', nspowner)), false FROM pg_namespace
    UNION ALL SELECT 'language', lanname, COALESCE(lanacl, acldefault('l', lanowner)), false FROM pg_language
    UNION ALL SELECT 'tablespace', spcname, COALESCE(spcacl, acldefault('t', spcowner)), false FROM pg_tablespace
    UNION ALL SELECT 'large object', oid::text, COALESCE(lomacl, acldefault('L', lomowner)), false FROM pg_largeobject_metadata
    UNION ALL SELECT 'foreign data', fdwname, COALESCE(fdwacl, acldefault('F', fdwowner)), false FROM pg_foreign_data_wrapper
    UNION ALL SELECT 'foreign server', srvname, COALESCE(srvacl, acldefault('S', srvowner)), false FROM pg_foreign_server
    UNION ALL SELECT 'parameter', parname, paracl, false FROM pg_parameter_acl
    UNION ALL SELECT format('later %%s', defaclobjtype), defaclnamespace::regnamespace::text, defaclacl, false
    FROM pg_default_acl
)
SELECT kind, name, privilege_type FROM object, aclexplode(acl) given
WHERE (given.grantee = 0 AND NOT system) OR given.grantee IN (SELECT oid FROM holder)
UNION SELECT 'grant option', name, privilege_type FROM object, aclexplode(acl) given
WHERE given.is_grantable AND (given.grantee = 0 OR given.grantee IN (SELECT oid FROM holder))
UNION SELECT 'attribute', name, '' FROM role, LATERAL (VALUES ('superuser', rolsuper), ('createrole', rolcreaterole),
    ('createdb', rolcreatedb), ('replication', rolreplication), ('bypassrls', rolbypassrls)) attribute(name, has) WHERE has
UNION SELECT 'member of', rolname, '' FROM holder JOIN pg_roles USING (oid) WHERE rolname <> %(role)s
UNION SELECT 'owns', format('%%s %%s', classid::regclass, objid), '' FROM pg_shdepend, role
WHERE refobjid = role.oid AND deptype = 'o'
UNION SELECT 'setting', unnest(setconfig), '' FROM pg_db_role_setting JOIN role ON setrole = role.oid
"""


def read_rights() -> set[tuple[str, str, str]]:
    """Kind, name and right, as the owner reads them in his open transaction."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(RIGHTS, {"role": settings.APP_ROLE})
        return set(cursor.fetchall())


def test_the_application_has_the_rights_that_are_listed_and_no_other() -> None:
    assert read_rights() == EXPECTED


@pytest.mark.parametrize(
    ("statement", "more"),
    [
        ("GRANT UPDATE (amount) ON savings_posting TO {role}", ("column", "savings_posting.amount", "UPDATE")),
        ("GRANT DELETE ON savings_posting TO PUBLIC", ("table", "savings_posting", "DELETE")),
        ("GRANT INSERT ON savings_posting TO {role} WITH GRANT OPTION", ("grant option", "savings_posting", "INSERT")),
        ("GRANT UPDATE ON SEQUENCE savings_posting_id_seq TO {role}", ("sequence", "savings_posting_id_seq", "UPDATE")),
        ("GRANT EXECUTE ON FUNCTION valby_move_head() TO PUBLIC", ("function", "valby_move_head()", "EXECUTE")),
        ("GRANT TEMPORARY ON DATABASE {database} TO PUBLIC", ("database", "this", "TEMPORARY")),
        ("GRANT CREATE ON SCHEMA public TO {role}", ("schema", "public", "CREATE")),
        ("CREATE VIEW quiet AS SELECT 1; GRANT SELECT ON quiet TO {role}", ("table", "quiet", "SELECT")),
        ("CREATE SCHEMA quiet; GRANT USAGE ON SCHEMA quiet TO {role}", ("schema", "quiet", "USAGE")),
        ("CREATE DOMAIN quiet AS text", ("type", "quiet", "USAGE")),
        ("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {role}", ("later r", "-", "SELECT")),
    ],
)
def test_a_right_more_is_seen(statement: str, more: tuple[str, str, str]) -> None:
    owner = connections["owner"]
    names = {"role": settings.APP_ROLE, "database": owner.ops.quote_name(owner.settings_dict["NAME"])}
    with owner.cursor() as cursor:
        cursor.execute(statement.format(**names))
    assert read_rights() - EXPECTED == {more}


def test_a_new_function_is_nobodys_to_call() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE FUNCTION valby_new() RETURNS int LANGUAGE sql RETURN 1")
    assert read_rights() == EXPECTED


# --- The way round by a temporary table -------------------------------------------------------------------------


@pytest.fixture
def _temporary_tables_allowed(transactional_db: None) -> Iterator[None]:
    """The right that would let the attack begin, as a careless administrator gives it."""
    owner = connections["owner"]
    database = owner.ops.quote_name(owner.settings_dict["NAME"])
    with owner.cursor() as cursor:
        cursor.execute(f"GRANT TEMPORARY ON DATABASE {database} TO {settings.APP_ROLE}")
    yield
    with owner.cursor() as cursor:
        cursor.execute(f"REVOKE TEMPORARY ON DATABASE {database} FROM {settings.APP_ROLE}")


def refusal(sql: str) -> str:
    """The SQLSTATE with which the database refuses the application a statement."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(sql)
    return str(getattr(caught.value.__cause__, "pgcode", ""))


def test_the_application_makes_no_temporary_table() -> None:
    assert refusal("CREATE TEMPORARY TABLE mine (entry_id bigint)") == FORBIDDEN
    assert refusal("SELECT 1 AS entry_id INTO TEMPORARY mine") == FORBIDDEN
    assert refusal("CREATE FUNCTION pg_temp.mine() RETURNS int LANGUAGE sql RETURN 1") == FORBIDDEN


@pytest.mark.usefixtures("_temporary_tables_allowed")
def test_on_a_temporary_table_it_cannot_set_off_the_rules_own_functions() -> None:
    """With a table of its own and one of these functions on it, it would write balances, head, waiting list and trail."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE proname LIKE 'valby%' AND prorettype = 'trigger'::regtype"
        )
        functions = [name for (name,) in cursor.fetchall()]
    assert {"valby_keep_totals()", "valby_move_head()", "valby_keep_waiting()", "valby_trail_change()"} <= set(functions)
    with connections["default"].cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE mine (LIKE savings_approval)")
        for function in functions:
            assert refusal(f"CREATE TRIGGER attack AFTER INSERT ON mine EXECUTE FUNCTION {function}") == FORBIDDEN, function
        cursor.execute("DROP TABLE mine")


def test_it_calls_none_of_the_rules_own_functions() -> None:
    assert refusal("SELECT valby_add_trail('approved', 'entry', 1, '', 1, NULL, NULL, 1, now(), '')") == FORBIDDEN
    assert refusal("SELECT valby_check_bounds(1, 1)") == FORBIDDEN
