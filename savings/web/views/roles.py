"""Roles that take two people to give: what waits for the second, and who may do what together with what."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.presentation.screen.office import ROLES, both_halves_table, role_gifts_table
from savings.projections.people import find_both_halves
from savings.recording.roles import confirm_role, drop_role
from savings.reporting.lookup import find_role_proposal
from savings.reporting.people import read_people, read_role_gifts, read_superusers, read_waiting_roles
from savings.roles import Role
from savings.web.acts import refusals_warned
from savings.web.exports import TablesFile, page_or_file
from savings.web.guard import current_user, plain_page, post_action


@plain_page(Role.ADMINISTRATOR)
def waiting(request: HttpRequest) -> HttpResponse:
    """The roles that wait for a second administrator, each with what this one may do about it."""
    name = current_user(request).get_username()
    proposals = [(gift, ROLES[gift.role], gift.proposed_by == name, gift.person == name) for gift in read_waiting_roles()]
    return render(request, "administration/roles.html", {"proposals": proposals, "here": "roles"})


@post_action(Role.ADMINISTRATOR)
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Give a role that another proposed."""
    proposal = find_role_proposal(number)
    with refusals_warned(request):
        confirm_role(proposal, by=current_user(request), at=timezone.now())
        facts = {"name": proposal.person.get_username(), "role": ROLES[Role(proposal.role)]}
        messages.success(request, _("%(name)s has the role %(role)s.") % facts)
    return redirect("administration:roles")


@post_action(Role.ADMINISTRATOR)
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Refuse a role that another proposed, or withdraw one's own proposal."""
    proposal = find_role_proposal(number)
    with refusals_warned(request):
        drop_role(proposal, by=current_user(request), at=timezone.now())
        messages.success(request, _("The proposed role is dropped."))
    return redirect("administration:roles")


@plain_page(Role.AUDITOR, Role.CONTROLLER, Role.ADMINISTRATOR)
def duties(request: HttpRequest) -> HttpResponse:
    """Who holds both halves of what should be apart, and by whom the roles that take two were given."""
    halves, gifts = both_halves_table(find_both_halves(read_people())), role_gifts_table(read_role_gifts())
    file = TablesFile(title=_("Separation of duties"), tables=[halves, gifts])
    return page_or_file(request, "trail/duties.html", {"halves": halves, "gifts": gifts, "superusers": read_superusers()}, file)
