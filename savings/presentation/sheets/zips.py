"""A workbook as bytes without the clock in them, so that equal tables are equal files."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

#: The earliest time a zip file can hold; the same in every workbook.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def save_book(book: Workbook) -> bytes:
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
    member = zipfile.ZipInfo(name, ZIP_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member
