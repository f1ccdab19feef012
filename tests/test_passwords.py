"""Which passwords are refused and why: short, repeated, guessed first; and which are taken."""

from __future__ import annotations

import random
import string

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from savings.models import User
from savings.passwords import GUESSED, REPEATS, TOO_LONG, TOO_SHORT, find_weakness
from savings.recording.register import register_unit
from tests.ledger_rooms import AT, Room

OWN = ("finans-suf", "Fie", "Rosenlund", "Sundheds- og Omsorgsforvaltningen", "valby.nykommune.dk")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Sommer2026", TOO_SHORT), ("gevinst1", TOO_SHORT), ("kort", TOO_SHORT), ("x" * 300, TOO_LONG),
        ("medlemmedlem", REPEATS), ("Sommer2026Sommer2026", REPEATS), ("aaaaaaaaaaaa", REPEATS), ("abababababab1", REPEATS),
        ("Sommer2026!!", GUESSED), ("S0mmer-2026-!", GUESSED), ("gevinst1gevinst2", GUESSED), ("medlem-medlem-1", GUESSED),
        ("Velkommen2026!", GUESSED), ("Adg@ngskode123", GUESSED), ("Password123456", GUESSED), ("KøbenhavnKommune1", GUESSED),
        ("Vinter!Forår!2025", GUESSED), ("controller-revisor", GUESSED), ("qwertyuiop12", GUESSED), ("abcdefghijkl", GUESSED),
        ("123456789012", GUESSED), ("12-34-56-78-90", GUESSED), ("Mette1985Jensen", GUESSED), ("december2025december", GUESSED),
        # The person's own name, unit and office.
        ("finans-suf-2026", GUESSED), ("FieRosenlund1", GUESSED), ("omsorgsforvaltningen1", GUESSED), ("nykommune.dk!1", GUESSED),
    ],
)  # fmt: skip
def test_what_is_tried_first_is_refused(password: str, why: object) -> None:
    assert find_weakness(password, OWN) == why


@pytest.mark.parametrize(
    "password",
    [
        "hest batteri klamme", "en-helt-ny-lang-en", "min hund hedder Vaks 7", "jegkanlidegrønkål", "xK9$pQ2!vLm4",
        "fjorten gule paraplyer i regn", "ærtesuppe på onsdage!", "7 blå elefanter danser",
        "ж" * 3 + "дорога длинная", "p" + "q7z " * 40,
    ],
)  # fmt: skip
def test_long_ones_of_unrelated_words_and_random_ones_are_taken(password: str) -> None:
    assert find_weakness(password, OWN) is None


def test_what_is_drawn_by_lot_is_taken() -> None:
    signs, lot = string.ascii_letters + string.digits + "-_", random.Random(2026)
    drawn = ["".join(lot.choices(signs, k=16)) for _each in range(2000)]
    assert [password for password in drawn if find_weakness(password, OWN)] == []


def test_sixty_four_characters_and_more_are_taken_whole() -> None:
    long = " ".join(["paraplyer", "elefanter", "klammer", "jordbær", "violiner", "skovsø", "lygter", "gummistøvler", "kastanjer"])
    assert 64 < len(long) < 200
    assert find_weakness(long) is None


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_person_and_the_units_are_asked_for_and_common_ones_of_the_world_refused(room: Room) -> None:
    register_unit(by=room.finance, at=AT, code="BK", name="Brombærkontoret")
    for password in ("brombærkontoret1", "Gertrud-Glad-12", "1q2w3e4r5t6y"):
        with pytest.raises(ValidationError, match="let at gætte"):
            validate_password(password, User(username="gertrud", first_name="Gertrud", last_name="Glad"))
    validate_password("hest batteri klamme", User(username="gertrud"))
