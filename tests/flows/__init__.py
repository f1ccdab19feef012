"""Whole flows in a real browser: these tests write."""
