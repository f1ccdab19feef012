"""The store: organisation, programmes, documents, the ledger, prices, and the totals the database keeps itself."""

from savings.models.documents import Document
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

__all__ = [
    "Approval",
    "Balance",
    "Closing",
    "Document",
    "Entry",
    "Evidence",
    "Initiative",
    "InitiativeDocument",
    "LedgerHead",
    "Milestone",
    "Posting",
    "PricePoint",
    "PriceRelease",
    "PriceSeries",
    "Programme",
    "ProgrammeUnit",
    "Refusal",
    "Statement",
    "Submission",
    "Unit",
    "User",
    "Waiting",
]
