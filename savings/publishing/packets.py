"""Packets: several published reports joined into one PDF, each as it was published."""

from __future__ import annotations

from collections.abc import Sequence

from savings.presentation.paper.packet import Cover, packet_pdf
from savings.publishing.snapshots import read_published_report, use_language


def build_packet(cover: Cover, numbers: Sequence[int]) -> bytes:
    """Build one PDF of published reports, in the order given; the same reports give the same bytes.

    Raises:
        UnknownReport: when one of them is no published report with a text of its own.
        ValueError: when `numbers` is empty.
    """
    if not numbers:
        raise ValueError("a packet holds at least one report")
    published = [read_published_report(number) for number in numbers]
    with use_language(published[0].document.manuscript):
        return packet_pdf(cover, [each.data for each in published], max(each.imprint.at for each in published))
