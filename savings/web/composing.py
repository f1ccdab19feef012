"""The composer's form: a report's head, and its parts, kept as they are typed and read as a manuscript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from savings.faces.paper.glyphs import shows
from savings.manuscript import CHARTS, TABLES, Block, Manuscript, Part
from savings.models import Programme, Unit
from savings.web.forms import fields

Typed = dict[str, Any]
#: A report has at most so many parts, and a text so many characters: what is longer is kept, but makes no paper.
MOST_PARTS, LONGEST = 200, 400_000
EMPTY_PART = {"kind": "text", "name": "", "programme": "", "text": ""}


class HeadForm(fields.Form):
    """What stands above a report's text, and what its figures are of."""

    def __init__(self, programme: Programme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add = self.fields
        add["title"] = fields.text(_("Title"), wanted=_("Write what the report is called."), most=200)
        add["number"] = fields.text(_("Number in the packet"), most=60, help_text=_("Such as Bilag 4."))
        add["to"] = fields.text(_("To"), most=200, help_text=_("The committee it is for."))
        add["dated"] = fields.day(_("The report's date"), wanted=_("Write the date the report bears."))
        add["as_of"] = fields.day(_("Figures as of"), wanted=_("Write the date the figures are as of."))
        add["year"] = fields.year(_("Year"), help_text=_("Empty: the year the programme is measured in."))
        add["price_level"] = fields.year(_("Price level"), help_text=_("Empty: as stated."))
        add["unit"] = fields.choice(_("Unit"), [("", _("the whole programme")), *_units(programme)], radio=False)
        add["case_number"] = fields.text(_("Case no."), most=60)
        add["document_number"] = fields.text(_("Document no."), most=60)
        add["case_officer"] = fields.text(_("Case officer"), most=200)
        add["sender"] = fields.text(_("Sender"), most=1000, lines=3, help_text=_("Office, address and e-mail, a line each."))
        others = Programme.objects.exclude(pk=programme.pk).order_by("name").values_list("slug", "name")
        if others:
            add["beside"] = fields.several(_("Tells of these programmes, too"), fields.named(others))
        languages = [("da", _("Danish")), ("en", _("English"))]
        add["language"] = fields.choice(_("The report's language"), languages, wanted=_("Choose a language."))
        readers = [("closed", _("Closed item: those with an account")), ("open", _("Open item: anybody with the address"))]
        add["readers"] = fields.choice(_("Who may read it when it is published"), readers, wanted=_("Choose who may read it."))

    def clean_title(self) -> str:
        """A title of joiners and direction marks alone would be an empty heading on paper."""
        title: str = self.cleaned_data["title"]
        if not shows(title):
            raise ValidationError(self.fields["title"].error_messages["required"])
        return title

    def manuscript(self, programme: Programme, parts: Sequence[Mapping[str, str]]) -> Manuscript:
        """The report as it is written; the form must be valid."""
        said = self.cleaned_data
        programmes = (programme.slug, *said.get("beside", ()))
        own = {name: said[name] for name in HEAD if name in said}
        blocks = tuple(_block(part, programmes) for part in parts)
        return Manuscript(**own, closed=said["readers"] == "closed", programmes=programmes, blocks=blocks)


def _units(programme: Programme) -> list[tuple[str, str]]:
    """The units that take part and those above them, by code."""
    found: dict[str, str] = {}
    for unit in programme.units.select_related("parent__parent__parent"):
        above: Unit | None = unit
        while above is not None:
            found[above.code] = f"{above.code}, {above.name}"
            above = above.parent
    return sorted(found.items())


#: The fields of the head that are the manuscript's own.
HEAD = (
    "title", "number", "to", "dated", "as_of", "year", "price_level", "unit", "case_number", "document_number", "case_officer",
    "sender", "language",
)  # fmt: skip


def _block(part: Mapping[str, str], programmes: Sequence[str]) -> Block:
    programme = part["programme"] if part["programme"] in programmes[1:] else ""
    # A browser ends lines as letters of old did; a paper's text does not depend on who typed it.
    text = part["text"].replace("\r\n", "\n")
    return Block(Part(part["kind"]), part["name"], programme, text)


def typed_of(manuscript: Manuscript) -> Typed:
    """A manuscript as the composer's fields have it."""
    head: Typed = {}
    for name in HEAD:
        value = getattr(manuscript, name)
        head[name] = "" if value is None else str(value)
    head["beside"] = list(manuscript.programmes[1:])
    head["readers"] = "closed" if manuscript.closed else "open"
    parts = [
        {"kind": block.kind.value, "name": block.name, "programme": block.programme, "text": block.text}
        for block in manuscript.blocks
    ]
    return {"head": head, "parts": parts}


def typed_in(post: QueryDict) -> Typed:
    """What was typed, field by field; a part of no known sort is a text, so that nothing of it is lost."""
    single = {name: _said(post, name) for name in (*HEAD, "readers")}
    head: Typed = {**single, "beside": [_storable(slug) for slug in post.getlist("beside")]}
    parts = [_part(post, f"part-{place}") for place in range(_count(post))]
    typed: Typed = {"head": head, "parts": parts}
    if post.get("removed-kind"):
        place = min(_number(post.get("removed-place", "")), len(parts))
        typed["removed"] = {"place": place, "part": _part(post, "removed")}
    return typed


def _part(post: QueryDict, where: str) -> Typed:
    part = {name: _said(post, f"{where}-{name}") for name in EMPTY_PART}
    known = {"table": TABLES, "chart": CHARTS}.get(part["kind"], ())
    return part if part["name"] in known else part | {"kind": "text", "name": ""}


def _said(post: QueryDict, name: str) -> str:
    return _storable(post.get(name, ""))


def _storable(text: str) -> str:
    """A text without the one character that PostgreSQL keeps in no text."""
    return text.replace("\x00", "")


def _count(post: QueryDict) -> int:
    return min(_number(post.get("parts", "")), MOST_PARTS)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def changed(typed: Typed, do: str, post: QueryDict) -> tuple[Typed, int | None]:
    """What was typed after a press on one of the parts' buttons, and the part to go to.

    Args:
        do: `up:3`, `down:3`, `remove:3`, `add:3` (after the third) or `put-back`; anything else changes nothing.
    """
    act, _colon, said = do.partition(":")
    parts, place = list(typed["parts"]), _number(said)
    if act == "put-back" and "removed" in typed:
        removed = typed["removed"]
        parts.insert(removed["place"], removed["part"])
        return {"head": typed["head"], "parts": parts}, removed["place"]
    if act == "add" and place <= len(parts) < MOST_PARTS:
        parts.insert(place, _added(post.get(f"add-{place}", "")))
        return {**typed, "parts": parts}, place
    if act not in ("up", "down", "remove") or place >= len(parts):
        return typed, None
    if act == "remove":
        return {
            "head": typed["head"],
            "parts": parts[:place] + parts[place + 1 :],
            "removed": {"place": place, "part": parts[place]},
        }, None
    other = place - 1 if act == "up" else place + 1
    if 0 <= other < len(parts):
        parts[place], parts[other] = parts[other], parts[place]
        return {**typed, "parts": parts}, other
    return typed, place


def _added(choice: str) -> Typed:
    """A new part: `text`, or what to show and of which programme, such as `table:units:slug`."""
    kind, _colon, rest = choice.partition(":")
    name, _colon, programme = rest.partition(":")
    if name in {"table": TABLES, "chart": CHARTS}.get(kind, ()):
        return {"kind": kind, "name": name, "programme": _storable(programme), "text": ""}
    return dict(EMPTY_PART)
