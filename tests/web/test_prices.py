"""The price series over HTTP: read by everybody, recorded by some, approved by another, and the memo's amount restated."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from savings.models import PriceRelease, PriceSeries, User
from savings.prices import PriceChange
from savings.recording import approve_release, record_release
from savings.web.forms.price_lines import read_lines
from tests.ledger_rooms import AT
from tests.web.conftest import logged_in

LIST = "/prisindeks/"
NOTE = "Økonomistyrelsen, december 2026"


@pytest.fixture
def series(demo: None) -> PriceSeries:
    """The state's index, as the demo has it: 1992 to 2025."""
    return PriceSeries.objects.get()


def page(series: PriceSeries) -> str:
    return f"{LIST}{series.pk}/"


def cells(html: str, row: str) -> list[str]:
    """The texts of the first row of a table whose name is `row`."""
    found = re.search(rf'<th scope="row">{re.escape(row)}.*?</tr>', html, re.DOTALL)
    assert found is not None, row
    return [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", found[0], re.DOTALL)]


def in_english(client: Client) -> Client:
    client.cookies["sprog"] = "en-gb"
    return client


def test_the_list_says_source_years_last_release_and_programmes(member: Client, series: PriceSeries) -> None:
    html = in_english(member).get(LIST).content.decode()
    assert f'href="{page(series)}"' in html
    assert "oes.dk" in html
    assert "1992–2025" in html
    assert "<small>controller</small>" in html
    assert cells(html, '<span lang="da"><a href')[-2:] == ["0", "3"]


def test_a_series_shows_what_counts_its_index_and_its_releases(member: Client, series: PriceSeries) -> None:
    html = in_english(member).get(page(series)).content.decode()
    release = str(PriceRelease.objects.get().pk)
    assert cells(html, "1992") == ["1992", "2.5", "100.00", release]
    assert cells(html, "1993") == ["1993", "1.8", "101.80", release]
    assert "Recorded by finans" in html
    assert "Approved by controller" in html
    assert 'href="/programmer/faelles-borgerservice-valby/"' in html


@pytest.mark.parametrize(("language", "amounts"), [("da", ("1,957", "2,026")), ("en-gb", ("1.957", "2.026"))])
def test_the_memos_amount_is_restated_through_the_page(
    member: Client, series: PriceSeries, language: str, amounts: tuple[str, str]
) -> None:
    member.cookies["sprog"] = language
    html = member.get(page(series), {"beloeb": "1,9", "fra": "2008", "til": "2011"}).content.decode()
    calculated = html[html.index('id="h-calculator"') :]
    assert cells(calculated, "2009")[-1] == amounts[0]
    assert cells(calculated, "2011")[-1] == amounts[1]
    assert 'value="1,9"' in html


def test_backwards_the_same_factor_divides_and_kroner_have_two_decimals(member: Client, series: PriceSeries) -> None:
    html = in_english(member).get(page(series), {"beloeb": "1.957.000", "fra": "2009", "til": "2008"}).content.decode()
    calculated = html[html.index('id="h-calculator"') :]
    assert cells(calculated, "2008")[-2:] == ["0.970874", "1,900,000.00"]


@pytest.mark.parametrize(
    ("asked", "fields"),
    [({"beloeb": "1,9"}, {"fra", "til"}), ({"beloeb": "1,900", "fra": "2008", "til": "2011"}, {"beloeb"}),
     ({"beloeb": "mange", "fra": "2008", "til": "2011"}, {"beloeb"}), ({"beloeb": "1", "fra": "1980", "til": "2011"}, {"til"}),
     ({"beloeb": "1", "fra": "2011", "til": "2199"}, {"til"}),
     ({"beloeb": "9" * 25, "fra": "x", "til": "\x00"}, {"beloeb", "fra", "til"})],
)  # fmt: skip
def test_what_cannot_be_calculated_is_told_at_its_field(
    member: Client, series: PriceSeries, asked: dict[str, str], fields: set[str]
) -> None:
    response = member.get(page(series), asked)
    html = response.content.decode()
    assert response.status_code == 400
    assert set(re.findall(r'<li><a href="#id_(\w+)">', html)) == fields
    assert f'value="{asked["beloeb"]}"' in html


def typed(lines: str, do: str = "send", note: str = NOTE) -> dict[str, str]:
    return {"lines": lines, "note": note, "announced_on": timezone.localdate().isoformat(), "do": do}


def test_a_release_is_checked_sent_approved_by_another_and_counts(series: PriceSeries) -> None:
    finance, controller = in_english(logged_in("finans")), in_english(logged_in("controller"))
    path = f"{page(series)}ny-udmelding/"
    check = finance.post(path, typed("2025;3,0\n2026\t3,1 %", "check")).content.decode()
    assert cells(check, "2025") == ["2025", "3.0", f"2.8 from release {PriceRelease.objects.get().pk}"]
    assert cells(check, "2026")[:2] == ["2026", "3.1"]
    assert PriceRelease.objects.count() == 1
    changed = finance.post(path, typed("2025;3,0\n2026\t3,1 %", "change")).content.decode()
    assert "2026\t3,1 %</textarea>" in changed
    assert 'class="errors"' not in changed

    assert finance.post(path, typed("2025;3,0\n2026\t3,1 %"))["Location"] == page(series)
    release = PriceRelease.objects.latest("pk")
    approving = f"{LIST}udmeldinger/{release.pk}/godkend/"
    assert approving not in finance.get(page(series)).content.decode()
    assert finance.post(approving).status_code == 403
    assert cells(controller.get(page(series)).content.decode(), "2025")[1] == "2.8"
    assert f"{page(series)}#udmelding-{release.pk}" in controller.get("/godkend/").content.decode()
    assert approving in controller.get(page(series)).content.decode()

    assert controller.post(approving)["Location"] == page(series)
    html = controller.get(page(series)).content.decode()
    assert cells(html, "2025")[1] == "3.0"
    assert cells(html, "2026")[1] == "3.1"
    assert f"replaced by 3.0 from release {release.pk}" in html
    assert f"#udmelding-{release.pk}" not in controller.get("/godkend/").content.decode()
    controller.post(approving)
    assert "already decided" in controller.get(page(series)).content.decode()


def test_a_controller_does_not_approve_the_own_release(series: PriceSeries) -> None:
    controller = in_english(logged_in("controller"))
    controller.post(f"{page(series)}ny-udmelding/", typed("2026;3,1"))
    release = PriceRelease.objects.latest("pk")
    approving = f"{LIST}udmeldinger/{release.pk}/godkend/"
    assert f'action="{approving}"' not in controller.get(page(series)).content.decode()
    controller.post(approving)
    html = controller.get(page(series)).content.decode()
    assert f"Release {release.pk} is not approved. You recorded this yourself." in html
    assert not hasattr(PriceRelease.objects.get(pk=release.pk), "approval")


def test_a_form_that_is_sent_twice_records_once(series: PriceSeries) -> None:
    finance = logged_in("finans")
    for _time in range(3):
        finance.post(f"{page(series)}ny-udmelding/", typed("2026;3,1"))
    assert PriceRelease.objects.count() == 2


def test_wrong_lines_are_named_and_what_was_typed_stays(series: PriceSeries) -> None:
    lines = "2026;3,1\n\nnæste år;2\n2026 4\n2027;-100\n2028;1,23456\n2029;"
    html = in_english(logged_in("finans")).post(f"{page(series)}ny-udmelding/", typed(lines)).content.decode()
    told = re.findall(r'<li><a href="#id_lines">Line (\d+):', html)
    assert told == ["3", "4", "5", "6", "7"]
    assert "2026 stands in line 1 already" in html
    assert "næste år;2\n2026 4" in html
    assert NOTE in html
    assert PriceRelease.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "change"),
    [("2026;3,1", "3.1"), ("2026 3.1", "3.1"), ("2026\t3,1 %", "3.1"), ("  2026 ; −0,5  ", "-0.5"), ("2026;3.125", "3.125"),
     ("2026;3,125", "3.125"), ("2026 2 pct.", "2"), ("2026;0", "0")],
)  # fmt: skip
def test_a_line_is_read_however_it_is_written(text: str, change: str) -> None:
    read = read_lines(text)
    assert (read.changes, read.faults) == ((PriceChange(2026, Decimal(change)),), ())


@pytest.mark.parametrize(
    ("text", "change", "correction"),
    [("2026;0,4+3,1", "3.5", "0.4"), ("2026;0,4 + 3,1 = 3,5", "3.5", "0.4"), ("2026;-0,2+2,9=2,7 %", "2.7", "-0.2"),
     ("2026;0,4 % + 3,1 %", "3.5", "0.4"), ("2026;0,4−0,1", "0.3", "0.4"), ("2026\t0.4+3.1=3.5", "3.5", "0.4")],
)  # fmt: skip
def test_the_two_parts_of_a_change_are_read_and_come_to_the_printed_sum(text: str, change: str, correction: str) -> None:
    read = read_lines(text)
    assert (read.changes, read.faults) == ((PriceChange(2026, Decimal(change), Decimal(correction)),), ())


@pytest.mark.parametrize("text", ["2026;0,4+3,1=3,6", "2026;0,4+", "2026;0,4+3,1=", "2026;3,5=3,5", "2026;600+600"])
def test_parts_that_do_not_come_to_the_printed_sum_are_told(text: str) -> None:
    read = read_lines(text)
    assert read.changes == ()
    assert len(read.faults) == 1


def test_parts_are_shown_and_a_day_ahead_is_refused(series: PriceSeries) -> None:
    finance = in_english(logged_in("finans"))
    path = f"{page(series)}ny-udmelding/"
    check = finance.post(path, typed("2026;0,4+3,1=3,5", "check")).content.decode()
    assert "level correction 0.4, estimate 3.1" in check
    assert f"{timezone.localdate():%d-%m-%Y}" in check
    finance.post(path, typed("2026;0,4+3,1=3,5"))
    html = finance.get(page(series)).content.decode()
    assert "level correction 0.4, estimate 3.1" in html
    assert "Announced on " in html
    late = finance.post(path, typed("2025;9", "check") | {"announced_on": "2020-01-01"}).content.decode()
    assert "nothing: a later announcement counts" in late
    ahead = finance.post(path, typed("2027;2") | {"announced_on": "2199-01-01"}).content.decode()
    assert "Write a day that is not ahead." in ahead


@pytest.mark.parametrize("text", ["2026", "2026;", "26;3", "1899;3", "2200;3", "2026,3,1", "3,1;2026", "2026;1000", "2026;3 kr.",
                                  "2026;1e2", "2026;NaN", "٢٠٢٦;3", "2026;" + " x" * 5000, "år;ændring"])  # fmt: skip
def test_a_line_that_means_nothing_is_told(text: str) -> None:
    read = read_lines(text)
    assert read.changes == ()
    assert len(read.faults) == 1


def test_a_new_series_is_registered_once_and_waits_for_its_changes(series: PriceSeries) -> None:
    finance = in_english(logged_in("finans"))
    said = {"name": "KL's skøn", "source": "KL, Budgetvejledning"}
    response = finance.post(f"{LIST}ny/", said)
    made = PriceSeries.objects.get(name="KL's skøn")
    assert response["Location"] == f"{page(made)}ny-udmelding/"
    assert "No change counts yet" in finance.get(page(made)).content.decode()
    again = finance.post(f"{LIST}ny/", said | {"name": "KL'S SKØN"}).content.decode()
    assert "There is a series of that name" in again
    assert 'href="#id_source"' in finance.post(f"{LIST}ny/", {"name": "Ny"}).content.decode()
    assert PriceSeries.objects.count() == 2


def test_a_gap_in_the_years_is_told(series: PriceSeries) -> None:
    by, other = (User.objects.get(username=name) for name in ("finans", "controller"))
    release = record_release(series=series, changes={2027: Decimal(2), 2028: Decimal(1)}, by=by, at=AT)
    approve_release(release=release, by=other, at=AT)
    html = in_english(logged_in("medlem")).get(page(series)).content.decode()
    assert "There is no change for 2026." in html
    assert cells(html, "2027")[2] == "100.00"
    assert cells(html, "2028")[2] == "101.00"


@pytest.mark.parametrize("path", ["{list}999999/", "{list}99999999999999999999/", "{list}999999/ny-udmelding/"])
def test_a_series_that_is_not_there_is_a_page_that_says_so(controller: Client, path: str) -> None:
    assert controller.get(path.format(list=LIST)).status_code == 404
    assert controller.post(f"{LIST}udmeldinger/99999999999999999999/godkend/").status_code == 404


def test_the_pages_ask_a_fixed_number_of_questions(controller: Client, series: PriceSeries) -> None:
    def questions() -> list[int]:
        counts = []
        for path in (LIST, page(series), "/godkend/"):
            with CaptureQueriesContext(connection) as asked:
                controller.get(path)
            counts.append(len(asked))
        return counts

    by = User.objects.get(username="finans")
    record_release(series=series, changes={2026: Decimal(1)}, by=by, at=AT)
    few = questions()
    for year in range(2027, 2031):
        record_release(series=series, changes={year: Decimal(1)}, by=by, at=AT)
    assert questions() == few


JUNK = st.one_of(
    st.sampled_from(
        ["", " ", "0", "2026;3", "2026;3\n" * 50, "\x00", "2026;\x00", "<b>", "9" * 400, "²", "1.234", "NaN", "2011"]
    ),
    st.text(max_size=40),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=JUNK, note=JUNK, do=st.sampled_from(["check", "send", "change", "x"]), amount=JUNK, level=JUNK)
def test_whatever_is_sent_is_answered(series: PriceSeries, lines: str, note: str, do: str, amount: str, level: str) -> None:
    finance = logged_in("finans")
    answers = [
        finance.post(f"{page(series)}ny-udmelding/", typed(lines, do, note)),
        finance.post(f"{LIST}ny/", {"name": note, "source": lines}),
        finance.get(page(series), {"beloeb": amount, "fra": level, "til": level}),
    ]
    assert {response.status_code for response in answers} <= {200, 302, 400}
