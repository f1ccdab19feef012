"""Tests of reading files of entries; none of them needs a database."""
