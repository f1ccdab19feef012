"""The documents beside the code: publiccode.yml against its standard, the changelog's form, and links that lead somewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
PUBLIC = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
#: What publiccode.yml 0.7 demands: the path of each mandatory key, and its type.
MANDATORY: dict[str, type] = {
    "publiccodeYmlVersion": str, "name": str, "url": str, "platforms": list, "developmentStatus": str, "softwareType": str,
    "description": dict, "legal/license": str, "maintenance/type": str, "maintenance/contacts": list,
    "localisation/localisationReady": bool, "localisation/availableLanguages": list,
}  # fmt: skip
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {f"standalone/{place}" for place in ("mobile", "iot", "desktop", "web", "backend", "other")} | {"addon", "library"}
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def value_at(path: str) -> Any:
    value = PUBLIC
    for key in path.split("/"):
        value = value[key]
    return value


@pytest.mark.parametrize(("path", "kind"), MANDATORY.items())
def test_publiccode_has_each_mandatory_key(path: str, kind: type) -> None:
    value = value_at(path)
    assert isinstance(value, kind)
    assert value or kind is bool


def test_publiccode_uses_the_standards_own_words() -> None:
    assert PUBLIC["developmentStatus"] in STATUSES
    assert PUBLIC["softwareType"] in TYPES
    assert PUBLIC["maintenance"]["type"] in {"internal", "community", "contract", "none"}
    assert all(contact["name"] for contact in PUBLIC["maintenance"]["contacts"])


@pytest.mark.parametrize("language", PUBLIC["description"])
def test_publiccode_describes_within_the_standards_lengths(language: str) -> None:
    description = PUBLIC["description"][language]
    assert len(description["shortDescription"]) <= 150
    assert 150 <= len(description["longDescription"]) <= 10_000
    assert description["features"]


def test_publiccode_names_the_licence_version_and_files_that_are_here() -> None:
    assert (ROOT / "LICENSES" / f"{PUBLIC['legal']['license']}.txt").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert PUBLIC["softwareVersion"] == VERSION
    assert (ROOT / PUBLIC["logo"]).is_file()
    assert all((ROOT / picture).is_file() for picture in PUBLIC["description"]["en"]["screenshots"])


def headings(text: str) -> set[str]:
    """The anchors that a Markdown renderer gives to headings: small letters, punctuation gone, blanks as hyphens."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_link_leads_to_a_file_and_a_heading_that_are_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", link):
            name, _, anchor = link.partition("#")
            target = path.parent / name if name else path
            assert target.exists(), link
            assert not anchor or anchor in headings(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("name", ["README.md", "docs/operate.md"])
def test_each_setting_is_listed_and_none_that_is_not_there(name: str) -> None:
    pattern = r"\b(?:VALBY_[A-Z_]+|DATABASE_URL)\b"
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "valby").rglob("*.py"))
    code += "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "savings").rglob("*.py"))
    assert set(re.findall(pattern, (ROOT / name).read_text(encoding="utf-8"))) == set(re.findall(pattern, code))


def test_each_decision_has_a_number_a_date_a_status_and_a_row_in_the_index() -> None:
    text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    decisions = re.findall(r"^## (D\d+) (.+)\n\n(\d{4}-\d\d-\d\d) · (.+)$", text, re.MULTILINE)
    assert len(decisions) == text.count("\n## ")
    assert [number for number, *_rest in decisions] == [f"D{place}" for place in range(1, len(decisions) + 1)]
    assert re.findall(r"^\| \[(D\d+)\]\([^)]+\) \| (.+) \| (.+) \| (.+) \|$", text, re.MULTILINE) == decisions
