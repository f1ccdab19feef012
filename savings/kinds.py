"""The kinds of amount a posting can state."""

from __future__ import annotations

from savings.vocabulary.kinds import Kind

__all__ = ["Kind"]
