"""The people who use Valby; an account is switched off rather than deleted, so that the trail keeps its names."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person with an account. What they may do follows from their groups."""

    def shown_name(self) -> str:
        """How the person stands in a trail or on a paper: full name where one is given, else the user name."""
        return self.get_full_name() or self.get_username()
