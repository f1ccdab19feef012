"""A programme's price basis: read by everybody, set by finance staff and controllers, approved by another controller."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from savings.presentation.screen.price_bases import build_basis_items
from savings.recording.approve import approve_basis
from savings.recording.price_bases import NewPriceBasis, record_basis
from savings.recording.refusals import NoDatedDecision, Refused
from savings.reporting.lookup import find_basis, find_programme
from savings.reporting.price_bases import read_bases
from savings.roles import Role
from savings.web.acts import post_data, redirect_done, redirect_warned, refusals_in
from savings.web.forms.price_bases import PriceBasisForm
from savings.web.guard import RECORDERS, current_user, form_page, has_role, post_action


@form_page()
def bases(request: HttpRequest, slug: str) -> HttpResponse:
    """The price bases that a programme has had, and the form for the next."""
    programme, reader, records = find_programme(slug), current_user(request), has_role(request, *RECORDERS)
    if request.method == "POST" and not records:
        raise PermissionDenied
    form = PriceBasisForm(post_data(request))
    if form.is_valid():
        with refusals_in(form, "reference", NoDatedDecision):
            record_basis(NewPriceBasis(programme=programme, **form.cleaned_data), by=reader, at=timezone.now())
            done = _("The price basis is recorded. It counts once a controller other than you has approved it.")
            return redirect_done(request, done, "prices:bases", slug)
    context = {
        "programme": programme, "form": form, "records": records, "vouches": has_role(request, Role.CONTROLLER),
        "bases": build_basis_items(read_bases(programme.pk, reader), reader.get_username()),
    }  # fmt: skip
    return render(request, "prices/bases.html", context)


@post_action(Role.CONTROLLER)
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Let a price basis count, unless the reader recorded it."""
    basis = find_basis(number)
    try:
        approve_basis(basis=basis, by=current_user(request), at=timezone.now())
    except Refused as refused:
        words = _("The price basis is not approved. %(reason)s") % {"reason": refused}
        return redirect_warned(request, words, "prices:bases", basis.programme.slug)
    return redirect_done(request, _("The price basis is approved and counts."), "prices:bases", basis.programme.slug)
