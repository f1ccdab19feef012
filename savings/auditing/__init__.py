"""The audit: adds the ledger up again from raw rows in plain Python, follows the chain, and relies on nothing it can check."""

from savings.auditing.chain import find_chain_faults, find_head_faults
from savings.auditing.files import find_file_faults
from savings.auditing.kept import find_kept_faults
from savings.auditing.levels import find_level_faults
from savings.auditing.recount import find_recount_faults
from savings.auditing.reports import find_report_faults
from savings.auditing.rules import find_rule_faults, find_setting_faults
from savings.auditing.trail import find_trail_faults, find_trail_head_faults

__all__ = [
    "find_chain_faults",
    "find_file_faults",
    "find_head_faults",
    "find_kept_faults",
    "find_level_faults",
    "find_recount_faults",
    "find_report_faults",
    "find_rule_faults",
    "find_setting_faults",
    "find_trail_faults",
    "find_trail_head_faults",
]
