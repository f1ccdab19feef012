"""Writing many rows at once, by COPY: a file of a hundred thousand lines is one statement, and no object for each row."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Model

#: Fewer rows than this are written by an INSERT.
MANY = 200
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def copy_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Add rows to a model's table within the current transaction; the database's checks and triggers see each of them.

    Args:
        columns: of the table, in the order of each row's values; None stands for NULL, everything else as PostgreSQL reads it.
    """
    text = io.StringIO()
    for row in rows:
        text.write("\t".join([r"\N" if value is None else str(value).translate(_ESCAPED) for value in row]))
        text.write("\n")
    text.seek(0)
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY {model._meta.db_table} ({', '.join(columns)}) FROM STDIN", text)
