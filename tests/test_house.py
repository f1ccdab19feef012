"""The house keeps its own rules: imports run downwards, money is never a binary fraction, the clock stays at the door."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from savings import models

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for folder in ("savings", "valby", "bench", "tools") for path in (ROOT / folder).rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MIGRATIONS = ROOT / "savings" / "migrations"
#: Migrations are in the style of Django, which wrote them.
WRITTEN = [p for p in SOURCES if MIGRATIONS not in p.parents]
#: Lines of a file and of a function.
LONGEST_FILE, LONGEST_FUNCTION = 300, 40

#: What each part of the house may import of the others; the drawing in docs/decisions.md.
GROUND = {"vocabulary", "money", "prices", "danish", "chain", "roles", "plain", "manuscript", "passwords"}
MAY_IMPORT = {
    **dict.fromkeys(GROUND, GROUND),
    "models": GROUND,
    "projections": GROUND,
    "recording": GROUND | {"models"},
    "reporting": GROUND | {"models", "projections", "rules"},
    "auditing": GROUND | {"models", "projections", "reporting"},
    "backups": GROUND | {"models", "rules"},
    "publishing": GROUND | {"models", "projections", "recording", "reporting", "elements", "composing", "presentation"},
    "elements": GROUND | {"projections"},
    "composing": GROUND | {"projections", "elements"},
    "presentation": GROUND | {"projections", "elements", "composing"},
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


SAVINGS = [path for path in SOURCES if path.is_relative_to(ROOT / "savings")]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_there_is_a_house_to_look_at() -> None:
    assert len(SOURCES) > 50
    assert {room_of(path) for path in (ROOT / "savings").glob("*/")} >= {"models", "recording", "reporting", "projections"}


def test_imports_run_downwards() -> None:
    upwards = {}
    for path in SAVINGS:
        room = room_of(path)
        if room not in TOPS | {"__init__"}:
            upwards[name_of(path)] = set(imported_rooms(path)) - MAY_IMPORT[room] - {room}
    assert {name: above for name, above in upwards.items() if above} == {}


def test_the_product_knows_neither_its_benchmark_nor_the_tools() -> None:
    product = [path for path in SOURCES if path.relative_to(ROOT).parts[0] in ("savings", "valby")]
    assert found(r"^\s*(from|import) (bench|tools)\b", product) == []


def test_screen_paper_and_sheets_do_not_know_each_other() -> None:
    faces = {"screen", "paper", "sheets"}
    crossings = {}
    for path in (ROOT / "savings" / "presentation").rglob("*.py"):
        own = path.relative_to(ROOT / "savings" / "presentation").parts[0]
        imported = set(re.findall(r"savings\.presentation\.(\w+)", text_of(path)))
        if own in faces and imported - {own}:
            crossings[name_of(path)] = imported - {own}
    assert crossings == {}


def test_nothing_imports_the_views_but_the_addresses() -> None:
    views = ROOT / "savings" / "web" / "views"
    others = [path for path in SOURCES if path.name != "urls.py" and views not in path.parents]
    assert found(r"^\s*(from|import) savings\.web\.views", others) == []


def test_each_module_opens_with_one_sentence() -> None:
    docs = {name_of(path): ast.get_docstring(ast.parse(text_of(path))) or "" for path in WRITTEN}
    assert {name: doc for name, doc in docs.items() if not doc.split("\n\n")[0].rstrip().endswith((".", "?"))} == {}


def test_no_module_grows_too_long() -> None:
    lengths = {name_of(path): len(text_of(path).splitlines()) for path in WRITTEN}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def definitions(sort: tuple[type[ast.AST], ...]) -> Iterator[tuple[Path, Any]]:
    """The functions or classes of our own code, methods and inner ones too."""
    for path in WRITTEN:
        yield from ((path, node) for node in ast.walk(ast.parse(text_of(path))) if isinstance(node, sort))


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_no_function_grows_too_long() -> None:
    lengths = {f"{name_of(path)}:{node.name}": node.end_lineno - node.lineno + 1 for path, node in definitions(FUNCTIONS)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_fewer_than_ten_functions_take_more_than_six_values() -> None:
    counts = {f"{name_of(path)}:{node.name}": len(parameters(node.args)) for path, node in definitions(FUNCTIONS)}
    assert len({name for name, count in counts.items() if count > 6}) < 10


def parameters(args: ast.arguments) -> list[str]:
    names = [each.arg for each in (*args.posonlyargs, *args.args, *args.kwonlyargs)]
    return [name for name in names if name not in ("self", "cls")]


#: Names that Django asks for.
DJANGOS = {"Command", "Migration", "Meta"}


def test_a_class_name_means_one_thing() -> None:
    places: dict[str, list[str]] = {}
    for path, node in definitions((ast.ClassDef,)):
        places.setdefault(node.name, []).append(name_of(path))
    assert {name: paths for name, paths in places.items() if len(paths) > 1 and name not in DJANGOS} == {}


#: Participles that do not end in -ed, and words that do and are none.
PARTICIPLES = frozenset({
    "asked", "begun", "bound", "broken", "brought", "built", "caught", "chosen", "cut", "done", "drawn", "fallen",
    "felt", "found", "given", "gone", "grown", "heard", "held", "hidden", "hung", "kept", "known", "laid", "led",
    "left", "lent", "lost", "made", "meant", "met", "paid", "said", "seen", "sent", "shown", "sold", "spent", "spoken",
    "stood", "struck", "taken", "taught", "thought", "thrown", "told", "torn", "understood", "undone", "withdrawn",
    "woken", "won", "written",
})  # fmt: skip
NO_PARTICIPLES = frozenset({"embed", "exceed", "feed", "need", "proceed", "seed", "speed", "succeed"})


def begins_with_participle(name: str) -> bool:
    first = name.strip("_").split("_")[0]
    return first in PARTICIPLES or (first.endswith("ed") and len(first) > 3 and first not in NO_PARTICIPLES)


def test_a_function_is_named_by_a_verb() -> None:
    """`read_status`, not `shown`: QuerySet filters such as `approved()` and properties are exempt."""
    named = []
    for path in WRITTEN:
        for owner in ast.walk(ast.parse(text_of(path))):
            for node in getattr(owner, "body", []) if isinstance(owner, ast.ClassDef | ast.Module | ast.FunctionDef) else []:
                if isinstance(node, FUNCTIONS) and begins_with_participle(node.name) and not is_exempt(owner, node):
                    named.append(f"{name_of(path)}:{node.lineno} {node.name}")
    assert named == []


#: Methods that a library calls by these names.
OF_LIBRARIES = {"received"}


def is_exempt(owner: ast.AST, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    is_property = any(ast.unparse(each).endswith(("property", "overload")) for each in node.decorator_list)
    of_queryset = isinstance(owner, ast.ClassDef) and any("QuerySet" in ast.unparse(base) for base in owner.bases)
    return is_property or of_queryset or node.name in OF_LIBRARIES


def test_the_house_notices_a_participle() -> None:
    assert [name for name in ("shown", "_named", "kept_until", "is_shown", "read_status", "embed", "set_levels")
            if begins_with_participle(name)] == ["shown", "_named", "kept_until"]  # fmt: skip


def test_money_is_never_a_binary_fraction() -> None:
    assert found(r"\bfloat\(", SAVINGS) == []


CLOCKS = r"\b(timezone\.now|timezone\.localdate|timezone\.localtime|datetime\.now|datetime\.utcnow|date\.today|time\.time)\("


def test_the_clock_is_read_only_at_the_door() -> None:
    assert found(CLOCKS, [path for path in SAVINGS if room_of(path) not in TOPS]) == []


def test_templates_hold_no_script_no_style_and_trust_no_text() -> None:
    assert found(r"\|safe|<script(?![^>]*\bsrc=)|\s(style|on\w+)=|<style", TEMPLATES) == []


def test_models_are_written_only_by_recording() -> None:
    """No `save`, `create`, `update` or `delete` on a model outside `recording/`, but for the demo's accounts."""
    writing = r"\.(bulk_create|get_or_create|update_or_create|objects\.create)\(|\.objects\.[^\n]*\.(update|delete)\("
    assert found(writing, [path for path in SAVINGS if room_of(path) != "recording"]) == []


def found(pattern: str, paths: Sequence[Path]) -> list[str]:
    """Where the pattern stands, as `file:line`; one test looks through them all, for a test a file takes longer to begin."""
    texts = ((path, text_of(path)) for path in paths)
    return [
        f"{name_of(path)}:{text.count(chr(10), 0, match.start()) + 1}"
        for path, text in texts
        for match in re.finditer(pattern, text, re.MULTILINE)
    ]


def test_no_sentence_hides_in_an_f_string() -> None:
    """What is marked for translation inside an f-string is found by no extractor, and stays English in silence."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                called = {c.func.id for c in ast.walk(node) if isinstance(c, ast.Call) and isinstance(c.func, ast.Name)}
                assert not called & {"_", "_g", "gettext", "ngettext", "pgettext"}, f"{name_of(path)}:{node.lineno}"


#: What only managers and querysets have.
OF_QUERYSETS = {
    "objects", "select_related", "prefetch_related", "values_list", "in_bulk", "aggregate", "annotate", "order_by", "exclude",
    "get_object_or_404", "get_list_or_404", *(f"{name.lower()}_set" for name in models.__all__),
}  # fmt: skip


def test_pages_ask_the_database_nothing_themselves() -> None:
    """They ask `reporting/`. A model is named in their types alone, but for the user, whom the log-in puts in the request."""
    asking = []
    for path in [path for path in SAVINGS if room_of(path) == "web"]:
        tree = ast.parse(text_of(path))
        for node in [it for it in ast.walk(tree) if isinstance(it, ast.If) and ast.unparse(it.test) == "TYPE_CHECKING"]:
            node.body = [ast.Pass()]
        asking += [f"{name_of(path)}:{node.lineno}" for node in ast.walk(tree) if asks_the_database(node)]
    assert asking == []


def asks_the_database(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name in OF_QUERYSETS
        case ast.Import(names=names):
            return any(alias.name.startswith(("django.db.models", "savings.models")) for alias in names)
        case ast.ImportFrom(module="savings.models", names=names):
            return {alias.name for alias in names} != {"User"}
        case ast.ImportFrom(module=str(module)):
            return module.startswith(("django.db.models", "savings.models"))
    return False
