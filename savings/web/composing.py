"""A report as the composer's fields have it: its head and its parts, kept as they are typed."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from savings.manuscript import CHARTS, TABLES, Manuscript
from savings.web.forms.fields import AS_STATED
from savings.web.forms.reports import HEAD
from savings.web.posted import parse_number, remove_nul

ReportFields = dict[str, Any]
#: A report has at most so many parts, and its texts so many characters: what is longer is kept, but makes no paper.
MOST_PARTS, LONGEST = 200, 400_000
NAMES = {"table": TABLES, "chart": CHARTS}
EMPTY_PART = {"kind": "text", "name": "", "programme": "", "text": ""}


def build_typed(manuscript: Manuscript) -> ReportFields:
    """A manuscript as the composer's fields have it."""
    head: ReportFields = {}
    for name in HEAD:
        value = getattr(manuscript, name)
        head[name] = "" if value is None else str(value)
    if manuscript.as_stated:
        head["price_level"] = AS_STATED
    head["beside"] = list(manuscript.programmes[1:])
    head["readers"] = "closed" if manuscript.closed else "open"
    parts = [
        {"kind": block.kind.value, "name": block.name, "programme": block.programme, "text": block.text}
        for block in manuscript.blocks
    ]
    return {"head": head, "parts": parts}


def read_typed(post: QueryDict) -> ReportFields:
    """What was typed, field by field; a part of no known sort is a text, so that nothing of it is lost."""
    head: ReportFields = {name: _text(post, name) for name in (*HEAD, "readers")}
    head["beside"] = [remove_nul(slug) for slug in post.getlist("beside")]
    count = min(_number(post.get("parts", "")), MOST_PARTS)
    parts = [_part(post, f"part-{place}") for place in range(count)]
    typed: ReportFields = {"head": head, "parts": parts}
    if post.get("removed-kind"):
        place = min(_number(post.get("removed-place", "")), len(parts))
        typed["removed"] = {"place": place, "part": _part(post, "removed")}
    return typed


def _part(post: QueryDict, where: str) -> ReportFields:
    part = {name: _text(post, f"{where}-{name}") for name in EMPTY_PART}
    return part if part["name"] in NAMES.get(part["kind"], ()) else part | {"kind": "text", "name": ""}


def _text(post: QueryDict, name: str) -> str:
    return remove_nul(post.get(name, ""))


def _number(text: str) -> int:
    return parse_number(text, digits=5) or 0


def press_button(typed: ReportFields, do: str, post: QueryDict) -> tuple[ReportFields, int | None]:
    """What was typed after a press on one of the parts' buttons, and the part to go to.

    Args:
        do: `up:3`, `down:3`, `remove:3`, `add:3` (after the third) or `put-back`; anything else changes nothing.
    """
    act, _colon, number = do.partition(":")
    parts, place = list(typed["parts"]), _number(number)
    if act == "put-back" and "removed" in typed:
        removed = typed["removed"]
        parts.insert(removed["place"], removed["part"])
        return {"head": typed["head"], "parts": parts}, removed["place"]
    if act == "add" and place <= len(parts) < MOST_PARTS:
        parts.insert(place, _new_part(post.get(f"add-{place}", "")))
        return {**typed, "parts": parts}, place
    if act not in ("up", "down", "remove") or place >= len(parts):
        return typed, None
    if act == "remove":
        removed = {"place": place, "part": parts.pop(place)}
        return {"head": typed["head"], "parts": parts, "removed": removed}, None
    other = place - 1 if act == "up" else place + 1
    if 0 <= other < len(parts):
        parts[place], parts[other] = parts[other], parts[place]
        return {**typed, "parts": parts}, other
    return typed, place


def _new_part(choice: str) -> ReportFields:
    """A new part: `text`, or what to show and of which programme, such as `table:units:slug`."""
    kind, _colon, rest = choice.partition(":")
    name, _colon, programme = rest.partition(":")
    if name in NAMES.get(kind, ()):
        return {"kind": kind, "name": name, "programme": remove_nul(programme), "text": ""}
    return dict(EMPTY_PART)
