"""The example's organisation: eight administrations, and under each the same five units by name."""

from __future__ import annotations

from savings.demo.example.acts import MARK, ExampleUnit

#: Codes begin with X, which no administration's own letters do.
ADMINISTRATIONS = {
    "XBU": "Børne- og Ungeforvaltningen",
    "XSO": "Sundheds- og Omsorgsforvaltningen",
    "XSF": "Socialforvaltningen",
    "XKF": "Kultur- og Fritidsforvaltningen",
    "XTM": "Teknik- og Miljøforvaltningen",
    "XBI": "Beskæftigelses- og Integrationsforvaltningen",
    "XØK": "Økonomiforvaltningen",
    "XBD": "Borger- og Digitaliseringsforvaltningen",
}
UNITS = {
    "ARC": "Administrativt Ressourcecenter",
    "DRIFT": "Drift og Service",
    "MYND": "Myndighed og Visitation",
    "UDV": "Udvikling og Kvalitet",
    "EJD": "Ejendomme og Indkøb",
}
#: What an initiative does, and what it is counted against; each unit takes its own from this list.
WAYS = (
    ("Fælles vagtplan", "Udgiften til vikarer og overarbejde"),
    ("Færre kvadratmeter", "Huslejen før flytningen"),
    ("Digital post", "Udgiften til porto og print"),
    ("Genforhandlede indkøbsaftaler", "Priserne i den tidligere aftale"),
    ("Lavere sygefravær", "Udgiften til vikarer"),
    ("Selvbetjening i stedet for telefon", "Årsværk i telefonbetjeningen"),
    ("Samlet lønadministration", "Årsværk i lønadministrationen"),
    ("Færre konsulenter", "Udgiften til eksterne konsulenter"),
    ("Energirenovering", "Forbruget før renoveringen"),
    ("Ruteplanlægning", "Kørte kilometer og brændstof"),
    ("Fælles mødelokaler", ""),
    ("Automatiseret sagsoprettelse", "Sagsbehandlernes tid pr. sag"),
)
#: Who answers for an initiative: the office, never a person.
RESPONSIBLE = ("Centerchefen", "Souschefen", "Økonomikonsulenten", "Projektkontoret", "")


def list_units() -> tuple[ExampleUnit, ...]:
    """The administrations, each followed by what is under it."""
    units = []
    for code, name in ADMINISTRATIONS.items():
        units.append(ExampleUnit(code, f"{name} ({MARK.lower()})"))
        units += [ExampleUnit(f"{code}-{short}", title, code) for short, title in UNITS.items()]
    return tuple(units)


def list_codes(administration: str) -> list[str]:
    """The codes of the units under an administration."""
    return [f"{administration}-{short}" for short in UNITS]
