"""The only reader: a fixed number of queries in, one frozen report out."""

from savings.projections.question import (
    ChangesQuestion,
    EntriesQuestion,
    FigureQuestion,
    LedgerQuestion,
    StatusQuestion,
    WaitingQuestion,
)
from savings.reporting.entries import EntriesPage, UnknownEntry, read_entries, read_entry
from savings.reporting.lookup import NotFound, UnknownProgramme
from savings.reporting.organisation import UnknownUnit
from savings.reporting.overview import read_overview
from savings.reporting.status import read_programme, read_status
from savings.reporting.version import Version, read_version
from savings.reporting.waiting import read_reach, read_waiting

__all__ = [
    "ChangesQuestion",
    "EntriesPage",
    "EntriesQuestion",
    "FigureQuestion",
    "LedgerQuestion",
    "NotFound",
    "StatusQuestion",
    "UnknownEntry",
    "UnknownProgramme",
    "UnknownUnit",
    "Version",
    "WaitingQuestion",
    "read_entries",
    "read_entry",
    "read_overview",
    "read_programme",
    "read_reach",
    "read_status",
    "read_version",
    "read_waiting",
]
