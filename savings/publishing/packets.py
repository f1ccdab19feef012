"""Packets: published reports joined into one paper, each as it was published."""

from __future__ import annotations

from collections.abc import Sequence

from savings.faces.paper.packet import Cover, packet_pdf
from savings.publishing.editions import in_language, read_published


def packet(cover: Cover, numbers: Sequence[int]) -> bytes:
    """One PDF of several published reports, in the order given; the same reports give the same bytes.

    Raises:
        UnknownReport: when one of them is no published report with a text of its own.
        ValueError: when none is asked for.
    """
    if not numbers:
        raise ValueError("a packet holds at least one report")
    published = [read_published(number) for number in numbers]
    with in_language(published[0].document.manuscript):
        return packet_pdf(cover, [each.data for each in published], max(each.imprint.at for each in published))
