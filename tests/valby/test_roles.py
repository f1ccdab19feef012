"""The application reaches the database as a role that owns nothing there."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connections

pytestmark = pytest.mark.django_db

OWNED = """
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND pg_has_role(current_user, c.relowner, 'USAGE')
"""


def one(alias: str, query: str) -> object:
    with connections[alias].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def test_the_application_is_its_role_and_owns_no_table() -> None:
    assert one("default", "SELECT current_user") == settings.APP_ROLE
    assert one("default", OWNED) == 0


def test_the_owner_owns_the_tables() -> None:
    assert one("owner", OWNED) > 30  # type: ignore[operator]


def test_the_application_is_no_superuser_and_makes_no_roles() -> None:
    assert one("default", "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user") is False


def test_the_application_makes_no_tables() -> None:
    assert one("default", "SELECT has_schema_privilege(current_user, 'public', 'CREATE')") is False


@pytest.mark.skipif(settings.EMBEDDED is None, reason="a server of one's own is set up by its administrator")
def test_the_embedded_server_is_a_careful_one() -> None:
    assert one("default", "SHOW listen_addresses") == ""
    assert one("default", "SHOW fsync") == "on"
    assert one("default", "SHOW data_checksums") == "on"
    assert one("default", "SHOW password_encryption") == "scram-sha-256"
    assert one("default", "SHOW server_encoding") == "UTF8"
    assert one("default", "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'postgres'") == "bC.UTF-8"
