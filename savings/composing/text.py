"""Markdown as pieces of a document: headings, paragraphs, lists, typed tables, emphasis, links, footnotes and references.

What a writer types is never markup for anything but this: HTML is text, and pictures are links. White space is folded here,
as a page and a paper show it, so that nothing that reads a document meets thousands of spaces in a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from savings.composing.document import Bound, Heading, Items, Line, Paragraph, Piece, Run, TypedTable

#: So many lists and quotations in each other are read, a list counting twice; what stands deeper is printed as it was typed.
MOST_NESTED = 20
#: No reference is longer than this, so that one that is begun and not ended is not looked for to the end of the text.
LONGEST_REFERENCE = 300
CODE = ("fence", "code_block")
#: More than one space of any kind, or one that is no plain or hard space.
_SPACES = re.compile(r"\s{2,}|[\t-\r]")
_HARD = re.compile(r"[\u00a0\u202f\u2009\u2007]+")
Bind = Callable[[str], tuple[str, Bound]]
#: A cell that holds a number, a share or an amount with its unit.
NUMERIC = re.compile(
    r"\(?(?:kr\.?|DKK)?\s?[+\-−–]?\s?\d[\d., \u00a0\u202f\u2009]*\s?"
    r"(?:%|mio\.?|mill\.?|mia\.?|t\.?\s?kr\.?|kr\.?|million|1\.000|DKK)*\s?(?:kr\.?)?\.?\)?",
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
    reader = _Reader(bind, markdown)
    pieces = tuple(reader.pieces(tokens))
    return Text(pieces, tuple(reader.footnotes))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = (
        MarkdownIt("commonmark", {"html": False, "maxNesting": MOST_NESTED})
        .enable("table")
        .disable(["image", "html_block", "html_inline", "reference"])
    )
    parser.use(footnote_plugin, inline=False)
    parser.inline.ruler.before("escape", "bound", _reference)
    return parser


def _reference(state: StateInline, silent: bool) -> bool:
    """The rule that finds `{{…}}`."""
    if not state.src.startswith("{{", state.pos):
        return False
    end = state.src.find("}}", state.pos + 2, state.pos + LONGEST_REFERENCE)
    if end < 0 or "\n" in state.src[state.pos : end]:
        return False
    if not silent:
        token = state.push("bound", "", 0)
        token.content = state.src[state.pos + 2 : end]
    state.pos = end + 2
    return True


class _Reader:
    """Walks the tokens of one text."""

    def __init__(self, bind: Bind, markdown: str) -> None:
        self.bind = bind
        self.typed = markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n")
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
            elif token.type in CODE:
                yield Paragraph(_read_code(token))
            elif token.type == "footnote_block_open":
                self.footnotes = [self.note(inner) for inner in _notes(tokens[place + 1 : end])]
            elif token.type == "blockquote_open" and self.is_too_deep(token, end - place):
                yield Paragraph(self.as_typed(token))
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
            elif token.type in CODE:
                yield depth, _read_code(token)
            end = _end_of(tokens, place)
            if token.type == "list_item_open" and self.is_too_deep(token, end - place):
                yield depth, self.as_typed(token)
            if token.type in ("bullet_list_open", "ordered_list_open"):
                yield from self.items(tokens[place + 1 : end], depth + 1)
                place = end
            place += 1

    @staticmethod
    def is_too_deep(token: Token, length: int) -> bool:
        """Whether the reader of Markdown has left out what stands in a list or a quotation, since so many are around it."""
        return length == 1 and token.level >= MOST_NESTED - 2

    def as_typed(self, token: Token) -> Line:
        """What was typed there, so that nothing of it is lost."""
        begin, end = token.map or (0, 0)
        return (Run(fold_space(" ".join(self.typed[begin:end])).strip()),)

    def table(self, tokens: Sequence[Token]) -> TypedTable:
        """A typed table; a column is numeric where its cells, heads apart, are numbers or empty."""
        rows: list[list[Line]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
                typed = self.as_typed(token)
            elif token.type == "inline":
                rows[-1].append(self.line(token))
            elif token.type == "tr_close" and len(rows) > 1:
                rows[-1][-1] += _read_further_cells(typed, len(rows[0]))
        heads, *body = rows
        columns = range(len(heads))
        numeric = tuple(bool(body) and all(_is_number(row[column]) for row in body) for column in columns)
        return TypedTable(tuple(heads), tuple(tuple(row) for row in body), numeric)

    def note(self, tokens: Sequence[Token]) -> Line:
        read = {"inline": self.line} | dict.fromkeys(CODE, _read_code)
        lines = [read[token.type](token) for token in tokens if token.type in read]
        return tuple(chain.from_iterable((*([Run(" ")] if place else []), *line) for place, line in enumerate(lines)))

    def line(self, token: Token) -> Line:
        runs = _join(self.runs(token.children or []))
        return _with_one_full_stop(list(_fold_runs(runs)))

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


def _read_code(token: Token) -> Line:
    """A piece of code with the words on the line that opens it, as text."""
    return (Run(fold_space(f"{token.info} {token.content}").strip()),)


def _read_further_cells(typed: Line, count: int) -> Line:
    """What stands in a row of a table after as many cells as it has heads: it belongs to the last of them, strokes and all."""
    cells = escapedSplit("".join(run.text for run in typed))
    cells = cells[1:] if cells and not cells[0].strip() else cells
    cells = cells[:-1] if cells and not cells[-1].strip() else cells
    further = " | ".join(cell.strip() for cell in cells[count:])
    return (Run(f" | {further}"),) if further else ()


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


def _with_one_full_stop(runs: list[Run]) -> Line:
    """The line with one full stop where its writer put one after a figure that ends in an abbreviation: 3,3 mio. kr."""
    printed = [place for place, run in enumerate(runs) if not run.note]
    for place, following in pairwise(printed):
        run = runs[place]
        if run.bound and run.text.endswith(".") and runs[following].text.startswith((".", "…")):
            runs[place] = replace(run, text=run.text[:-1])
    return tuple(runs)


def _fold_runs(runs: Iterator[Run]) -> Iterator[Run]:
    """The runs with their white space folded, also where one style ends with a space and the next begins with one."""
    ends = False
    for run in runs:
        text = fold_space(run.text)
        yield replace(run, text=text.lstrip() if ends else text)
        ends = text[-1:].isspace() if text else ends


def fold_space(text: str) -> str:
    """The text with one space where there are several; a hard one where all of them are hard."""
    return _SPACES.sub(lambda match: match[0][0] if _HARD.fullmatch(match[0]) else " ", text)


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
