"""The house keeps its own rules: imports run downwards, money is never a binary fraction, the clock stays at the door."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for folder in ("savings", "valby", "bench") for path in (ROOT / folder).rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MIGRATIONS = ROOT / "savings" / "migrations"
#: Migrations are in the style of Django, which wrote them.
WRITTEN = [p for p in SOURCES if MIGRATIONS not in p.parents]
LONGEST = 400

#: What each part of the house may import of the others; the drawing in docs/decisions.md.
GROUND = {"kinds", "vocabulary", "money", "prices", "danish", "chain", "roles", "plain", "manuscript"}
MAY_IMPORT = {
    **dict.fromkeys(GROUND, GROUND),
    "models": GROUND,
    "projections": GROUND,
    "recording": GROUND | {"models"},
    "reporting": GROUND | {"models", "projections"},
    "auditing": GROUND | {"models", "projections", "reporting"},
    "publishing": GROUND | {"models", "projections", "recording", "reporting", "faces"},
    "faces": GROUND | {"projections"},
    "demo": GROUND | {"models", "recording", "publishing"},
    "migrations": set[str](),
    "rules": set[str](),
    "apps": set[str](),
}
#: These sit on top and may import all of it; nothing of it may import them.
TOPS = {"web", "management", "admin"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT / "savings").parts
    return parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        modules = []
        if isinstance(node, ast.ImportFrom) and node.module:
            modules = [node.module] if node.module != "savings" else [f"savings.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        for module in modules:
            if module.startswith("savings."):
                yield module.split(".")[1]


def test_there_is_a_house_to_look_at() -> None:
    assert len(SOURCES) > 50
    assert {room_of(path) for path in (ROOT / "savings").glob("*/")} >= {"models", "recording", "reporting", "projections"}


@pytest.mark.parametrize("path", [p for p in SOURCES if p.is_relative_to(ROOT / "savings")], ids=name_of)
def test_imports_run_downwards(path: Path) -> None:
    room = room_of(path)
    if room in TOPS or room == "__init__":
        return
    allowed = MAY_IMPORT[room] | {room}
    assert set(imported_rooms(path)) <= allowed


def test_the_product_does_not_know_its_benchmark() -> None:
    for path in SOURCES:
        if not path.is_relative_to(ROOT / "bench"):
            assert not re.search(r"^\s*(from|import) bench\b", path.read_text(encoding="utf-8"), re.MULTILINE), name_of(path)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_imports_the_views_but_the_addresses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    views = ROOT / "savings" / "web" / "views"
    if path.name == "urls.py" or views in path.parents:
        return
    assert not re.search(r"^\s*(from|import) savings\.web\.views", text, re.MULTILINE)


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_each_module_opens_with_one_sentence(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc, "no docstring"
    first = doc.split("\n\n")[0]
    assert first.rstrip().endswith((".", "?")), first


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_no_module_grows_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", [p for p in SOURCES if p.is_relative_to(ROOT / "savings")], ids=name_of)
def test_money_is_never_a_binary_fraction(path: Path) -> None:
    assert not re.search(r"\bfloat\(", path.read_text(encoding="utf-8"))


CLOCKS = re.compile(
    r"\b(timezone\.now|timezone\.localdate|timezone\.localtime|datetime\.now|datetime\.utcnow|date\.today|time\.time)\("
)


@pytest.mark.parametrize("path", [p for p in SOURCES if p.is_relative_to(ROOT / "savings")], ids=name_of)
def test_the_clock_is_read_only_at_the_door(path: Path) -> None:
    if room_of(path) not in TOPS:
        assert not CLOCKS.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_hold_no_script_no_style_and_trust_no_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "|safe" not in text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\s(style|on\w+)=", text)
    assert "<style" not in text


def test_models_are_written_only_by_recording() -> None:
    """No `save`, `create`, `update` or `delete` on a model outside `recording/`, but for the demo's accounts."""
    writing = re.compile(r"\.(bulk_create|get_or_create|update_or_create|objects\.create)\(|\.objects\.[^\n]*\.(update|delete)\(")
    for path in SOURCES:
        if path.is_relative_to(ROOT / "savings") and room_of(path) != "recording":
            assert not writing.search(path.read_text(encoding="utf-8")), name_of(path)


def test_no_sentence_hides_in_an_f_string() -> None:
    """What is marked for translation inside an f-string is found by no extractor, and stays English in silence."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                called = {c.func.id for c in ast.walk(node) if isinstance(c, ast.Call) and isinstance(c.func, ast.Name)}
                assert not called & {"_", "_g", "gettext", "ngettext", "pgettext"}, f"{name_of(path)}:{node.lineno}"
