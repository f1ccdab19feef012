"""How the figures are read, and how accessible the pages are."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from savings.presentation.screen.formulas import formulas as formula_rows
from savings.presentation.screen.formulas import standings, terms
from savings.web.guard import plain_page


@plain_page()
def formulas(request: HttpRequest) -> HttpResponse:
    """Sådan læses tallene: every term and every formula."""
    context = {"formulas": formula_rows(), "terms": terms(), "standings": standings()}
    return render(request, "help/formulas.html", context)


@login_not_required
@plain_page()
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement; open to everybody, for whom a barrier meets already at the door."""
    return render(request, "help/accessibility.html")
