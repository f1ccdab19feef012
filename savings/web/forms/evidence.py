"""What an entry rests on and what shows it to be true, with the sentence that it says and the date from which it counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from savings.elements.numbers import day as shown_day
from savings.models import User
from savings.recording.files import FILE_TYPES, StoredFile, store_file
from savings.recording.refusals import FileRefused, StoreClosed, StoreFull
from savings.reporting.choices import read_closed_through, read_references
from savings.vocabulary import DECIDED_ACTS, Act
from savings.web.forms import fields
from savings.web.forms.fields import Form

if TYPE_CHECKING:
    from savings.models import Programme


class ReferenceField(fields.TextField):
    """The reference of a decision or document; the browser offers those that are registered."""

    def __init__(self, label: fields.Words, **kwargs: Any) -> None:
        super().__init__(label, most=120, **kwargs)
        self.widget.attrs["list"] = "references"


class EvidenceForm(Form):
    """What the entry says in a sentence, from when it counts, what it rests on, and what shows it to be true."""

    text = fields.TextField(
        _("In one sentence"),
        wanted=_("Write in one sentence what the entry says."),
        most=1000,
        help_text=_("As it shall stand in the list of entries."),
    )
    keep = fields.TickField(_("The evidence of the entry still holds"))
    reason = fields.TextField(_("Why it is corrected"), wanted=_("Write why the entry is corrected."), most=2000, lines=2)
    booked_on = fields.DayField(_("Counts from"), wanted=_("Write the date from which the entry counts."))
    source = ReferenceField(
        _("The decision or document it rests on"),
        wanted=_("Name the decision that the change rests on."),
        help_text=_("Its reference, such as BR 320/07."),
    )
    source_sort = fields.RadioField(_("It is"), [("decision", _("A decision by a body")), ("document", _("Another document"))])
    source_body = fields.TextField(_("Body"), most=200, help_text=_("Who decided or wrote it."))
    source_date = fields.DayField(_("Its date"))
    source_page = fields.TextField(_("Page"), most=40)
    same = fields.TickField(_("It also shows that the amounts are true"))
    proof = ReferenceField(_("Another document that shows it"), help_text=_("A document number or title."))
    proof_page = fields.TextField(_("Page in it"), most=40)
    proof_note = fields.TextField(_("What it shows"), most=500)
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(FILE_TYPES)}),
        help_text=_("PDF, picture, document, workbook or text."),
        error_messages=dict.fromkeys(("empty", "invalid", "missing"), FileRefused.sentence),
    )
    drop_file = fields.TickField(_("Take the attached file out again"))

    #: What an act that a decision alone carries does not ask for.
    PROOFS: ClassVar = ("source_sort", "same", "proof", "proof_page", "proof_note", "file", "drop_file")

    def __init__(
        self,
        *args: Any,
        programme: Programme,
        person: User,
        today: date,
        act: str,
        kept: StoredFile | None,
        evidence: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"booked_on": today, "source_sort": "decision", "keep": bool(evidence), **kwargs.pop("initial", {})}
        super().__init__(*args, **kwargs)
        self.kept, self.closed, self.references = kept, read_closed_through(programme, person, today), read_references(person)
        decided = act in DECIDED_ACTS
        self.fields["source"].required = decided
        self.fields["keep"].help_text = "; ".join(evidence)
        if act != Act.CORRECTION:
            self.leave_out("keep", "reason")
        elif not evidence:
            self.leave_out("keep")
        if decided:
            self.leave_out(*self.PROOFS)
        elif kept is None:
            self.leave_out("drop_file")

    def clean_booked_on(self) -> date:
        """A date in open books."""
        day: date = self.cleaned_data["booked_on"]
        if self.closed is not None and day <= self.closed:
            facts = {"date": shown_day(self.closed)}
            raise forms.ValidationError(
                _g("The books are closed through %(date)s. Write a later date, or ask the controller for an exception.") % facts
            )
        return day

    def clean_file(self) -> StoredFile | None:
        """The file, put into the store."""
        file = self.cleaned_data.get("file")
        if not isinstance(file, UploadedFile):
            return self.kept
        try:
            return store_file(file.name or "", file.read())
        except (FileRefused, StoreFull, StoreClosed) as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean(self) -> dict[str, Any]:
        """What is said of a document names the document."""
        cleaned = self.cleaned_data
        if not cleaned.get("source") and "source" in cleaned and (cleaned.get("source_page") or cleaned.get("same")):
            self.add_error("source", _("Write the reference of what it rests on."))
        described = cleaned.get("proof_page") or cleaned.get("proof_note")
        if described and "proof" in cleaned and not (cleaned["proof"] or cleaned.get("file")):
            self.add_error("proof", _("Write the reference of the document that shows it."))
        return cleaned
