"""The status as an Excel workbook: the headline, units by year, initiatives and postings, the numbers real numbers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from savings.elements import bridge
from savings.elements.timestamps import report_moment
from savings.presentation.sheets import pages
from savings.presentation.sheets.tables import add_table, create_book
from savings.presentation.sheets.zips import save_book
from savings.projections.status import Status


def status_xlsx(status: Status) -> bytes:
    """The status as an .xlsx workbook; the same status in the same language gives the same bytes."""
    book = create_book(status.programme.name, report_moment(status))
    book.properties.subject = _("Status as of %(date)s") % {"date": status.as_of.isoformat()}
    pages.add_status(book, status)
    for table in (pages.units_page(status), pages.initiatives_page(status), pages.postings_page(status)):
        add_table(book, table)
    if status.since and status.since.steps:
        words = f"{bridge.summary(status.since)} {bridge.bridge_note(status.since)}."
        add_table(book, pages.since_page(status.since), below=[words])
    if status.explanations:
        add_table(book, pages.explanations_page(status))
    if status.remarks:
        add_table(book, pages.notes_page(status))
    return save_book(book)
