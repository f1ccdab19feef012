"""A malformed setting stops the start with one sentence that names it, shows no secret, and leaves no traceback."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections

from valby import settings

ROOT = Path(__file__).resolve().parents[2]


def start(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL" and not name.startswith("VALBY_")}
    return subprocess.run(
        [sys.executable, "-c", "import valby.settings as s; print(s.DATABASES['default'].get('OPTIONS'), s.APP_ROLE)"],
        env={**clean, "VALBY_VAR_DIR": str(tmp_path / "var"), **variables},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("VALBY_DEBUG", "maybe", "1 or 0"),
        ("VALBY_HTTPS", "2", "1 or 0"),
        ("VALBY_ALLOWED_HOSTS", "https://valby.example.dk", "a list such as"),
        ("VALBY_CSRF_TRUSTED_ORIGINS", "valby.example.dk", "https://"),
        ("VALBY_TRUSTED_PROXIES", "proxy.example.dk", "addresses and networks"),
        ("VALBY_TRUSTED_PROXIES", "10.0.0.1/24", "addresses and networks"),
        ("VALBY_TRUSTED_PROXIES", "0.0.0.0/0", "addresses and networks"),
        ("VALBY_TRUSTED_PROXIES", ",", "addresses and networks"),
        ("VALBY_APP_ROLE", "a;drop", "a role name"),
        ("DATABASE_URL", "mysql://finans:hemmelig@host/valby", "PostgreSQL"),
        ("DATABASE_URL", "postgresql://finans:hemmelig@host:abc/valby", "PostgreSQL"),
        ("DATABASE_URL", "hemmelig", "PostgreSQL"),
        ("DATABASE_URL", "sqlite:///db.sqlite3", "PostgreSQL"),
        ("VALBY_SECRET_KEY", "hemmelig", "at least 50"),
        ("VALBY_CACHE_URL", "nowhere://hemmelig", "redis://"),
        ("VALBY_SESSION_HOURS", "0", "from 1 to 24"),
        ("VALBY_SESSION_HOURS", "25", "from 1 to 24"),
        ("VALBY_SESSION_HOURS", "en dag", "from 1 to 24"),
        ("VALBY_IDLE_MINUTES", "4", "from 5 to 1440"),
        ("VALBY_REQUIRE_TOTP", "ja", "vouching, all or none"),
        ("VALBY_FILE_MEGABYTES", "201", "from 1 to 200"),
        ("VALBY_EMAIL_URL", "hemmelig@mail.example.dk", "smtp+tls://"),
    ],
)
def test_what_is_malformed_is_named_in_one_sentence(tmp_path: Path, name: str, value: str, wanted: str) -> None:
    done = start(tmp_path, **{name: value})
    assert done.returncode == 1
    assert done.stderr.startswith(f"Valby: {name} is ")
    assert wanted in done.stderr
    assert done.stderr.count("\n") == 1
    assert "hemmelig" not in done.stderr


def test_https_wants_a_key_of_its_own(tmp_path: Path) -> None:
    assert "VALBY_SECRET_KEY is unset" in start(tmp_path, VALBY_HTTPS="1").stderr


def test_an_owner_without_an_application_is_refused(tmp_path: Path) -> None:
    assert "DATABASE_URL is not" in start(tmp_path, VALBY_OWNER_DATABASE_URL="postgresql://o:p@host/valby").stderr


def test_what_the_address_asks_for_is_kept_when_the_application_steps_down(tmp_path: Path) -> None:
    done = start(tmp_path, DATABASE_URL="postgresql://o:p@host/valby?sslmode=require", VALBY_APP_ROLE="reader")
    assert done.stdout.strip() == "{'connect_timeout': 5, 'sslmode': 'require', 'options': '-c role=reader'} reader"


def test_with_two_addresses_the_rights_go_to_the_applications_own_log_in(tmp_path: Path) -> None:
    done = start(
        tmp_path, DATABASE_URL="postgresql://web:p@host/valby", VALBY_OWNER_DATABASE_URL="postgresql://o:p@host/valby"
    )  # fmt: skip
    assert done.stdout.split()[-1] == "web"


def test_the_key_it_makes_is_kept_and_is_for_its_owner_only(tmp_path: Path) -> None:
    start(tmp_path)
    key = tmp_path / "var" / "secret-key"
    first = key.read_text()
    start(tmp_path)
    assert key.read_text() == first
    assert key.stat().st_mode & 0o077 == 0


def test_the_driver_is_psycopg2() -> None:
    """Django takes psycopg 3 as soon as some other package brings it in."""
    assert connections["default"].Database.__name__ == "psycopg2"


def test_nothing_unsafe_is_allowed_in_a_page() -> None:
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert "unsafe" not in str(policy)
    assert policy["default-src"] == policy["form-action"] == ["'self'"]
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]


def test_over_https_cookies_are_this_hosts_alone(tmp_path: Path) -> None:
    names = "SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME"
    flags = "SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE, s.SECURE_HSTS_SECONDS"
    clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL" and not name.startswith("VALBY_")}
    done = subprocess.run(
        [sys.executable, "-c", f"import valby.settings as s; print(s.{names}, s.{flags})"],
        env={**clean, "VALBY_VAR_DIR": str(tmp_path / "var"), "VALBY_HTTPS": "1", "VALBY_SECRET_KEY": secrets.token_urlsafe(48)},
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    cookies = [name for name in done.stdout.split() if name.startswith("__Host-")]
    assert len(set(cookies)) == 3
    assert done.stdout.split()[3:] == ["True", "True", "True", str(365 * 24 * 60 * 60)]
