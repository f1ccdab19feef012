"""The only writer: each act is a function with `by=` and `at=`, and the database has the last word."""

from savings.recording.approve import approve, approve_release
from savings.recording.correct import correct
from savings.recording.levels import Cell, Level, level_of, set_level
from savings.recording.new_entry import Line, Proof, Saying
from savings.recording.prices import record_release, register_series
from savings.recording.realise import realise_secured
from savings.recording.record import close_books, record
from savings.recording.refusals import Refused
from savings.recording.review import reject, submit, withdraw

__all__ = [
    "Cell",
    "Level",
    "Line",
    "Proof",
    "Refused",
    "Saying",
    "approve",
    "approve_release",
    "close_books",
    "correct",
    "level_of",
    "realise_secured",
    "record",
    "record_release",
    "register_series",
    "reject",
    "set_level",
    "submit",
    "withdraw",
]
