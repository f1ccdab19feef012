"""import_entries: files into the ledger, all or nothing."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from savings.models import Entry, Initiative, Posting, Programme, Unit, User
from savings.projections.status import Status
from savings.recording.people import Account, register_user
from savings.reporting import StatusQuestion, read_status
from savings.roles import Role
from savings.vocabulary import Kind
from tests.ledger_rooms import Room
from tests.ledgers import mio

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def people() -> tuple[User, User]:
    """Who records and who vouches."""
    return (
        register_user(Account(roles=[Role.FINANCE], every_unit=True), username="finans", password=None),
        register_user(Account(roles=[Role.CONTROLLER]), username="controller", password=None),
    )


def run(path: Path, *options: str, programme: str = "proeve") -> str:
    """What the command says."""
    out = StringIO()
    call_command("import_entries", path, "--programme", programme, "--by", "finans", *options, stdout=out)
    return out.getvalue()


def write(path: Path, text: str, name: str = "fil.csv") -> Path:
    """A file with these lines."""
    (path / name).write_text(text, encoding="utf-8")
    return path / name


VOUCHED = ("--approve-by", "controller", "--booked-on", "2024-01-01")
LONG = """enhed;indsats;art;år;beløb;beløbsenhed;prisniveau;varighed;reference;tekst;dokumentation
SUF;Leje;krav;2024;2,5;mio. kr;2024;varig;BR 1/24;Krav;
SUF;Leje;opnået;2024;1.250,5;1.000 kr;2024;varig;;Leje;Kontrakt
;Leje;modgående udgift;2024;-250.000;kr;2024;;;Flytning;
SUF;Leje;modgående udgift;2024;-0,5;kr;2024;;;Øre;
"""


def shown(programme: str = "proeve", year: int = 2024) -> Status:
    return read_status(programme, StatusQuestion(as_of=date(2024, 12, 31), year=year))


def test_a_long_file_comes_in_with_its_units_initiatives_and_documents(people: object, tmp_path: Path) -> None:
    said = run(write(tmp_path, LONG), *VOUCHED, "--create")
    figures = shown().headline
    assert figures.target == 2_500_000
    assert figures.realised == Decimal("1250500")
    assert figures.offset == Decimal("-250000.50")
    assert figures.evidence_coverage == 1
    assert Initiative.objects.get().duration == "permanent"
    assert "4" in said


def test_each_amount_stands_where_its_row_says_and_on_the_paper_it_names(people: object, tmp_path: Path) -> None:
    """An entry for each decision and evidence, and a line with its text for each unit, initiative, kind and year."""
    said = run(write(tmp_path, LONG), *VOUCHED, "--create")
    columns = ("entry__decision__reference", "entry__evidence__document__reference", "unit__code", "kind", "amount", "text")
    assert sorted(Posting.objects.values_list(*columns), key=str) == [
        ("BR 1/24", None, "SUF", "target", Decimal("2500000.00"), ""),
        (None, "Kontrakt", "SUF", "realised", Decimal("1250500.00"), ""),
        (None, None, "SUF", "offset", Decimal("-0.50"), "Øre"),
        (None, None, None, "offset", Decimal("-250000.00"), "Flytning"),
    ]
    assert list(Entry.objects.order_by("pk").values_list("text", flat=True)) == ["Krav", "Leje", "fil.csv"]
    assert "4 rækker læst. 4 posteringer i 3 bilag" in said


def test_the_same_file_twice_changes_nothing_the_second_time(people: object, tmp_path: Path) -> None:
    path = write(tmp_path, LONG)
    run(path, *VOUCHED, "--create")
    before = shown()
    run(path, *VOUCHED)
    assert shown() == before


def test_the_same_file_twice_while_the_first_still_waits_changes_nothing_either(people: object, tmp_path: Path) -> None:
    path = write(tmp_path, LONG)
    run(path, "--create")
    entries = Entry.objects.count()
    run(path)
    assert Entry.objects.count() == entries


def test_set_posts_the_difference_and_add_posts_on_top(people: object, tmp_path: Path) -> None:
    wide = "art;beløbsenhed;2023;2024\nkrav;mio. kr;{};{}\n"
    run(write(tmp_path, wide.format("7", "14")), *VOUCHED, "--create")
    run(write(tmp_path, wide.format("7", "10")), *VOUCHED)
    assert [mio(shown(year=year).headline.target) for year in (2023, 2024)] == ["7", "10"]
    run(write(tmp_path, wide.format("1", "")), *VOUCHED, "--mode", "add")
    assert [mio(shown(year=year).headline.target) for year in (2023, 2024)] == ["8", "10"]


def test_a_level_of_zero_takes_what_was_there_away(people: object, tmp_path: Path) -> None:
    rows = "art;år;beløb\nopnået;2024;{}\n"
    run(write(tmp_path, rows.format("100")), *VOUCHED, "--create")
    run(write(tmp_path, rows.format("0")), *VOUCHED)
    assert shown().headline.realised == 0


def test_one_bad_row_writes_nothing_and_is_named_by_its_line(people: object, tmp_path: Path) -> None:
    path = write(tmp_path, LONG + "SUF;Leje;sparet;2024;1;kr;;;;;\n")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_entries", path, programme="proeve", by="finans", create=True, stdout=out)
    assert "6" in out.getvalue()
    assert "sparet" in out.getvalue()
    assert not Entry.objects.exists()
    assert not Programme.objects.exists()


def test_without_create_each_unknown_name_is_a_bad_row(room: Room, tmp_path: Path) -> None:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_entries", write(tmp_path, LONG), programme="proeve", by="finans", stdout=out)
    assert len(out.getvalue().splitlines()) == 4
    assert not Posting.objects.exists()
    assert Unit.objects.count() == 1


def test_an_unknown_programme_or_person_is_told(people: object, tmp_path: Path) -> None:
    path = write(tmp_path, LONG)
    with pytest.raises(CommandError):
        run(path)
    with pytest.raises(CommandError, match="ukendt"):
        call_command("import_entries", path, programme="proeve", by="ukendt")


def test_a_dry_run_writes_nothing(people: object, tmp_path: Path) -> None:
    said = run(write(tmp_path, LONG), *VOUCHED, "--create", "--dry-run")
    assert "4" in said
    assert not Entry.objects.exists()
    assert not Unit.objects.exists()


def test_nobody_vouches_for_their_own_import(people: object, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        run(write(tmp_path, LONG), "--create", "--approve-by", "finans")
    assert not Entry.objects.exists()


def test_several_hundred_rows_come_out_with_the_totals_they_went_in_with(people: object, tmp_path: Path) -> None:
    kinds = [Kind.TARGET, Kind.REALISED, Kind.OFFSET, Kind.SECURED, Kind.ELSEWHERE]
    totals: dict[tuple[Kind, str, int], Decimal] = defaultdict(Decimal)
    lines = ["unit;initiative;kind;year;amount;amount_unit;price_level"]
    for number in range(600):
        kind, unit, year = kinds[number % 5], f"E{number % 7}", 2020 + number % 6
        amount = Decimal(number * 37 + 1).scaleb(-2) * (-1 if kind is Kind.OFFSET else 1)
        totals[kind, unit, year] += amount * 1000
        lines.append(f"{unit};Indsats {number % 11};{kind};{year};{str(amount).replace('.', ',')};1.000 kr;2024")
    run(write(tmp_path, "\n".join(lines)), *VOUCHED, "--create")
    report = shown()
    counted: dict[tuple[Kind, str, int], Decimal] = defaultdict(Decimal)
    for cell in report.cells:
        assert cell.unit is not None
        counted[cell.kind, cell.unit, cell.year] += cell.amount
    assert counted == totals
    run(tmp_path / "fil.csv", *VOUCHED)
    assert shown() == report
