"""Every pattern of the code, and strings that would take one that reads back and forth more time than they are long."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

# The library's own reader of patterns: what a pattern repeats is known without matching it.
from re import _constants as codes  # type: ignore[attr-defined]  # isort: skip
from re import _parser as parser  # type: ignore[attr-defined]  # isort: skip

METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
PACKAGES = ("savings", "valby")
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class FoundPattern:
    """A pattern, where it was found, and the methods it is used by."""

    where: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]


def find_patterns() -> tuple[list[FoundPattern], list[str]]:
    """The patterns of the code; and the places whose pattern is only made when they run, so that nothing can be said of it."""
    found: dict[tuple[Any, int], FoundPattern] = {}
    hidden: list[str] = []
    for module in import_modules():
        for name, pattern in find_compiled(module):
            key = (pattern.pattern, pattern.flags)
            methods = read_methods(name.split(".")[0].split("[")[0], module)
            known = found.get(key)
            found[key] = FoundPattern(f"{module.__name__}.{name}", pattern, methods | (known.methods if known else frozenset()))
        for line, method, pattern in find_inline(module):
            if pattern is None:
                hidden.append(f"{module.__name__}:{line}")
            else:
                key, known = (pattern.pattern, pattern.flags), found.get((pattern.pattern, pattern.flags))
                methods = frozenset([method]) | (known.methods if known else frozenset())
                found[key] = FoundPattern(f"{module.__name__}:{line}", pattern, methods)
    return list(found.values()), hidden


def import_modules() -> Iterator[ModuleType]:
    """All modules of the product; the server's entry is left out, as it starts what it serves."""
    for package in PACKAGES:
        folder = importlib.import_module(package)
        for module in pkgutil.walk_packages(folder.__path__, f"{package}."):
            if ".migrations." not in module.name and module.name != "valby.wsgi":
                yield importlib.import_module(module.name)


def find_compiled(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns that a module holds: in its names, in what those hold, in its classes and in what its functions close over."""
    seen: set[int] = set()

    def walk(value: Any, name: str, depth: int) -> Iterator[tuple[str, re.Pattern[Any]]]:
        if isinstance(value, re.Pattern):
            yield name, value
            return
        if id(value) in seen or depth > 5:
            return
        seen.add(id(value))
        inside: Iterable[tuple[str, Any]] = ()
        if isinstance(value, Mapping):
            inside = ((f"{name}[{key!r}]", each) for key, each in value.items())
        elif isinstance(value, list | tuple | set | frozenset):
            inside = ((f"{name}[{place}]", each) for place, each in enumerate(value))
        elif getattr(value, "__module__", "") == module.__name__:
            cells = [cell.cell_contents for cell in getattr(value, "__closure__", None) or () if cell != type(cell)()]
            inside = [*((f"{name}.{key}", each) for key, each in getattr(value, "__dict__", {}).items())]
            inside += [(f"{name}.{place}", each) for place, each in enumerate(cells)]
        for within, each in inside:
            yield from walk(each, within, depth + 1)

    for name, value in vars(module).items():
        if not isinstance(value, ModuleType):
            yield from walk(value, name, 0)


def find_inline(module: ModuleType) -> Iterator[tuple[int, str, re.Pattern[Any] | None]]:
    """The patterns written where they are used: line, method and pattern, None where it is put together from what is not known.

    What is escaped stands for itself, whatever it is, and is taken as a word.
    """
    for function in ast.walk(ast.parse(read_source(module))):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and is_re(call.func.value):
                method = call.func.attr
                if method in (*METHODS, "compile"):
                    flags = next((each for each in call.args[1:] if is_flag(each)), None)
                    yield call.lineno, "search" if method == "compile" else method, evaluate(call.args[0], flags, module)


def is_re(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "re"


def is_flag(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and is_re(node.value)


class WordsForEscaped(ast.NodeTransformer):
    """Puts a word in the place of what is escaped."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        is_escape = isinstance(node.func, ast.Attribute) and is_re(node.func.value) and node.func.attr == "escape"
        return ast.copy_location(ast.Constant("ord"), node) if is_escape else self.generic_visit(node)


def evaluate(node: ast.expr, flags: ast.expr | None, module: ModuleType) -> re.Pattern[Any] | None:
    whole = ast.fix_missing_locations(ast.Expression(WordsForEscaped().visit(node)))
    names = {"re": re, **vars(module)}
    try:
        pattern = eval(compile(whole, "pattern", "eval"), names)
    except NameError:
        return None
    given = eval(compile(ast.Expression(flags), "flags", "eval"), names) if flags else 0
    return re.compile(pattern, given)


@cache
def sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))


def read_methods(name: str, module: ModuleType) -> frozenset[str]:
    """The methods that a name is used by, by itself or as what a loop of its module goes through; else what is asked most."""
    loops = re.findall(rf"\bfor ([\w, ]+) in \(?{re.escape(name)}\b", read_source(module))
    names = [each for loop in loops for each in re.findall(r"\w+", loop)]
    used = find_uses([name], sources()) | find_uses(names, read_source(module))
    return used or frozenset(["search"])


def find_uses(names: list[str], source: str) -> frozenset[str]:
    of_one = rf"\b(?:{'|'.join(map(re.escape, names))})(?:\[[^\]\n]{{1,40}}\]){{0,2}}\.({'|'.join(METHODS)})\("
    return frozenset(re.findall(of_one, source)) if names else frozenset()


def read_source(module: ModuleType) -> str:
    return Path(module.__file__ or "").read_text(encoding="utf-8")


# Strings that grow ----------------------------------------------------------------------------------------------------

GENERAL = (" ", "0", "a", "_", ".", "(", "[", "1.", "1 ", "a ", "\n", "\u00a0")
ENDS = ("\x01", "", " 0")
MOST_PUMPS = 60


def find_pumps(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """What to begin with and what to repeat: what the pattern repeats itself, its beginnings, and things in general."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    pumps = dict.fromkeys([("", piece) for piece in GENERAL])
    for before, body in find_repeats(tree, ""):
        for piece in islice(sample_all(body), 8):
            pumps.setdefault((before, piece))
            pumps.setdefault(("", before + piece))
    for count in range(1, len(tree) + 1):
        for piece in islice(sample_all(list(tree)[:count]), 8):
            pumps.setdefault(("", piece))
            pumps.setdefault(("", f"{piece} "))
    return ((before, piece) for before, piece in islice(pumps, MOST_PUMPS) if piece)


def find_repeats(tree: Iterable[Any], before: str) -> Iterator[tuple[str, list[Any]]]:
    """What stands before each thing that is repeated, and that thing."""
    for code, value in tree:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            if value[1] > 5:
                yield before, list(value[2])
            yield from find_repeats(value[2], before)
        elif code is codes.SUBPATTERN:
            yield from find_repeats(value[3], before)
        elif code is codes.ATOMIC_GROUP:
            yield from find_repeats(value, before)
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from find_repeats(branch, before)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from find_repeats(value[1], before)
        before += next(iter(sample_all([(code, value)])), "")


def sample_all(tree: Iterable[Any]) -> list[str]:
    """Some strings that match, of each branch one."""
    samples = [""]
    for code, value in tree:
        ways = list(dict.fromkeys(sample_one(code, value)))[:6] or [""]
        samples = [begun + way for begun in samples[:4] for way in ways]
    return samples


def sample_one(code: Any, value: Any) -> Iterator[str]:
    if code is codes.LITERAL:
        yield chr(value)
    elif code is codes.NOT_LITERAL:
        yield "a" if value != ord("a") else "b"
    elif code is codes.ANY:
        yield "a"
    elif code is codes.IN:
        yield from sample_set(value)
    elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        for piece in sample_all(value[2]):
            yield piece * max(1, min(value[0], 50))
    elif code is codes.SUBPATTERN:
        yield from sample_all(value[3])
    elif code is codes.ATOMIC_GROUP:
        yield from sample_all(value)
    elif code is codes.BRANCH:
        for branch in value[1]:
            yield from sample_all(branch)[:1]


def sample_set(members: Iterable[Any]) -> Iterator[str]:
    """A character of each sort in a set; of a negated one any that is not in it."""
    members = list(members)
    if members[0][0] is codes.NEGATE:
        yield from (char for char in "a 0.[" if not any(is_in(char, each) for each in members[1:]))
        return
    kinds = {codes.CATEGORY_DIGIT: "0", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a", codes.CATEGORY_NOT_DIGIT: "a",
             codes.CATEGORY_NOT_SPACE: "a", codes.CATEGORY_NOT_WORD: "."}  # fmt: skip
    for code, value in members:
        yield chr(value) if code is codes.LITERAL else chr(value[0]) if code is codes.RANGE else kinds[value]


def is_in(char: str, member: Any) -> bool:
    code, value = member
    if code is codes.LITERAL:
        return ord(char) == value
    if code is codes.RANGE:
        return value[0] <= ord(char) <= value[1]
    return {codes.CATEGORY_DIGIT: char.isdigit(), codes.CATEGORY_SPACE: char.isspace(), codes.CATEGORY_WORD: char.isalnum()}.get(
        value, False
    )
