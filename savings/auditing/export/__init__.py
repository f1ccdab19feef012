"""The ledger in an open form, and a verifier that needs nothing but Python, for whoever does not trust Valby's own commands."""

from savings.auditing.export.writing import LedgerExport, write_export

__all__ = ["LedgerExport", "write_export"]
