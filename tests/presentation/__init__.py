"""Tests of the screen, the papers and the files."""
