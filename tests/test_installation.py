"""The production installation of docs/operate.md, walked from an empty folder to five people at work, behind TLS."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.walking import Browser, Machine, find_missing, read_commands

PASSWORD = "kun-til-denne-proeve"
PEOPLE = ("finans", "controller", "medlem", "revisor", "admin")
SLUG = "faelles-borgerservice-valby"
SAVING = """enhed;indsats;art;år;beløb;beløbsenhed;prisniveau;varighed;reference;tekst
SUF;;realised;2011;100000;kr;2008;;BR 320/07;Målt
"""


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    if missing := find_missing():
        message = f"the walk needs {missing}"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with ExitStack() as ending:
        yield Machine.make(tmp_path, ending)


def log_in(machine: Machine, name: str, password: str = PASSWORD) -> Browser:
    browser = machine.browse()
    assert browser.send("/log-ind/", username=name, password=password)[0] == 302, name
    return browser


def test_it_is_installed_as_the_document_says_and_five_people_work(machine: Machine) -> None:
    said = machine.walk(read_commands("A production installation"))
    assert "Prepared." in said
    assert "ok" in said
    for name in ("anne", "bo"):
        assert log_in(machine, name, f"hest-batteri-klips-{name}").ask("/administration/")[0] == 200

    # Five people with something to read are the demo's, which wants a ledger without anybody.
    empty_database(machine)
    machine.run(".venv/bin/python manage.py prepare")
    machine.run(f"VALBY_DEMO_PASSWORD={PASSWORD} .venv/bin/python manage.py load_demo --force")
    people = {name: log_in(machine, name) for name in PEOPLE}

    machine.place("/opt/valby/new.csv").write_text(SAVING, encoding="utf-8")
    before = realised(people["medlem"])
    machine.run(f".venv/bin/python manage.py import_entries new.csv --programme {SLUG} --by finans --mode add --create")
    assert realised(people["medlem"]) == before
    entry = re.findall(r'href="(/bilag/\d+/)', people["controller"].ask("/godkend/")[1])[0]
    assert people["controller"].send(f"{entry}godkend/", on=entry)[0] == 302
    assert realised(people["medlem"]) == before + 100_000

    assert people["medlem"].ask("/godkend/")[0] == 403
    assert people["revisor"].ask("/spor/")[0] == 200
    assert people["admin"].ask("/administration/")[0] == 200
    machine.run(".venv/bin/python manage.py verify_ledger")

    backup = machine.place("/srv/backup") / "valby" / "worked"
    machine.run(f".venv/bin/python manage.py backup {backup}")
    machine.run_sql("DROP DATABASE valby WITH (FORCE)")
    assert people["medlem"].ask(f"/programmer/{SLUG}/")[0] == 503
    machine.run_sql("CREATE DATABASE valby OWNER valby_owner TEMPLATE template0")
    machine.run(f".venv/bin/python manage.py restore {backup}")
    machine.run(".venv/bin/python manage.py verify_ledger")
    assert realised(log_in(machine, "medlem")) == before + 100_000


def empty_database(machine: Machine) -> None:
    machine.run_sql("DROP DATABASE valby WITH (FORCE)")
    machine.run_sql("CREATE DATABASE valby OWNER valby_owner TEMPLATE template0")


def realised(reader: Browser) -> float:
    status, page = reader.ask(f"/programmer/{SLUG}/status.json?aar=2011")
    assert status == 200
    return float(json.loads(page)["headline"]["realised"])
