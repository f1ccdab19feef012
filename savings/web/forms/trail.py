"""What is asked of the trail."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from savings.presentation.screen.trail import ACTS, SUBJECTS
from savings.reporting.choices import read_programme_choices
from savings.reporting.trail import TrailAsked
from savings.web.forms.fields import DayField, Form, PageField, SelectField, TextField


class TrailQuery(Form):
    """Which acts: of a period, a person, a sort, a thing, a programme, or with a word in them."""

    fra = DayField(_("From"))
    til = DayField(_("To"))
    hvem = TextField(_("Who"), most=150, help_text=_("The user name."))
    gjorde = SelectField(_("Did"), [("", _("All")), *ACTS.items()])
    ved = SelectField(_("To what"), [("", _("All")), *SUBJECTS.items()])
    nr = PageField(_("Number"))
    program = SelectField(_("Programme"))
    ord = TextField(_("A word in it"), most=100)
    side = PageField(_("Page"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices(program=[("", _("All")), *read_programme_choices()])

    @property
    def question(self) -> TrailAsked:
        """The question, cleaned."""
        asked = self.cleaned_data
        return TrailAsked(
            first=asked["fra"], last=asked["til"], person=asked["hvem"], act=asked["gjorde"], subject=asked["ved"],
            number=asked["nr"], programme=asked["program"], text=asked["ord"],
        )  # fmt: skip
