"""Valby's one application: the ledger of savings, what it adds up to, and how it is shown."""
