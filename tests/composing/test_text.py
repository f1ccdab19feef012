"""A report's Markdown: what it is read as, and that nothing in it is markup for anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from savings.composing.document import Bound, Heading, Items, Paragraph, Piece, TypedTable, lines_of, words_of
from savings.composing.text import Text, read_text


def read(markdown: str) -> Text:
    """The text, each reference printed between angle brackets."""
    return read_text(markdown, lambda typed: (f"<{typed}>", Bound(typed, "amount")))


def only(markdown: str) -> Piece:
    (piece,) = read(markdown).pieces
    return piece


def words(piece: Piece) -> list[str]:
    return [words_of(line) for line in lines_of(piece)]


@pytest.mark.parametrize(("typed", "level"), [("# A", 2), ("## A", 2), ("### A", 3), ("#### A", 4), ("###### A", 4)])
def test_a_heading_is_under_the_title(typed: str, level: int) -> None:
    piece = only(typed)
    assert isinstance(piece, Heading)
    assert (piece.level, piece.typed, words(piece)) == (level, typed.index(" "), ["A"])


def test_a_sentence_is_not_cut_where_its_writer_broke_the_line() -> None:
    piece = only("Første linje\nanden linje")
    assert isinstance(piece, Paragraph)
    assert [run.text for run in piece.runs] == ["Første linje anden linje"]


def test_styles_and_links_are_kept_as_they_stand() -> None:
    piece = only("Det er **vigtigt**, *nok* og [her](https://www.kk.dk/a), men [tomt]() ikke.")
    assert isinstance(piece, Paragraph)
    assert [(run.text, run.strong, run.emphasised, run.link) for run in piece.runs] == [
        ("Det er ", False, False, None), ("vigtigt", True, False, None), (", ", False, False, None), ("nok", False, True, None),
        (" og ", False, False, None), ("her", False, False, "https://www.kk.dk/a"), (", men ", False, False, None),
        ("tomt", False, False, ""), (" ikke.", False, False, None),
    ]  # fmt: skip


def test_a_reference_is_a_run_of_its_own_in_the_style_around_it() -> None:
    piece = only("Kravet er **{{krav 2011}}** og {{opnået}}.")
    assert isinstance(piece, Paragraph)
    bound = [(run.text, run.strong, run.bound.typed) for run in piece.runs if run.bound]
    assert bound == [("<krav 2011>", True, "krav 2011"), ("<opnået>", False, "opnået")]


@pytest.mark.parametrize("typed", ["{{krav", "{{krav\n2011}}", "krav}}", "{ {krav}}"])
def test_braces_that_are_no_reference_are_text(typed: str) -> None:
    piece = only(f"Det er {typed} her.")
    assert not any(run.bound for line in lines_of(piece) for run in line)
    assert words(piece) == [f"Det er {typed} her.".replace("\n", " ")]


def test_a_list_has_its_depths() -> None:
    piece = only("1. et\n2. to\n   - under to\n3. tre\n")
    assert isinstance(piece, Items)
    assert piece.ordered
    assert [(depth, words_of(line)) for depth, line in piece.items] == [(0, "et"), (0, "to"), (1, "under to"), (0, "tre")]


def test_a_column_of_numbers_is_known_by_its_cells() -> None:
    piece = only("| A | B | C | D |\n|---|---|---|---|\n| x | 1,4 mio. kr. | {{krav}} | 3 |\n| y | – | 57 % | z |\n")
    assert isinstance(piece, TypedTable)
    assert piece.numeric == (False, True, True, False)
    assert [[words_of(cell) for cell in row] for row in piece.rows] == [
        ["x", "1,4 mio. kr.", "<krav>", "3"],
        ["y", "–", "57 %", "z"],
    ]


def test_a_table_without_rows_has_no_numbers() -> None:
    piece = only("| A | B |\n|---|---:|\n")
    assert isinstance(piece, TypedTable)
    assert (piece.rows, piece.numeric) == ((), (False, False))


def test_a_footnote_is_numbered_as_it_is_called() -> None:
    text = read("Først[^b], så[^a], og igen[^b].\n\n[^a]: Om a er {{krav}}.\n\n[^b]: Om b.\n")
    (piece,) = text.pieces
    assert [run.note for line in lines_of(piece) for run in line if run.note] == [1, 2, 1]
    assert [words_of(line) for line in text.footnotes] == ["Om b.", "Om a er <krav>."]


def test_html_and_pictures_are_text_and_links() -> None:
    assert words(only("<b>fed</b> & <script>x</script>")) == ["<b>fed</b> & <script>x</script>"]
    piece = only("![et billede](https://www.kk.dk/a.png)")
    assert [run.link for line in lines_of(piece) for run in line][-1] == "https://www.kk.dk/a.png"


def test_a_quotation_and_code_are_paragraphs() -> None:
    assert [type(piece) for piece in read("> citat\n\n```\nkode\n```\n").pieces] == [Paragraph, Paragraph]


@given(st.text(max_size=300))
def test_any_text_is_read_and_no_letter_of_a_plain_one_is_lost(markdown: str) -> None:
    for piece in read(markdown).pieces:
        assert isinstance(words(piece), list)
    plain = "".join(letter for letter in markdown if letter.isalnum())
    if plain:
        assert "".join(w for piece in read(f"a{plain}").pieces for w in words(piece)) == f"a{plain}"


def print_amounts(markdown: str) -> list[str]:
    """The lines of a text whose references all print an amount."""
    read = read_text(markdown, lambda typed: ("3,3 mio. kr.", Bound(typed, "amount")))
    return [words_of(line) for piece in read.pieces for line in lines_of(piece)]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Kravet er {{krav}}. Resten mangler.", "Kravet er 3,3 mio. kr. Resten mangler."),
        ("({{krav}}.)", "(3,3 mio. kr.)"),
        ("({{krav}}).", "(3,3 mio. kr.)."),
        ("{{krav}}…", "3,3 mio. kr…"),
        ("{{krav}}...", "3,3 mio. kr..."),
        ("**{{krav}}**.", "3,3 mio. kr."),
        ("[{{krav}}](https://a.dk).", "3,3 mio. kr."),
        ("{{krav}}[^1].\n\n[^1]: x\n", "3,3 mio. kr."),
        ("{{krav}}, {{krav}}; {{krav}}: {{krav}}", "3,3 mio. kr., 3,3 mio. kr.; 3,3 mio. kr.: 3,3 mio. kr."),
        ("{{krav}}\n. Og", "3,3 mio. kr. . Og"),
    ],
)
def test_one_full_stop_ends_a_sentence_and_an_abbreviation(typed: str, printed: str) -> None:
    assert print_amounts(typed) == [printed]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a" + " " * 8000 + "b", "a b"),
        ("a \t \n \u00a0 b", "a b"),
        ("1\u00a0000", "1\u00a0000"),
        ("1\u00a0\u00a0000", "1\u00a0000"),
        ("a\x0bb\x0cc", "a b c"),
        ("`a" + " " * 99 + "b`", "a b"),
    ],
)
def test_white_space_is_folded_where_a_text_becomes_a_document(typed: str, printed: str) -> None:
    assert words(only(typed)) == [printed]
