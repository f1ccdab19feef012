"""Texts on drawings: wrapped and shortened to their room, and set only where nothing stands already."""

from __future__ import annotations

from decimal import Decimal

import pytest

from savings.elements.charts.lettering import Box, Lettering, box_of, fit_lines, shorten, wrap_lines
from savings.elements.charts.svg import WHITE, text_width

WORDS = "Sundheds- og Omsorgsforvaltningen i København"


def width(words: str, *, bold: bool = False) -> Decimal:
    return Decimal(text_width(words, bold=bold))


@pytest.mark.parametrize("bold", [False, True])
def test_words_that_fit_stay_as_they_are_and_others_end_in_an_ellipsis_within_their_room(bold: bool) -> None:
    whole = width(WORDS, bold=bold)
    assert shorten(WORDS, whole, bold=bold) == WORDS
    cut = shorten(WORDS, whole - 1, bold=bold)
    assert cut.endswith("…")
    assert WORDS.startswith(cut.removesuffix("…"))
    assert width(cut, bold=bold) <= whole - 1
    longer = WORDS[: len(cut)].rstrip() + "…"
    assert width(longer, bold=bold) > whole - 1, "no more of it would have fitted"


def test_no_space_is_left_before_an_ellipsis_and_where_not_even_a_letter_fits_there_is_nothing() -> None:
    assert shorten("a bcdef", width("a b…")) == "a b…"
    assert shorten("ab cdefgh", width("ab …")) == "ab…"
    assert shorten("abc", width("a…") - 1) == ""


def test_words_are_wrapped_whole_or_not_at_all() -> None:
    room = width("Omsorgsforvaltningen i")
    assert wrap_lines(WORDS, room, most=3) == ["Sundheds- og", "Omsorgsforvaltningen i", "København"]
    assert wrap_lines(WORDS, room, most=2) is None
    assert wrap_lines(WORDS, width("Omsorgsforvaltningen") - 1, most=9) is None, "no word is cut"
    assert wrap_lines("", room, most=1) == []


def test_of_lines_that_do_not_all_fit_the_last_is_shortened() -> None:
    room = width("Omsorgsforvaltningen i")
    assert fit_lines(WORDS, room, most=3) == wrap_lines(WORDS, room, most=3)
    first, last = fit_lines(WORDS, room, most=2)
    assert first == "Sundheds- og"
    assert last == shorten("Omsorgsforvaltningen i København", room)
    assert fit_lines(WORDS, room, most=1) == [shorten(WORDS, room)]


def test_a_word_that_is_wider_than_the_room_is_shortened_on_its_line_and_ends_the_text() -> None:
    room = width("Omsorgsforv")
    assert fit_lines("Omsorgsforvaltningen i København", room, most=3) == [shorten("Omsorgsforvaltningen i København", room)]


SHEET = Box(Decimal(0), Decimal(0), Decimal(200), Decimal(100))


def test_a_text_stands_in_the_first_place_that_is_free_and_nowhere_where_none_is() -> None:
    lettering = Lettering(SHEET, taken=[box_of("krav", 50, 40, anchor="middle")])
    [drawn] = lettering.place("krav", [(50, 40), (50, 48), (50, 80)])
    assert 'x="50"' in drawn
    assert 'y="80"' in drawn
    assert lettering.taken[-1] == box_of("krav", 50, 80, anchor="middle")
    assert list(lettering.place("krav", [(50, 40), (50, 80), (1, 20), (199, 20)])) == [], "taken, or beyond the sheet"


def test_a_text_on_ink_has_a_plate_within_the_sheet_unless_it_stands_on_a_flat_colour() -> None:
    ink = Box(Decimal(0), Decimal(30), Decimal(200), Decimal(60))
    lettering = Lettering(SHEET, inked=[ink])
    box = box_of("krav", 1, 50)
    plate, words = lettering.place("krav", [(1, 50)], anchor="start", fill=WHITE)
    assert plate.startswith("<rect")
    assert 'x="0"' in plate, "two pixels more on each side, but none beyond the sheet"
    assert f'width="{box.right + 2:f}"' in plate
    assert WHITE not in words, "white letters would be lost on it"
    [alone] = lettering.place("krav", [(100, 50)], fill=WHITE, on=ink)
    assert WHITE in alone
