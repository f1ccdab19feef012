"""The auditor: re-adds the ledger from raw rows in plain Python, follows the chain, and trusts nothing it can check."""

from savings.auditing.chain import chain_faults, head_faults
from savings.auditing.files import file_faults
from savings.auditing.recount import recount_faults
from savings.auditing.reports import report_faults
from savings.auditing.rules import rule_faults

__all__ = ["chain_faults", "file_faults", "head_faults", "recount_faults", "report_faults", "rule_faults"]
