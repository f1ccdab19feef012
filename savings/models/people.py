"""The people who use Valby; an account is switched off rather than deleted, so that the trail keeps its names."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.functional import cached_property

from savings.models.organisation import Unit, with_those_under
from savings.roles import TAKE_TWO, Role


class User(AbstractUser):
    """A person with an account. What they may do follows from their groups, and for whom from their units."""

    #: The units the person acts for, with those under them.
    units = models.ManyToManyField(Unit, blank=True, related_name="people")
    #: Acts for the whole organisation, and so also for what is not allocated to a unit.
    every_unit = models.BooleanField(default=False)
    #: Somebody else chose the password, so the person chooses another before anything else.
    has_temporary_password = models.BooleanField(default=False)

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the password. A hash in an older form stays: to renew it is an act, and has its place in `recording/`."""
        return check_password(raw_password, self.password)

    def display_name(self) -> str:
        """How the person stands in a trail or on a paper: full name where one is given, else the user name."""
        return self.get_full_name() or self.get_username()

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The person's roles, as they are when first asked for; a superuser is an administrator."""
        names = {group.name for group in self.groups.all()} | ({Role.ADMINISTRATOR.value} if self.is_superuser else set())
        return frozenset(role for role in Role if role.value in names)

    @cached_property
    def scope(self) -> frozenset[int] | None:
        """Row numbers of the person's units and those under them; None is the whole organisation."""
        if self.every_unit:
            return None
        return with_those_under(self.units.values_list("pk", flat=True))

    def acts_for(self, unit: int | None) -> bool:
        """Whether the unit (a row number, None for *Ikke fordelt*) is among the person's."""
        return self.scope is None or unit in self.scope


def count_active_administrators() -> int:
    """How many accounts that are switched on may administrate."""
    administrators = Q(is_superuser=True) | Q(groups__name=Role.ADMINISTRATOR.value)
    return User.objects.filter(administrators, is_active=True).distinct().count()


class RoleProposal(models.Model):
    """That a person shall have a role which takes two to give; without `by` it is given at once while Valby is set up."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_proposals")
    role = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    why = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="role_proposal_is_of_a_role_that_takes_two", condition=Q(role__in=sorted(role.value for role in TAKE_TWO))
            ),
            models.CheckConstraint(name="role_proposal_is_by_another", condition=Q(by__isnull=True) | ~Q(by=F("person"))),
        )


class RoleVerdict(models.Model):
    """A proposal is confirmed by a second administrator, or dropped: refused by another, or withdrawn by its proposer."""

    proposal = models.OneToOneField(RoleProposal, models.PROTECT, related_name="verdict")
    confirmed = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
