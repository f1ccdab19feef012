"""Tests of what pages, papers and files are made of."""
