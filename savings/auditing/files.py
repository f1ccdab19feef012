"""The attached files: each lies where its hash says, and has the content it had when it was attached."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from savings.models import Attachment
from savings.models.documents import place_of
from valby.durable import compute_digest


def find_file_faults() -> Iterator[str]:
    """Yield one sentence for each attached file that is gone or has another content."""
    rows = Attachment.objects.order_by("pk").values_list("name", "sha256", "document__reference")
    for name, digest, reference in rows.iterator():
        facts = {"name": name, "document": reference}
        place = place_of(digest)
        if not place.is_file():
            yield _("the file %(name)s of %(document)s is gone from the store.") % facts
            continue
        if compute_digest(place) != digest:
            yield _("the file %(name)s of %(document)s is not the one that was attached.") % facts
