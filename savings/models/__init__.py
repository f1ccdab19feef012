"""The store: organisation, programmes, the ledger, prices, rounds, the trail, and what the database keeps itself."""

from savings.models.documents import Attachment, Document
from savings.models.drafts import Draft
from savings.models.kept import Balance, InitiativeDocument, LedgerHead, Waiting
from savings.models.ledger import (
    Approval,
    Closing,
    Entry,
    Evidence,
    Posting,
    Refusal,
    Statement,
    Submission,
)
from savings.models.organisation import Unit
from savings.models.people import User
from savings.models.prices import PricePoint, PriceRelease, PriceSeries
from savings.models.programmes import Initiative, Milestone, Programme, ProgrammeUnit
from savings.models.remarks import Note, NoteVerdict, Question
from savings.models.rounds import BookingException, Round, RoundClosing, RoundReminder, RoundReply, RoundTask
from savings.models.trail import TrailItem

__all__ = [
    "Approval",
    "Attachment",
    "Balance",
    "BookingException",
    "Closing",
    "Document",
    "Draft",
    "Entry",
    "Evidence",
    "Initiative",
    "InitiativeDocument",
    "LedgerHead",
    "Milestone",
    "Note",
    "NoteVerdict",
    "Posting",
    "PricePoint",
    "PriceRelease",
    "PriceSeries",
    "Programme",
    "ProgrammeUnit",
    "Question",
    "Refusal",
    "Round",
    "RoundClosing",
    "RoundReminder",
    "RoundReply",
    "RoundTask",
    "Statement",
    "Submission",
    "TrailItem",
    "Unit",
    "User",
    "Waiting",
]
