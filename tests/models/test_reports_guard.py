"""What the database itself refuses of reports, tried by raw SQL."""

from __future__ import annotations

import pytest

from savings.models import Acknowledgement, Paper, ReportRefusal
from savings.recording.refusals import AlreadyPublished, AlreadySuperseded, ReportRefused
from savings.recording.reports import AcknowledgedFinding, NewReport, compose, publish, refuse_report
from tests.ledger_rooms import AT, BOOKED, Room
from tests.models.test_guard import APPEND_ONLY, FORBIDDEN, refused
from tests.publishing.rooms import manuscript, proposed, published

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
TABLES = ("report", "publication", "reportprogramme", "acknowledgement", "reportrefusal", "paper")
ACKNOWLEDGED = AcknowledgedFinding("0" * 24, "2,5 mio. kr.", "er skrevet i hånden", "Står i kilden")


def everything(room: Room) -> None:
    """A row in each table."""
    room.approved()
    published(room, manuscript(room), acknowledged=[ACKNOWLEDGED], beside=[room.programme])
    refuse_report(report=proposed(room, manuscript(room)), by=room.controller, at=AT, reason="Uklart")


@pytest.mark.parametrize("table", TABLES)
def test_the_application_changes_nothing_of_a_report(room: Room, table: str) -> None:
    everything(room)
    column = {"publication": "report_id", "reportrefusal": "report_id", "paper": "publication_id"}.get(table, "id")
    for statement in (
        f"UPDATE savings_{table} SET {column} = {column}",
        f"DELETE FROM savings_{table}",
        f"TRUNCATE savings_{table} CASCADE",
    ):
        assert refused(statement) == FORBIDDEN


def test_not_even_the_owner_changes_it(transactional_db: None, room: Room) -> None:
    everything(room)
    for table in TABLES:
        column = {"publication": "report_id", "reportrefusal": "report_id", "paper": "publication_id"}.get(table, "id")
        assert refused(f"UPDATE savings_{table} SET {column} = {column}", alias="owner") == APPEND_ONLY
        assert refused(f"DELETE FROM savings_{table}", alias="owner") == APPEND_ONLY


def test_a_file_has_its_own_digest_and_no_other(room: Room) -> None:
    room.approved()
    report = compose(NewReport(programme=room.programme, title="Bilag", as_of=BOOKED, year=2011), by=room.finance, at=AT)
    publish(report=report, by=room.controller, at=AT)
    sql = "INSERT INTO savings_paper (publication_id, facts, pdf, sha256, made_with) VALUES (%s, '{}', %s, %s, '')"
    assert refused(sql, report.pk, b"%PDF", "0" * 64) == "VB028"
    assert not Paper.objects.exists()


def test_a_report_is_published_by_another(room: Room) -> None:
    room.approved()
    report = proposed(room, manuscript(room))
    sql = "INSERT INTO savings_publication (report_id, by_id, at, position, hash, sums) VALUES (%s, %s, %s, 0, '', '[]')"
    assert refused(sql, report.pk, report.composed_by_id, AT) == "VB024"


def test_what_was_sent_back_is_not_published_and_what_is_out_is_not_sent_back(room: Room) -> None:
    room.approved()
    back = proposed(room, manuscript(room))
    refuse_report(report=back, by=room.controller, at=AT, reason="Uklart")
    sql = "INSERT INTO savings_publication (report_id, by_id, at, position, hash, sums) VALUES (%s, %s, %s, 0, '', '[]')"
    assert refused(sql, back.pk, room.controller.pk, AT) == "VB025"
    with pytest.raises(ReportRefused):
        publish(report=back, by=room.controller, at=AT)
    out = published(room, manuscript(room)).report
    sql = "INSERT INTO savings_reportrefusal (report_id, by_id, at, reason) VALUES (%s, %s, %s, 'x')"
    assert refused(sql, out.pk, room.controller.pk, AT) == "VB027"
    with pytest.raises(AlreadyPublished):
        refuse_report(report=out, by=room.controller, at=AT, reason="For sent")
    assert ReportRefusal.objects.count() == 1


def test_a_finding_is_not_acknowledged_afterwards(room: Room) -> None:
    room.approved()
    out = published(room, manuscript(room)).report
    columns = "(report_id, key, excerpt, said, reason, by_id, at)"
    sql = f"INSERT INTO savings_acknowledgement {columns} VALUES (%s, 'x', '', 'x', 'x', %s, %s)"
    assert refused(sql, out.pk, room.finance.pk, AT) == "VB027"
    assert not Acknowledgement.objects.exists()


def test_a_report_is_superseded_once_and_by_its_own_programme(room: Room) -> None:
    room.approved()
    first = published(room, manuscript(room)).report
    published(room, manuscript(room), supersedes=first, reason="Ny")
    with pytest.raises(AlreadySuperseded):
        published(room, manuscript(room), supersedes=first, reason="Igen")
    waiting = proposed(room, manuscript(room))
    orphan = proposed(room, manuscript(room), supersedes=waiting, reason="Af en, der ikke er ude")
    sql = "INSERT INTO savings_publication (report_id, by_id, at, position, hash, sums) VALUES (%s, %s, %s, 0, '', '[]')"
    assert refused(sql, orphan.pk, room.controller.pk, AT) == "VB006"
