"""A report as a page: lists within lists, emphasis, links and notes as their writer typed them, and nothing typed is markup."""

from __future__ import annotations

import re

from django.utils import translation

from savings.presentation.screen.document import document_screen
from tests.composing.reports import document, manuscript, text

TYPED = """## Tal & <b>ord</b>

Af *kravet* er **meget** opnået, se [loven](https://www.retsinformation.dk/?a=1&b=2).[^1]

- et
  - et til
  - og et
- to

1. først
2. så

> citat

| Enhed | Beløb |
|---|---:|
| SUF[^1] | 1,5 |

[^1]: Opgjort *forsigtigt*.
"""


def shown() -> list[str]:
    """The pieces of the page, each without the spaces between its tags."""
    with translation.override("da"):
        page = document_screen(document(manuscript(text(TYPED))), lambda _bound: "")
        pieces = [" ".join(str(piece.html).split()) for piece in page.pieces]
        assert [str(note) for note in page.footnotes] == ["Opgjort <em>forsigtigt</em>."]
        assert page.footnote_words == ("note 1: Opgjort forsigtigt.",)
    return pieces


def test_what_is_typed_stands_on_the_page_as_it_was_meant() -> None:
    heading, sentence, nested, ordered, *_rest = shown()
    assert heading == "<h2>Tal &amp; &lt;b&gt;ord&lt;/b&gt;</h2>"
    assert sentence.startswith("Af <em>kravet</em> er <strong>meget</strong> opnået, se ")
    assert '<a href="https://www.retsinformation.dk/?a=1&amp;b=2" rel="noopener noreferrer">loven</a>' in sentence
    assert re.search(r'<sup class="marks"><a href="#note-1" aria-label="[^"]+">1</a></sup>$', sentence)
    assert nested == "<ul><li>et<ul><li>et til</li><li>og et</li></ul></li><li>to</li></ul>"
    assert ordered == "<ol><li>først</li><li>så</li></ol>"
