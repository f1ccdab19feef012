"""The memo as a published report: its facts in our own words, its figures bound to the ledger, its one odd date acknowledged."""

from __future__ import annotations

from datetime import date, datetime

from savings.demo.people import People
from savings.manuscript import Block, BlockKind, Manuscript
from savings.models import Programme
from savings.publishing.preparing import prepare_report, publish_checked
from savings.recording.reports import AcknowledgedFinding, NewReport, compose

DATED = date(2008, 10, 14)
#: What the check finds and why it may stand, by words of the finding.
WHY = {
    "17. oktober": "Datoen står sådan i kilden: bilaget er dateret den 14. oktober og omtaler et møde den 17. oktober. "
    "Kilden er gengivet, som den er.",
}

ASKED = """## Hvad udvalget bad om

Økonomiudvalget bad den 9. september om at få gjort rede for, hvad Fælles Borgerservice Valby faktisk har givet af besparelser. \
Det skete, da udvalget første gang behandlede et sjette borgerservicecenter på Ørnevej. Dette bilag gør status pr. {{pr}} og \
fortæller, hvad der er i gang.

## Status

Af det samlede krav på {{krav 2011}} er **{{opnået 2011}}** opnået. Heraf er {{dokumenteret 2011}} dokumenteret: huslejen på \
Toftegårds Plads er sat ned i forhold til det oprindelige niveau. Hvad de øvrige {{udokumenteret 2011}} består af, fremgår \
ikke. **{{udestående 2011}}** udestår, jf. {{tabel hovedtal}}.

Beløbene er årlige virkninger, når centeret har været i drift i tre år. Kilden oplyser ikke, i hvilket prisniveau de er gjort op.
"""
MISSING = """## Det, der mangler

De tre enheder i Valby har endnu ikke hentet besparelsen på fælles administration. Den skal komme over tre år fra 2009, men \
hvor meget i hvilket år er ikke besluttet, jf. {{figur indfasning}}.

Pengene er sikret: {{sikret 2011}} er lagt ind i rammebudgetterne for SUF og SOF (BR 320/07). SUF har allerede fundet sin \
del som en generel besparelse på tværs af pensions- og omsorgskontorerne og centralforvaltningen (ØU 377/2007). Hvor stor \
den del er, er ikke oplyst.
"""
TOGETHER = """## Samarbejdet i dag

De tre enheder hjælper hinanden på tre områder:

- ØKF sætter fælles skilte op
- betjente i SOF henter, åbner, frankerer og afleverer borgerservices post
- betjente i SOF klarer mindre håndværksopgaver for borgerservice

Ydelserne skal købes og sælges mellem enhederne, men der er ikke sat pris på dem endnu.

På et møde den 17. oktober var enhederne enige om, at det er for tidligt at sige noget om virkningerne på længere sigt. De \
drøftede et samarbejde om personale – flextid, sygefravær og løn – og udskød mere fælles administration til det nye år på grund \
af omorganiseringer.
"""
JUDGED = """## Vurdering

Det har vist sig svært at hente gevinster på fælles administration. Siden centeret åbnede i april 2008, er der kommet ny chef \
for både borgerservice og socialcenter, og flere opgaver og enheder er under forandring. Efter Økonomiforvaltningens opfattelse \
har Borgerservice Valby stået alene med at finde stordriftsfordelene.

Til gengæld arbejder enhederne godt sammen om det, borgerne møder: Pensions- og Omsorgskontoret oplever færre henvendelser, \
fordi pensionisterne betjenes i borgerservice.

Et halvt års drift er for lidt til at dømme modellen på. Der skal gøres en ekstra indsats for at finde områder, hvor fælles \
administration kan betale sig, og centeret bliver evalueret i foråret 2009.
"""


def write_manuscript(programme: Programme) -> Manuscript:
    """The report as it is written."""
    parts = (
        Block(BlockKind.TEXT, text=ASKED),
        Block(BlockKind.TABLE, "headline"),
        Block(BlockKind.CHART, "split"),
        Block(BlockKind.TEXT, text=MISSING),
        Block(BlockKind.CHART, "phase-in"),
        Block(BlockKind.TABLE, "statements"),
        Block(BlockKind.TEXT, text=TOGETHER),
        Block(BlockKind.TABLE, "initiatives"),
        Block(BlockKind.TEXT, text=JUDGED),
        Block(BlockKind.TABLE, "effects"),
        Block(BlockKind.TABLE, "milestones"),
        Block(BlockKind.TABLE, "reservations"),
        Block(BlockKind.TABLE, "documents"),
    )
    return Manuscript(
        title="Fælles Borgerservice Valby: hvad der er opnået, og hvad der udestår", language="da", dated=DATED, as_of=DATED,
        programmes=(programme.slug,), number="Bilag 4", to="Økonomiudvalget", case_number=programme.case_number,
        document_number=programme.document_number, case_officer=programme.case_officer,
        sender="Økonomiforvaltningen\nCenter for Borgerservice\n1599 København V", year=2011, closed=False, blocks=parts,
    )  # fmt: skip


def publish_valby(people: People, programme: Programme, *, at: datetime) -> None:
    """Finance writes it and puts a reason to what the check finds; the controller publishes it.

    Raises:
        ValueError: when the check finds anything the demo does not know of.
    """
    manuscript = write_manuscript(programme)
    findings = prepare_report(manuscript, today=at.date()).findings
    acknowledged = [AcknowledgedFinding(it.key, it.excerpt, it.said, _find_reason(it.excerpt, it.said)) for it in findings]
    new = NewReport.from_manuscript(manuscript, programme=programme, year=2011, acknowledged=acknowledged)
    report = compose(new, by=people.finance, at=at)
    publish_checked(report, by=people.controller, at=at, today=at.date(), reasons={})


def _find_reason(excerpt: str, said: str) -> str:
    for words, reason in WHY.items():
        if words in excerpt:
            return reason
    raise ValueError(f"{said} ({excerpt})")
