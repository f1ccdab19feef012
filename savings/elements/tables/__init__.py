"""The tables of a status, each described once as values."""
