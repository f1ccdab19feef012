"""Markdown as pieces of a document: headings, paragraphs, lists, typed tables, emphasis, links, footnotes and references.

What a writer types is never markup for anything but this: HTML is text, and pictures are links.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from savings.composing.document import Bound, Heading, Items, Line, Paragraph, Piece, Run, TypedTable

Bind = Callable[[str], tuple[str, Bound]]
#: A cell that holds a number, a share or an amount with its unit.
NUMERIC = re.compile(
    r"\(?(?:kr\.?|DKK)?\s*[+\-−–]?\s*\d[\d., \u00a0\u202f\u2009]*\s*"
    r"(?:%|mio\.?|mill\.?|mia\.?|t\.?\s?kr\.?|kr\.?|million|1\.000|DKK)*\s*(?:kr\.?)?\.?\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Text:
    """A text as pieces, and the texts of its footnotes in the order they are called."""

    pieces: tuple[Piece, ...]
    footnotes: tuple[Line, ...]


def read_text(markdown: str, bind: Bind) -> Text:
    """A text's pieces; its footnotes are numbered from 1.

    Args:
        bind: what is printed for a reference, and what it is.
    """
    tokens = _parser().parse(markdown)
    reader = _Reader(bind)
    pieces = tuple(reader.pieces(tokens))
    return Text(pieces, tuple(reader.footnotes))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])
    parser.use(footnote_plugin, inline=False)
    parser.inline.ruler.before("escape", "bound", _reference)
    return parser


def _reference(state: StateInline, silent: bool) -> bool:
    """The rule that finds `{{…}}`."""
    if not state.src.startswith("{{", state.pos):
        return False
    end = state.src.find("}}", state.pos + 2)
    if end < 0 or "\n" in state.src[state.pos : end]:
        return False
    if not silent:
        token = state.push("bound", "", 0)
        token.content = state.src[state.pos + 2 : end]
    state.pos = end + 2
    return True


class _Reader:
    """Walks the tokens of one text."""

    def __init__(self, bind: Bind) -> None:
        self.bind = bind
        self.footnotes: list[Line] = []

    def pieces(self, tokens: Sequence[Token]) -> Iterator[Piece]:
        """The pieces in their order; what stands in a quotation is a paragraph like the others."""
        place = 0
        while place < len(tokens):
            token = tokens[place]
            end = _end_of(tokens, place)
            if token.type == "heading_open":
                typed = int(token.tag[1])
                yield Heading(max(2, min(typed, 4)), self.line(tokens[place + 1]), typed)
            elif token.type == "paragraph_open":
                yield Paragraph(self.line(tokens[place + 1]))
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                items = tuple(self.items(tokens[place + 1 : end], 0))
                yield Items(token.type == "ordered_list_open", items)
            elif token.type == "table_open":
                yield self.table(tokens[place + 1 : end])
            elif token.type in ("fence", "code_block"):
                yield Paragraph((Run(token.content.strip()),))
            elif token.type == "footnote_block_open":
                self.footnotes = [self.note(inner) for inner in _notes(tokens[place + 1 : end])]
            elif token.type == "blockquote_open":
                yield from self.pieces(tokens[place + 1 : end])
            place = end + 1

    def items(self, tokens: Sequence[Token], depth: int) -> Iterator[tuple[int, Line]]:
        """The items of a list and of those in it; a second paragraph of an item follows its first."""
        place = 0
        while place < len(tokens):
            token = tokens[place]
            if token.type == "inline":
                yield depth, self.line(token)
            end = _end_of(tokens, place)
            if token.type in ("bullet_list_open", "ordered_list_open"):
                yield from self.items(tokens[place + 1 : end], depth + 1)
                place = end
            place += 1

    def table(self, tokens: Sequence[Token]) -> TypedTable:
        """A typed table; a column is numeric where its cells, heads apart, are numbers or empty."""
        rows: list[list[Line]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(self.line(token))
        heads, *body = rows
        columns = range(len(heads))
        numeric = tuple(bool(body) and all(_is_number(row[column]) for row in body) for column in columns)
        return TypedTable(tuple(heads), tuple(tuple(row) for row in body), numeric)

    def note(self, tokens: Sequence[Token]) -> Line:
        lines = [self.line(token) for token in tokens if token.type == "inline"]
        return tuple(run for line in lines for run in line)

    def line(self, token: Token) -> Line:
        return tuple(_join(self.runs(token.children or [])))

    def runs(self, tokens: Sequence[Token]) -> Iterator[Run]:
        """The pieces of a line, each with the styles it stands in."""
        strong = emphasised = 0
        link: str | None = None
        for token in tokens:
            if token.type in ("strong_open", "strong_close"):
                strong += token.nesting
            elif token.type in ("em_open", "em_close"):
                emphasised += token.nesting
            elif token.type == "link_open":
                link = str(token.attrs.get("href", ""))
            elif token.type == "link_close":
                link = None
            elif token.type == "footnote_ref":
                yield Run("", note=int(token.meta["id"]) + 1)
            elif token.type == "bound":
                printed, facts = self.bind(token.content)
                yield Run(printed, bool(strong), bool(emphasised), link, bound=facts)
            elif token.type in ("softbreak", "hardbreak"):
                yield Run(" ", bool(strong), bool(emphasised), link)
            elif token.content:
                yield Run(token.content, bool(strong), bool(emphasised), link)


def _join(runs: Iterator[Run]) -> Iterator[Run]:
    """Neighbours in one style as one run, so that a sentence is not cut where its writer broke the line."""
    last: Run | None = None
    for run in runs:
        if last and not (last.bound or run.bound or last.note or run.note) and _style(last) == _style(run):
            last = Run(last.text + run.text, run.strong, run.emphasised, run.link)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _style(run: Run) -> tuple[bool, bool, str | None]:
    return run.strong, run.emphasised, run.link


def _is_number(line: Line) -> bool:
    words = "".join(run.text for run in line).strip()
    bound = [run.bound for run in line if run.bound]
    return (
        not words or words in ("–", "-") or bool(bound and bound[0].sort in ("amount", "ratio")) or bool(NUMERIC.fullmatch(words))
    )


def _end_of(tokens: Sequence[Token], place: int) -> int:
    """Where the token that opens at `place` closes; itself where it opens nothing."""
    if tokens[place].nesting != 1:
        return place
    depth = 0
    for end in range(place, len(tokens)):
        depth += tokens[end].nesting
        if depth == 0:
            return end
    return len(tokens) - 1


def _notes(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    place = 0
    while place < len(tokens):
        end = _end_of(tokens, place)
        if tokens[place].type == "footnote_open":
            yield tokens[place + 1 : end]
        place = end + 1
