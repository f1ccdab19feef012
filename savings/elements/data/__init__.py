"""Figures as data, for files and for what a paper carries with it: JSON, CSV, and tables as a file has them."""
