"""Whether a name is taken: what must be alone is asked for before the database refuses it."""

from __future__ import annotations

from savings.models import Initiative, PriceSeries, Programme, Unit, User


def is_username_taken(name: str) -> bool:
    """Whether an account has that user name, in whatever case it is written."""
    return User.objects.filter(username__iexact=name).exists()


def is_unit_code_taken(code: str) -> bool:
    """Whether a unit has that code, in whatever case it is written."""
    return Unit.objects.filter(code__iexact=code).exists()


def is_slug_taken(slug: str) -> bool:
    """Whether a programme has that slug."""
    return Programme.objects.filter(slug=slug).exists()


def is_series_name_taken(name: str) -> bool:
    """Whether a price series has that name, in whatever case it is written."""
    return PriceSeries.objects.filter(name__iexact=name).exists()


def is_initiative_name_taken(name: str, programme: Programme, but: Initiative | None = None) -> bool:
    """Whether another initiative of the programme than the one given has that name."""
    others = Initiative.objects.filter(programme=programme, name=name)
    return (others.exclude(pk=but.pk) if but else others).exists()
