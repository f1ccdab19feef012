"""The example municipality: as big as a real one and made up, from a seed to its acts (pure), and from these into the ledger."""
