"""The store: organisation, programmes, the ledger, prices, rounds, the trail, and what the database keeps itself."""

from savings.models.access import AccessCount, LogInFailure
from savings.models.documents import Attachment, Document
from savings.models.drafts import Draft
from savings.models.indicators import Confirmation, Indicator, Observation
from savings.models.kept import Balance, InitiativeDocument, LedgerHead, PastBalance, ProgrammeStamp, Waiting
from savings.models.ledger import Approval, Closing, Entry, Evidence, Posting, Refusal, StatedLevel, Statement, Submission
from savings.models.log_ins import LogInSession, RecoveryCode, SecondFactor
from savings.models.organisation import Unit
from savings.models.people import RoleProposal, RoleVerdict, User
from savings.models.price_bases import PriceBasis
from savings.models.prices import PricePoint, PriceRelease, PriceSeries
from savings.models.programmes import Initiative, Milestone, Programme, ProgrammeUnit
from savings.models.remarks import Note, NoteVerdict, Question
from savings.models.reports import Acknowledgement, Paper, Publication, Report, ReportDraft, ReportProgramme, ReportRefusal
from savings.models.rounds import BookingException, Round, RoundClosing, RoundReminder, RoundReply, RoundTask
from savings.models.trail import TrailItem, TrailLink

__all__ = [
    "AccessCount",
    "Acknowledgement",
    "Approval",
    "Attachment",
    "Balance",
    "BookingException",
    "Closing",
    "Confirmation",
    "Document",
    "Draft",
    "Entry",
    "Evidence",
    "Indicator",
    "Initiative",
    "InitiativeDocument",
    "LedgerHead",
    "LogInFailure",
    "LogInSession",
    "Milestone",
    "Note",
    "NoteVerdict",
    "Observation",
    "Paper",
    "PastBalance",
    "Posting",
    "PriceBasis",
    "PricePoint",
    "PriceRelease",
    "PriceSeries",
    "Programme",
    "ProgrammeStamp",
    "ProgrammeUnit",
    "Publication",
    "Question",
    "RecoveryCode",
    "Refusal",
    "Report",
    "ReportDraft",
    "ReportProgramme",
    "ReportRefusal",
    "RoleProposal",
    "RoleVerdict",
    "Round",
    "RoundClosing",
    "RoundReminder",
    "RoundReply",
    "RoundTask",
    "SecondFactor",
    "StatedLevel",
    "Statement",
    "Submission",
    "TrailItem",
    "TrailLink",
    "Unit",
    "User",
    "Waiting",
]
