"""What a writer types stands whole on the paper, however long it is and whatever it stands in."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from savings.elements.typesetting.glyphs import shows
from savings.presentation.paper.report import report_pdf
from tests.composing.reports import document, manuscript, table, text
from tests.presentation.test_report_paper import IMPRINT, PASSES
from tests.verapdf import validate


def words(number: int, begin: int = 0) -> str:
    """So many words, no two of them alike."""
    return " ".join(f"w{place}" for place in range(begin, begin + number))


LONG = "x" * 36
STYLES = "".join(f"**w{place}{'x' * 6}**w{place + 1000}{'x' * 6}" for place in range(300))
TALL = {
    "the last cell": f"| Emne | Tekst |\n|---|---|\n| kort | {words(2000)} |\n| w9000 | w9001 |\n",
    "the first cell": f"| Emne | Tekst |\n|---|---|\n| {words(2000)} | kort |\n| w9000 | w9001 |\n",
    "all the cells": f"| A | B | C |\n|---|---|---|\n| {words(900)} | {words(900, 1000)} | {words(900, 2000)} |\n",
    "the heads": f"| {words(1200)} | {words(1200, 2000)} |\n|---|---|\n| w9000 | w9001 |\n",
    "a cell beside a number": f"| A | Tal | B |\n|---|---:|---|\n| kort | 1,2 | {words(2000)} |\n",
    "a cell of a turned table": "|" + " A |" * 12 + "\n|" + "---|" * 12 + "\n|" + " kort |" * 11 + f" {words(1500)} |\n",
    "a cell of narrow columns": "|" + " A |" * 9 + "\n|" + "---|" * 9 + "\n|" + f" {words(60)} |" * 8 + f" {words(300, 100)} |\n",
    "long words beside each other": "|" + " A |" * 8 + "\n|" + "---|" * 8 + "\n|" + "".join(f" w{it}{LONG} |" for it in range(8)),
    "sixty columns": "|" + " A |" * 60 + "\n|" + "---|" * 60 + "\n|" + "".join(f" w{it} |" for it in range(60)) + "\n",
    "a word of many styles": STYLES,
    "a word of many styles in a cell": f"| A | B |\n|---|---|\n| kort | {STYLES} |\n",
    "more cells than heads": "| A | B |\n|---|---|\n| w1 | w2 | w3 | w4\n| w5 |\n",
    "lists in lists": "\n".join("  " * place + f"- w{place}" for place in range(40)),
    "quotations in quotations": "> " * 40 + words(50),
    "code in a list": "- w1\n\n  ```w2\n  w3\n  ```\n- w4\n",
    "words after the sign of code": "``` w1\nw2\n```\n",
    "what could be the address of a link": "[w1]: w2\n\n[w3]: https://w4.dk\n",
    "a note": f"Se[^1].\n\n[^1]: {words(2500)}\n",
    "a heading": f"## {words(1500)}\n\nOrd.\n",
}  # fmt: skip


def printed(typed: str) -> str:
    """What stands on the pages of the paper, white space, hyphens and the feet of the pages apart."""
    doc = document(manuscript(text(typed), table("headline")))
    with translation.override("da"):
        pdf = report_pdf(doc, IMPRINT)
    assert validate(pdf) == PASSES
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    bare = [re.sub(r"Side \d+ af \d+\s*$", "", page.strip()) for page in pages]
    return re.sub(r"[\s\u200b\u00ad\ufffe\x02-]+", "", "".join(bare))


@pytest.mark.parametrize("name", TALL)
def test_every_word_is_on_the_paper(name: str) -> None:
    there = printed(TALL[name])
    assert [word for word in re.findall(r"w\d+x*", TALL[name]) if word not in there] == []


@pytest.mark.parametrize("around", ["for[{}](https://a.dk)ningen er god. ", "[{}](https://a.dk)ningen ", "ud[{}](https://a.dk) "])
def test_a_link_may_end_within_a_word(around: str) -> None:
    """Wherever the line would divide it: at the link's own ends the typesetter refuses to."""
    for word in ("valt", "arbejdsmarkeds", "t", "borger"):
        typed = around.format(word) * 60
        assert printed(typed).count(re.sub(r"\[(.*)\]\(.*\)|[\s-]", r"\1", around.format(word))) >= 50


PIECES = [
    "[", "]", "(", ")", "](https://a.dk)", "[x](mailto:a@b.dk)", "for[valt](https://a.dk)ningen", "**", "*", "_", "`",
    "```\n", "{{krav}}", "{{vrøvl}}", "{{", "}}", "#", "# ", "## ", "#### ", "\n", "\n\n", "- ", "  - ", "1. ", "> ",
    "| a | b |\n|---|---|\n| 1 | 2 |\n", "|", "[^1]", "\n[^1]: note\n", "[^2]", "\n[^2]: x[^1]\n", "$", "@", "\\", "~", "<b>",
    "</b>", "&nbsp;", "&#x202e;", "\u200b", "\u200d", "\u202e", "\x07", "\x1b", "\x85", "\u2028", "\ufeff", "\U0001f600",
    "\u6f22", "\u05e9\u05dc", "\u0645\u0631", "e\u0301", "\u0301", "\u00ad", "\t", "ord", "forvaltningen", "x" * 60,
    "lang " * 30, "1,4", "mio. kr.", "…", "---\n", "===\n", "\r", "\x0b", "\uffff", "\U0010ffff", "\ue000",
    "<https://a.dk/b>", "![b](https://a.dk/p.png)", "[a][b]", "\n[b]: https://c.dk\n", " ", " ", " ",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_whatever_is_typed_is_set(typed: str) -> None:
    # The form takes no title of which nothing can be seen.
    title = typed[:100] if shows(typed[:100]) else "x"
    told = manuscript(text(typed), title=title, sender=typed[:200], to=typed[:50])
    with translation.override("da"):
        assert report_pdf(document(told), IMPRINT).startswith(b"%PDF")
