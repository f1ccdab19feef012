"""The two programmes that come in through the import: Copenhagen's 2020 proposals and Rebild's rising profile."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from savings.demo.people import People
from savings.models import PriceSeries, Programme
from savings.recording.importing.post import ImportOrder, import_file
from savings.recording.register import register_document, register_programme

DATA = Path(__file__).parent / "data"

COPENHAGEN_READING = (
    "Kilden siger »ved fuld indfasning« uden årstal. Beløbene er sat i 2020, prisniveauets år; det er vores læsning."
)

PROPOSED_READING = (
    "Kilden kalder beløbene forslag til godkendelse (ikke udvalgsgodkendt den 24. marts 2020). De står her som krav; det er "
    "vores læsning."
)
RISING_READING = "Beløbene for 2024 og 2025 er regnet ud af kildens »stigende med 7 mio. kr. årligt«."


def load_copenhagen(people: People, *, at: datetime, series: PriceSeries) -> Programme:
    """Six cross-cutting proposals of 2020, in 2020 prices; which year they take full effect is not said."""
    register_document(
        by=people.finance,
        at=at,
        reference="Bilag 2, tværgående investeringsforslag 2020",
        title="Tværgående investeringsforslag til godkendelse (ikke udvalgsgodkendt den 24. marts 2020)",
        body="Københavns Kommune",
        link="https://pdfslide.tips/documents/kbenhavns-kommune-bilag-2-nr-forslag-service-anlg-service-overfrsler.html",
    )
    programme = register_programme(
        by=people.finance, at=at, slug="koebenhavn-2020", name="Tværgående investeringsforslag 2020",
        summary="Seks tværgående forslag i Københavns Kommune med effektivisering ved fuld indfasning. Forslagene var til "
        "godkendelse; kilden siger ikke, hvad der siden er opnået.",
        full_effect_year=2020, full_effect_year_reading=COPENHAGEN_READING, price_series=series,
    )  # fmt: skip
    _import("koebenhavn-2020.csv", programme, people, at, PROPOSED_READING, booked_on=date(2020, 3, 24))
    return programme


def load_rebild(people: People, *, at: datetime, series: PriceSeries) -> Programme:
    """A demand that rises from 7 mio. kr. in 2023 to 28 in 2026."""
    register_document(
        by=people.finance, at=at, reference="Rebild Kommune, basisbudgettet", body="Rebild Kommune",
        link="https://rebild.dk/node?page=1709",
    )  # fmt: skip
    programme = register_programme(
        by=people.finance, at=at, slug="rebild-2023", name="Årlig ekstra reduktion på 0,5 % i Rebild",
        summary="Et reduktionskrav på 7 mio. kr. i 2023 stigende med 7 mio. kr. årligt til 28 mio. kr. i 2026. Kilden siger "
        "ikke, hvad der er opnået.",
        full_effect_year=2026, first_year=2023, last_year=2026, price_series=series,
    )  # fmt: skip
    _import("rebild-2023.csv", programme, people, at, RISING_READING, booked_on=date(2023, 1, 1))
    return programme


def _import(name: str, programme: Programme, people: People, at: datetime, reading: str, *, booked_on: date) -> None:
    order = ImportOrder(
        programme=programme.slug, by=people.finance, approve_by=people.controller, at=at, booked_on=booked_on, create=True,
        # The programme is new, and one proposal saves in two places: each row is an amount, and no level that another replaces.
        mode="add", reading=reading,
    )  # fmt: skip
    outcome = import_file(name, (DATA / name).read_bytes(), order)
    if outcome.faults:
        raise RuntimeError("; ".join(map(str, outcome.faults)))
