"""What is said of a figure: at which figure, and the one text that is said."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from savings.elements.words import UNALLOCATED
from savings.vocabulary import VOCABULARY, Place
from savings.web.forms.fields import ChecksField, Form, SelectField, TextField, Words, YearField

LONGEST = 4000


class PlaceQuery(Form):
    """Which figure (`tal`), of which year and unit; `ingen=enhed` is what stands on no unit, neither is the whole programme."""

    tal = SelectField(
        _("Figure"),
        [(figure.code, figure.words) for figure in VOCABULARY.at(Place.NOTES)],
        wanted=_("Choose the figure that it is about."),
    )
    aar = YearField(_("Year"), wanted=_("Write the year that it is about."))
    enhed = TextField(_("Unit"), most=40, help_text=_("Its code, such as SUF."))
    ingen = ChecksField(_("Only what stands on none"), [("enhed", UNALLOCATED)], wrong=_("Choose the one shown, or nothing."))


class CommentField(TextField):
    """A text of some lines."""

    def __init__(self, label: Words, *, wanted: Words) -> None:
        super().__init__(label, wanted=wanted, most=LONGEST, lines=6)


class AskForm(Form):
    """A question at a figure."""

    text = CommentField(_("Your question"), wanted=_("Write what you want to know."))


class NoteForm(Form):
    """A note at a figure."""

    text = CommentField(_("Note"), wanted=_("Write what readers of the figure must know."))


class AnswerForm(Form):
    """The answer to a question."""

    text = CommentField(_("Your answer"), wanted=_("Write the answer."))


class RejectNoteForm(Form):
    """Why a note is sent back."""

    text = CommentField(_("Why it is sent back"), wanted=_("Write what its writer should put right."))


class WithdrawNoteForm(Form):
    """Why a note is withdrawn."""

    text = CommentField(_("Why it is withdrawn"), wanted=_("Write why it is withdrawn."))
