"""Files as offices have them: what was once taken wrongly, or refused without saying why, and what is right."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation
from openpyxl import Workbook

from savings.models import Entry, Initiative, Posting, TrailItem, Unit
from savings.recording.people import Account, register_user
from savings.roles import Role

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

Import = Callable[..., str]
HEAD = "enhed;indsats;art;år;beløb;beløbsenhed"


@pytest.fixture
def imported(tmp_path: Path) -> Import:
    """Imports a text or a workbook with --create and approval, and returns what the command says, faults included."""
    register_user(Account(roles=[Role.FINANCE], every_unit=True), username="finans", password=None)
    register_user(Account(roles=[Role.CONTROLLER]), username="controller", password=None)

    def run(content: str | Workbook, *options: str, booked_on: str = "2024-01-01") -> str:
        path = tmp_path / ("fil.csv" if isinstance(content, str) else "fil.xlsx")
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            content.save(path)
        out = StringIO()
        people = ("--programme", "p", "--by", "finans", "--approve-by", "controller", "--booked-on", booked_on)
        with translation.override("en"):
            try:
                call_command("import_entries", path, *people, "--create", *options, stdout=out)
            except CommandError as error:
                out.write(f"{error}\n")
        return out.getvalue()

    return run


def posted() -> dict[str, Decimal]:
    """What the ledger holds, by unit and initiative."""
    sums: dict[str, Decimal] = {}
    for posting in Posting.objects.select_related("unit", "initiative").order_by("pk"):
        words = [thing for thing in (posting.unit and posting.unit.code, posting.initiative and posting.initiative.name) if thing]
        sums[" ".join(words)] = sums.get(" ".join(words), Decimal(0)) + posting.amount
    return sums


ENGLISH = 'unit,kind,year,amount,amount_unit\nFCL,target,2022,"2,674",1.000 kr\nHASC,target,2022,495,1.000 kr\n'


def test_english_thousands_are_asked_about_and_never_taken_for_decimals(imported: Import) -> None:
    said = imported(ENGLISH)
    assert "Line 2, column amount: “2,674” can mean two numbers." in said
    assert "--numbers danish: DKK\u00a0497,674.00" in said
    assert "--numbers english: DKK\u00a03,169,000.00" in said
    assert posted() == {}
    imported(ENGLISH, "--numbers", "english")
    assert posted() == {"FCL": 2_674_000, "HASC": 495_000}


def test_a_column_that_proves_to_be_english_needs_no_answer(imported: Import) -> None:
    imported(ENGLISH + 'GPR,target,2022,"1,003.5",1.000 kr\n')
    assert posted() == {"FCL": 2_674_000, "HASC": 495_000, "GPR": 1_003_500}


def test_a_level_stated_twice_is_refused_with_both_lines(imported: Import) -> None:
    said = imported(f"{HEAD}\nA;x;krav;2024;100;\nA;X;krav;2024;100;\na;x;krav;2024;300;\n")
    assert "Line 3, column beløb: Line 2 already gives an amount" in said
    assert "Line 4, column beløb: Line 2" in said
    assert posted() == {}


SHEET = f"{HEAD}\nHighways;;krav;2022;400;1.000 kr\nLibraries;;krav;2022;150;1.000 kr\nCare;;krav;2022;1250;1.000 kr\n"


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Total Directorate Savings", SHEET),
        ("I alt", SHEET),
        ("Sub-total", SHEET),
        ("Driftsudgifter i alt:", SHEET),
        ("Samlet", SHEET),
    ],
)
def test_a_total_that_is_the_sum_above_is_held_against_it_and_told(imported: Import, name: str, rows: str) -> None:
    said = imported(f"{rows}{name};;krav;2022;1800;1.000 kr\n")
    assert "is the sum of lines 2–4. It was held against them, and is not counted." in said
    assert "Target 2022: DKK\u00a01,800,000.00 = 1,800 DKK thousand" in said
    assert sum(posted().values()) == 1_800_000
    assert Unit.objects.count() == 3


def test_a_total_that_is_not_the_sum_is_asked_about_with_the_difference(imported: Import) -> None:
    file = f"{SHEET}I alt;;krav;2022;1900;1.000 kr\n"
    said = imported(file)
    assert "Line 5, column beløb: “I alt” says that it is a total" in said
    assert "1900000 ≠ 1800000" in said
    assert "--totals 5" in said
    assert "--not-totals 5" in said
    assert posted() == {}
    assert "It differs from the rows above by 100000." in imported(file, "--totals", "5")
    assert sum(posted().values()) == 1_800_000


def test_a_row_that_only_sounds_like_a_total_is_an_amount_once_that_is_said(imported: Import) -> None:
    file = f"{HEAD}\nA;Samlet indkøb;krav;2024;7;\nA;Porto;krav;2024;3;\n"
    assert "--not-totals 2" in imported(file)
    imported(file, "--not-totals", "2")
    assert posted() == {"A Samlet indkøb": 7, "A Porto": 3}
    # What the ledger says already is not asked about again.
    assert "The ledger says the same already" in imported(file)


def test_a_sum_that_says_nothing_of_it_is_asked_about(imported: Import) -> None:
    file = f"{SHEET}Place;;krav;2022;1800;1.000 kr\n"
    said = imported(file)
    assert "Line 5, column beløb: “Place” is the sum of other rows (2–4), and would count twice." in said
    assert posted() == {}
    imported(file, "--not-totals", "all")
    assert posted()["Place"] == 1_800_000


def test_a_row_is_no_sum_by_chance_where_its_other_years_are_none(imported: Import) -> None:
    imported("enhed;art;2023;2024\nA;krav;1;2\nB;krav;2;3\nC;krav;3;7\n")
    assert posted() == {"A": 3, "B": 5, "C": 10}


def test_a_units_row_that_is_the_sum_of_those_under_it_is_asked_about_wherever_it_stands(imported: Import) -> None:
    rows = ["X;;krav;2024;9", "Forv;;krav;2024;30", "A;Forv;krav;2024;10", "Y;;krav;2024;9", "B;Forv;krav;2024;20"]
    file = "\n".join(["enhed;overenhed;art;år;beløb", *rows])
    assert "Line 3, column beløb: “Forv” is the sum of other rows (4, 6)" in imported(file)
    assert posted() == {}


def test_subtotals_and_the_total_of_all_are_told_from_the_amounts(imported: Import) -> None:
    rows = ["A;krav;2024;1", "B;krav;2024;2", "Subtotal;krav;2024;3", "C;krav;2024;5", "D;krav;2024;6", "Subtotal;krav;2024;11"]
    said = imported("\n".join(["enhed;art;år;beløb", *rows, "I alt;krav;2024;14"]))
    assert posted() == {"A": 1, "B": 2, "C": 5, "D": 6}
    assert [line.split(" is the sum of ")[1][:9] for line in said.splitlines() if "is the sum" in line] == [
        "lines 2–3", "lines 5–6", "lines 2, "
    ]  # fmt: skip


def sheet(*rows: list[object], formats: dict[str, str] | None = None, merged: str = "") -> Workbook:
    book = Workbook()
    book.active.title = "Data"
    for row in rows:
        book.active.append(row)
    for place, code in (formats or {}).items():
        book.active[place].number_format = code
    if merged:
        book.active.merge_cells(merged)
    return book


HEADINGS: list[object] = ["enhed", "indsats", "art", "år", "beløb", "beløbsenhed"]


def test_a_text_merged_over_rows_is_taken_for_each_and_told(imported: Import) -> None:
    rows: list[list[object]] = [
        ["A", "Leje", "krav", 2024, 1, "kr"],
        [None, "Porto", "krav", 2024, 2, "kr"],
        ["B", "El", "krav", 2024, 4, "kr"],
    ]
    said = imported(sheet(HEADINGS, *rows, merged="A2:A3"))
    assert posted() == {"A Leje": 1, "A Porto": 2, "B El": 4}
    assert "Line 2: The cells A2:A3 are merged: “A” is taken for each of their rows." in said


@pytest.mark.parametrize("merged", ["E2:E3", "A2:B2"])
def test_merged_amounts_and_columns_are_refused_with_the_cells(imported: Import, merged: str) -> None:
    rows: list[list[object]] = [["A", None, "krav", 2024, 1, "kr"], ["B", None, "krav", 2024, 2, "kr"]]
    said = imported(sheet(HEADINGS, *rows, merged=merged))
    assert f"The cells {merged} are merged. Split them" in said
    assert posted() == {}


@pytest.mark.parametrize(
    ("value", "code", "unit", "amount"),
    [
        (1234567, "#,##0,", "1.000 kr", "1234567"),
        (1200000, "0.0,,", "mio. kr", "1200000"),
        (1.2, '0.0 "mio. kr."', None, "1200000"),
        (1200000, '0.0,, "mio. kr."', None, "1200000"),
        (1.2, '0.0 "mio. kr."', "mio. kr", "1200000"),
        (1234.5, '#,##0.00 "kr."', None, "1234.5"),
        (1234.5, "_-* #,##0.00\\ [$kr.-406]_-;-* #,##0.00", "kr", "1234.5"),
        (7, "0.00", "1.000 kr", "7000"),
    ],
)
def test_what_a_number_format_shows_is_honoured(
    imported: Import, value: object, code: str, unit: str | None, amount: str
) -> None:
    imported(sheet(HEADINGS, ["A", None, "krav", 2024, value, unit], formats={"E2": code}))
    assert posted() == {"A": Decimal(amount)}


@pytest.mark.parametrize(
    ("code", "unit", "message"),
    [
        ("#,##0,", None, "The cell holds 1234567 and its format shows 1234.567."),
        ('0.0 "årsværk"', None, "The cell's format shows “årsværk” behind the number"),
        ('0.0 "mio. kr."', "1.000 kr", "“1234567 mio. kr.” says kroner, but the amount unit says something else."),
        ('0" %"', None, "The cell's format shows “%” behind the number"),
    ],
)
def test_a_number_format_that_does_not_say_what_is_meant_is_refused(
    imported: Import, code: str, unit: str | None, message: str
) -> None:
    said = imported(sheet(HEADINGS, ["A", None, "krav", 2024, 1234567, unit], formats={"E2": code}))
    assert message in said
    assert posted() == {}


def test_hidden_rows_columns_and_further_sheets_are_told(imported: Import) -> None:
    book = sheet(HEADINGS, ["A", None, "krav", 2024, 1, "kr"], ["B", None, "krav", 2024, 7, "kr"])
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["F"].hidden = True
    book.create_sheet("SUF").append(["mere"])
    book.create_sheet("Tom")
    secret = book.create_sheet("Gemt")
    secret.append([1])
    secret.sheet_state = "hidden"
    said = imported(book)
    assert posted() == {"A": 1, "B": 7}
    assert "Hidden rows are read as well: 3." in said
    assert "Hidden columns are read as well: F." in said
    assert "Only the sheet “Data” was read. Other sheets hold something, too: SUF." in said
    assert "Only the sheet “Data” was read. Hidden sheets hold something, too: Gemt." in said


def test_an_approved_plan_is_changed_by_a_decision_and_the_lines_without_one_are_named(imported: Import) -> None:
    file = f"{HEAD}\n;Leje;plan;2024;{{}};\n;Porto;plan;2024;5;\n"
    imported(file.format(256))
    said = imported(file.format(300))
    assert said.startswith("Line 2, column beløb: The plan is approved already and changes only by a decision.")
    assert "--decision REFERENCE" in said
    assert "Line 3" not in said
    assert posted()["Leje"] == 256
    imported(file.format(300), "--decision", "BR 9/24")
    assert posted()["Leje"] == 300
    assert Entry.objects.latest("pk").decision.reference == "BR 9/24"  # type: ignore[union-attr]


def test_a_text_that_is_too_long_is_named_with_line_column_and_limit(imported: Import) -> None:
    said = imported(f"enhed;art;år;beløb;reference;tekst;indsats\nA;krav;2024;5;{'r' * 300};{'t' * 20_000};{'i' * 301}\n")
    assert "Line 2, column reference" in said
    assert "too long. Write at most 120 letters." in said
    assert "Line 2, column tekst" in said
    assert "too long. Write at most 4000 letters." in said
    assert "too long. Write at most 300 letters." in said


LONG_NAME = "Kultur-, Fritids- og Landdistriktsudvalget"


def test_a_unit_with_a_long_name_is_taken_by_its_name_and_gets_a_code(imported: Import) -> None:
    file = f"enhed;art;år;beløb\n{LONG_NAME};krav;2024;5\n{LONG_NAME} og Turisme;krav;2024;6\n"
    imported(file)
    assert sorted(Unit.objects.values_list("code", "name")) == [
        ("Kultur-Fritids-og", LONG_NAME), ("Kultur-Fritids-og-2", f"{LONG_NAME} og Turisme"),
    ]  # fmt: skip
    assert "The ledger says the same already" in imported(file)
    imported(f"enhed;art;år;beløb\n{LONG_NAME.upper()};krav;2024;7\n")
    assert Unit.objects.count() == 2
    assert posted()["Kultur-Fritids-og"] == 7


def test_equal_names_are_told_apart_by_what_stands_above_them(imported: Import) -> None:
    file = "enhed;overenhed;art;år;beløb\nRessourcecenter;ØKF;krav;2024;5\nRessourcecenter;SUF;krav;2024;6\n"
    imported(file)
    assert posted() == {"SUF-Ressourcecenter": 6, "ØKF-Ressourcecenter": 5}
    assert set(Unit.objects.values_list("code", "parent__code")) == {
        ("SUF", None), ("ØKF", None), ("SUF-Ressourcecenter", "SUF"), ("ØKF-Ressourcecenter", "ØKF"),
    }  # fmt: skip
    assert "The ledger says the same already" in imported(file)
    said = imported("enhed;art;år;beløb\nRessourcecenter;krav;2024;5\n")
    assert "Several units are called “Ressourcecenter”. Write the code of the one you mean (SUF-Ressourcecenter, ØKF-" in said


def test_codes_names_parents_and_owners_come_in(imported: Import) -> None:
    imported(
        "enhed;enhedsnavn;overenhed;indsats;ansvarlig;varighed;art;år;beløb\n"
        "SUF;Sundhed;Rådhuset;Leje;Ida;varig;sikret;2024;5\nBH;Børnehuset;SUF;Leje;;;sikret;2024;6\nSUF;;;Porto;;;sikret;2024;7\n"
    )
    assert set(Unit.objects.values_list("code", "name", "parent__code")) == {
        ("Rådhuset", "Rådhuset", None), ("SUF", "Sundhed", "Rådhuset"), ("BH", "Børnehuset", "SUF"),
    }  # fmt: skip
    assert set(Initiative.objects.values_list("name", "responsible", "duration")) == {
        ("Leje", "Ida", "permanent"),
        ("Porto", "", ""),
    }
    said = imported("enhed;enhedsnavn;overenhed;art;år;beløb\nBH;Ungehuset;;sikret;2024;6\nX;;X;sikret;2024;1\n")
    assert "The unit is called “Børnehuset”, and the file says “Ungehuset”." in said
    assert "“X” would stand above itself." in said


def test_a_unit_is_not_moved_by_an_import(imported: Import) -> None:
    imported("enhed;overenhed;art;år;beløb\nBH;SUF;krav;2024;5\n")
    said = imported("enhed;overenhed;art;år;beløb\nBH;ØKF;krav;2024;6\n")
    assert "Line 2, column unit: “BH” stands under SUF in Valby." in said
    assert posted() == {"BH": 5}


def test_what_contradicts_itself_or_the_ledger_is_told(imported: Import) -> None:
    file = "enhed;indsats;art;år;beløb;varighed\nA;a;krav;2024;5;Varig\nA;a;krav;2025;5;{}\n"
    assert "Line 3: “one_off” contradicts what the file says of the same initiative before: permanent (2)." in imported(
        file.format("engangs")
    )
    assert posted() == {}
    imported(file.format(""))
    said = imported("enhed;indsats;art;år;beløb;varighed\nA;a;krav;2024;6;engangs\n")
    assert "Line 2: The file says “one_off” of the initiative, and Valby “permanent”, which stays as it is." in said


def test_a_reference_is_no_evidence_and_evidence_is_no_decision(imported: Import) -> None:
    imported(
        "enhed;art;år;beløb;reference;dokumentation\nA;opnået;2024;8;BR 1/24;\nB;opnået;2024;4;;Kontrakt\n"
        "C;modgående udgift;2024;-4;;\n"
    )
    found = Posting.objects.values_list(
        "unit__code", "entry__decision__reference", "entry__evidence__document__reference", "evidenced"
    )
    assert set(found) == {("A", "BR 1/24", None, False), ("B", None, "Kontrakt", True), ("C", None, None, False)}


@pytest.mark.parametrize(("kind", "flag"), [("krav", ""), ("plan", ""), ("sikret", ""), ("opnået", "--negative-realised")])
def test_a_level_below_zero_is_refused_with_its_line(imported: Import, kind: str, flag: str) -> None:
    file = f"enhed;art;år;beløb\nA;{kind};2024;5\nB;{kind};2024;-5\n"
    said = imported(file)
    assert "Line 3, column beløb: “-5” is " in said
    assert posted() == {}
    if flag:
        assert flag in said
        imported(file, flag)
        assert posted()["B"] == -5


def test_what_the_ledger_refuses_is_named_with_its_lines(imported: Import) -> None:
    imported(f"{HEAD}\nA;x;sikret;2024;5;\n")
    said = imported(f"{HEAD}\nA;x;krav;2024;5;\nA;x;sikret;2024;-7;\n", "--mode", "add")
    assert said.splitlines()[0].startswith("Line 3, column beløb: More would be taken than is there")
    assert posted() == {"A x": 5}


def test_closed_books_name_the_flag(imported: Import) -> None:
    from datetime import date

    from django.utils import timezone

    from savings.models import User
    from savings.recording.record import close_books

    imported(f"{HEAD}\nA;x;krav;2024;5;\n")
    close_books(through=date(2024, 6, 30), by=User.objects.get(username="controller"), at=timezone.now(), reason="Regnskab")
    said = imported(f"{HEAD}\nA;x;krav;2024;6;\n", booked_on="2024-06-30")
    assert "The books are closed on 2024-06-30. Choose a day after the closing with --booked-on." in said


def test_many_faults_are_counted(imported: Import) -> None:
    said = imported("art;år;beløb\n" + "krav;2024;x\n" * 4_040)
    assert len(said.splitlines()) == 42
    assert "… and 4,000 more." in said
    assert "Nothing was written: 4040 faults." in said


def test_a_dry_run_prints_the_sums_by_kind_and_year(imported: Import) -> None:
    said = imported(
        "enhed;art;beløbsenhed;2023;2024\nA;krav;mio. kr;1,5;2\nB;krav;mio. kr;1;\nA;opnået;mio. kr;;0,5\n", "--dry-run"
    )
    assert said.splitlines()[:3] == [
        "Target 2023: DKK\u00a02,500,000.00 = 2.5 DKK million",
        "Target 2024: DKK\u00a02,000,000.00 = 2 DKK million",
        "Realised 2024: DKK\u00a0500,000.00 = 0.5 DKK million",
    ]
    assert posted() == {}


def test_a_thousand_rows_with_a_text_each_are_one_entry(imported: Import) -> None:
    rows = [f"E{n % 40};Indsats {n};krav;2024;{n},5;kr;Forklaring {n}" for n in range(1000)]
    said = imported("\n".join([f"{HEAD};tekst", *rows]))
    assert "1000 lines in 1 entries recorded" in said
    assert Posting.objects.get(initiative__name="Indsats 7").text == "Forklaring 7"


def test_everything_that_an_import_makes_is_signed_by_who_imported_it(imported: Import) -> None:
    imported("enhed;overenhed;indsats;art;år;beløb;reference\nBH;SUF;Leje;krav;2024;5;BR 1/24\n")
    made = TrailItem.objects.filter(subject__in=("unit", "initiative", "document", "programme"), act="created")
    assert set(made.values_list("subject", "by__username", "actor")) == {
        (subject, "finans", "") for subject in ("unit", "initiative", "document", "programme")
    }  # fmt: skip


DIVIDED = "enhed;overenhed;art;år;beløb;reference\n;;krav;2024;10;\nForv;;krav;2024;{};BR 2/24\nBH;Forv;krav;2024;{};BR 2/24\n"


def test_targets_that_meet_others_are_asked_about_and_added_or_divided(imported: Import) -> None:
    said = imported(DIVIDED.format("6", "2"))
    assert "Line 3, column beløb: The target of “Forv” meets others above or under it" in said
    assert "--targets oveni" in said
    assert posted() == {}
    imported(DIVIDED.format("6", "2"), "--targets", "heraf")
    assert posted() == {"": 4, "Forv": 4, "BH": 2}
    assert sum(posted().values()) == 10
    assert Entry.objects.filter(act="divide").get().decision.reference == "BR 2/24"  # type: ignore[union-attr]


def test_targets_on_top_of_others_add(imported: Import) -> None:
    imported(DIVIDED.format("6", "2"), "--targets", "oveni")
    assert posted() == {"": 10, "Forv": 6, "BH": 2}
    # Once said, the same file asks nothing more.
    assert "The ledger says the same already" in imported(DIVIDED.format("6", "2"))


def test_a_target_is_taken_out_of_another_by_a_decision_and_never_more_than_is_there(imported: Import) -> None:
    without = DIVIDED.format("6", "2").replace("BR 2/24", "")
    assert "is taken out of another by a decision" in imported(without, "--targets", "heraf")
    said = imported(DIVIDED.format("16", "2"), "--targets", "heraf")
    assert "Line 3, column beløb: The target cannot be out of those above and under it" in said
    assert posted() == {}


def test_what_is_exported_comes_back_in_unchanged(imported: Import, tmp_path: Path) -> None:
    imported(
        "enhed;enhedsnavn;overenhed;indsats;ansvarlig;varighed;art;år;beløb;prisniveau\n"
        "F;Forvaltning;;=Leje;Ida;varig;opnået;2024;1234,5;2023\nBH;Børnehuset;F;=Leje;;;opnået;2024;0;\n"
        "X;;;;;;sikret;2025;1000;\nY;;;;;;sikret;2025;234;\n",
    )
    imported("enhed;art;år;beløb\nZ;sikret;2025;1234\n", "--not-totals", "all")
    # A part in another price level is added, so that the cell has two.
    imported("enhed;art;år;beløb;prisniveau\nX;sikret;2025;7;2020\n", "--mode", "add")
    for language, count in (("da", 6), ("en", 6)):
        path = tmp_path / f"ud-{language}.csv"
        with translation.override(language):
            call_command("export_entries", path, programme="p", as_of=None, stdout=StringIO())
        text = path.read_bytes().decode("utf-8-sig")
        assert len(text.splitlines()) == count + 1
        assert "'=Leje" in text
        said = imported(text)
        assert "The ledger says the same already; nothing was written." in said, said
    assert set(Initiative.objects.values_list("name", "responsible")) == {("=Leje", "Ida")}
