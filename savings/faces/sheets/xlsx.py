"""The status as an Excel workbook: the headline, units by year, initiatives and postings, the numbers real numbers."""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import UTC
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from savings.faces.moments import report_moment
from savings.faces.numbers import locale_code
from savings.faces.sheets import pages
from savings.faces.sheets.texts import clean
from savings.projections.status import Status

#: The earliest time a zip file can hold; the same in every workbook, so that equal reports are equal bytes.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def status_xlsx(status: Status) -> bytes:
    """The status as an .xlsx workbook; the same status in the same language gives the same bytes."""
    book = Workbook()
    del book[book.sheetnames[0]]
    pages.add_status(book, status)
    pages.add_units(book, status)
    pages.add_initiatives(book, status)
    pages.add_postings(book, status)
    if status.since and status.since.steps:
        pages.add_since(book, status.since)
    if status.remarks:
        pages.add_notes(book, status)
    _describe(book, status)
    return saved(book)


def _describe(book: Workbook, status: Status) -> None:
    about = book.properties
    moment = report_moment(status).astimezone(UTC).replace(tzinfo=None)
    about.created = about.modified = moment
    about.creator = "Valby"
    about.title = clean(status.programme.name)
    about.subject = _("Status as of %(date)s") % {"date": status.as_of.isoformat()}
    about.language = locale_code().replace("_", "-")


def saved(book: Workbook) -> bytes:
    """The workbook's bytes, without the clock in them."""
    out = io.BytesIO()
    # Workbook.save() would write the clock into the file.
    ExcelWriter(book, _TimelessZip(out, "w", zipfile.ZIP_DEFLATED)).save()
    return out.getvalue()


class _TimelessZip(zipfile.ZipFile):
    """A zip file whose members all bear `ZIP_TIME`; it has the two methods that openpyxl writes with."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_args: Any, **_options: Any) -> None:
        super().writestr(zipfile.ZipInfo(zinfo_or_arcname, ZIP_TIME), data, zipfile.ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_args: Any, **_options: Any) -> None:
        # A sheet of a hundred thousand rows is not taken into memory whole.
        with Path(filename).open("rb") as source, self.open(_member(arcname), "w") as target:
            shutil.copyfileobj(source, target)


def _member(name: str) -> zipfile.ZipInfo:
    told = zipfile.ZipInfo(name, ZIP_TIME)
    told.compress_type = zipfile.ZIP_DEFLATED
    return told
