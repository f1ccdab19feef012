"""Tests of the project itself: its settings, its database and the way it starts."""
