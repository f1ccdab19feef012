"""What is half prepared does not serve: it says in one sentence which command prepares it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import call_command

from valby.errors import UserError
from valby.prepared import check_prepared, check_translations
from valby.shared_cache import PAUSE_SECONDS, SharedCache
from valby.startup import begin_serving, limit_waiting

PREPARE = r"Run: .venv/bin/python manage.py prepare$"


@pytest.fixture
def prepared(settings, tmp_path: Path) -> Path:
    """A folder with code of two files, prepared."""
    shutil.copytree(configured.BASE_DIR / "locale", tmp_path / "locale")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "own.css").write_text("a {}")
    settings.LOCALE_PATHS, settings.STATIC_ROOT = [tmp_path / "locale"], tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "sources"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {**configured.STORAGES, "staticfiles": {"BACKEND": storage}}
    call_command("prepare", only="files", verbosity=0)
    return tmp_path


def test_what_is_prepared_serves_and_may_be_prepared_again(prepared: Path) -> None:
    check_prepared()
    call_command("prepare", only="files", verbosity=0)
    check_prepared()


def test_nothing_collected_is_refused(prepared: Path) -> None:
    shutil.rmtree(prepared / "static")
    with pytest.raises(UserError, match=rf"static files are not collected.*{PREPARE}"):
        check_prepared()


def test_a_missing_manifest_is_refused(prepared: Path) -> None:
    (prepared / "static" / "staticfiles.json").unlink()
    with pytest.raises(UserError, match=PREPARE):
        check_prepared()


@pytest.mark.parametrize("name", ["sources/own.css", "locale/da/LC_MESSAGES/django.po", "locale/da/LC_MESSAGES/django.mo"])
def test_other_code_than_was_prepared_is_refused(prepared: Path, name: str) -> None:
    path = prepared / name
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(UserError, match=rf"those of other code.*{PREPARE}"):
        check_prepared()


def test_a_translation_that_is_not_compiled_is_refused(prepared: Path) -> None:
    (prepared / "locale" / "da" / "LC_MESSAGES" / "django.mo").unlink()
    for check in (check_translations, check_prepared):
        with pytest.raises(UserError, match=rf"translation django.po of da is not compiled.*{PREPARE}"):
            check()


def test_pages_wait_for_the_database_only_so_long(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    options: dict[str, dict[str, str]] = {"default": {"OPTIONS": {"options": "-c role=reader"}}}  # type: ignore[dict-item]
    monkeypatch.setattr("django.db.connections.settings", options)
    limit_waiting()
    assert options["default"]["OPTIONS"]["options"] == (
        "-c role=reader -c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000"
    )


def test_a_cache_that_is_away_is_done_without_and_told_once(caplog: pytest.LogCaptureFixture, monkeypatch) -> None:
    monkeypatch.setattr("valby.shared_cache.logger.propagate", True)
    cache = SharedCache("redis://127.0.0.1:1/0", {})
    assert cache.get("a", "made anew") == "made anew"
    cache.set("a", 1)
    assert cache.add("a", 1)
    assert cache.get_many(["a"]) == {}
    assert not cache.has_key("a")
    with pytest.raises(ValueError, match="'a' not found"):
        cache.incr("a")
    assert [record.getMessage()[:35] for record in caplog.records] == ["The shared cache does not answer, a"]
    # Tried again after a pause, and not told again.
    monkeypatch.setattr("valby.shared_cache.time.monotonic", lambda: cache._away_until + PAUSE_SECONDS)
    assert cache.get("a") is None
    assert len(caplog.records) == 1


def test_a_process_that_is_replaced_while_a_newer_version_prepares_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is asked when a server starts; what it forks later lives and ends with it."""
    asked: list[str] = []
    for name in ("start_database", "limit_waiting", "require_rules"):
        monkeypatch.setattr(f"valby.startup.{name}", lambda *_values, name=name: asked.append(name))
    monkeypatch.setattr("valby.prepared.check_prepared", lambda: asked.append("check_prepared"))
    monkeypatch.setattr("valby.startup._begun", [])
    begin_serving()
    assert asked == ["start_database", "limit_waiting", "check_prepared", "require_rules"]
    begin_serving()
    assert len(asked) == 4
