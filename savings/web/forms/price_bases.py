"""The form of a programme's price basis: the level, the decision that says so, and from when it holds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from savings.web.forms import fields
from savings.web.forms.fields import Form


class PriceBasisForm(Form):
    """The price level that a programme is shown in, by a dated decision."""

    level = fields.YearField(_("Price level"), wanted=_("Write the year in whose prices the programme shall be shown."))
    reference = fields.TextField(
        _("The decision"), wanted=_("Write the reference of the decision."), most=120, help_text=_("Such as BR 12/24.")
    )
    decided_on = fields.DayField(_("Decided on"), help_text=_("Empty where the decision is registered with its date."))
    page = fields.TextField(_("Page"), most=40)
    valid_from = fields.DayField(
        _("Holds from"),
        wanted=_("Write the first day from which the programme is shown in it."),
        help_text=_("Statuses as of an earlier day are shown as before."),
    )
