"""The only writer: each act is a function with `by=` and `at=`, and the database has the last word."""

from savings.models.standing import CellKey, StandingAmounts, read_expected, read_standing
from savings.recording.approve import approve, approve_basis, approve_release
from savings.recording.correct import correct
from savings.recording.new_entry import Line, NewEntry, NewEvidence, NewStatement, PlanSelection
from savings.recording.plans import replan
from savings.recording.price_bases import NewPriceBasis, record_basis
from savings.recording.prices import record_release, register_series
from savings.recording.realise import realise_secured
from savings.recording.record import close_books, record
from savings.recording.refusals import Refused
from savings.recording.review import reject, submit, withdraw

__all__ = [
    "CellKey",
    "Line",
    "NewEntry",
    "NewEvidence",
    "NewPriceBasis",
    "NewStatement",
    "PlanSelection",
    "Refused",
    "StandingAmounts",
    "approve",
    "approve_basis",
    "approve_release",
    "close_books",
    "correct",
    "read_expected",
    "read_standing",
    "realise_secured",
    "record",
    "record_basis",
    "record_release",
    "register_series",
    "reject",
    "replan",
    "submit",
    "withdraw",
]
