"""The schema, step by step; the rules of the ledger stand in sql/."""
