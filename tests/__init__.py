"""The tests, laid out as `savings/` is."""
