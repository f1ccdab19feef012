"""A text takes no more time to read and check than it is long, and what takes too long is told of."""

from __future__ import annotations

from time import thread_time

import pytest

from savings.composing.checks import Weight, every
from savings.composing.checks.every import run_checks
from tests.composing.reports import KNOWN, document, found, manuscript, text

SHORT, LONG = 4000, 16000
#: Four times as long a text takes four times as long, and with its square sixteen; below so many seconds neither is felt.
FOUR_TIMES, FELT = 9, 0.25


def work(typed: str) -> float:
    begun = thread_time()
    run_checks(document(manuscript(text(typed))), KNOWN)
    return thread_time() - begun


@pytest.mark.parametrize(
    "piece",
    [
        " ", "\u00a0", "1.", "1,4 mio. kr. ", "+ 1 ", "(1 + ", "{{", "{{krav}} ", "1-", "den 1/1 ", "maj 2009 blev ", "tabel 1 og ", "1 234 ",
        "afsnit 1.", "en million ", "kr. 1 ", "i alt 1 kr., ", "krav: 1 kr. ", "[^1]", "17. oktober ", "# ", "[a](", "[", "*a", "**", "`",
        "> ", "- a\n", "a\n\n", "Kravet er 3,3 mio. kr. den 17. oktober 2008. ", "bilag", "bilag 1 ", "1 = 1 ",
    ],
)  # fmt: skip
def test_a_text_takes_no_longer_than_its_length(piece: str) -> None:
    """Also where a line, a sentence or a reference is begun again and again, and never ends."""
    long = work(piece * (LONG // len(piece)))
    assert long < FELT or any(
        work(piece * (LONG // len(piece))) < FOUR_TIMES * work(piece * (SHORT // len(piece))) for _attempt in range(3)
    )


def test_eight_thousand_spaces_hold_nobody_up() -> None:
    """They did for half a minute."""
    assert work(f"Kravet er 3,3{' ' * 8000}mio. kr.") < 1


def test_what_takes_too_long_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(every, "SECONDS", 0)
    (finding,) = found(manuscript(text("Kravet er {{krav}}.")))
    assert (finding.code, finding.weight) == ("too_long", Weight.BLOCKING)
