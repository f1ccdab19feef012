"""Tests of the acts that write."""
