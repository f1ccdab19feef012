"""The parts of a workbook's zip, unpacked under a limit and packed anew, so that nothing else of it is ever read.

A sheet may claim a million rows by a thousand columns in a few hundred bytes, a zip may hold a thousand times its own size,
a hundred thousand members, or two of one name. What is given to the parser is exactly what was walked here, piece by piece
and never whole in memory.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from savings.recording.importing.faults import InvalidInput, Reason

#: Most bytes that the parts of a workbook may unpack to, together; and each of the small ones, which are read whole.
MOST_UNPACKED = 120_000_000
MOST_SMALL = 8_000_000
#: More members than any workbook has. Each costs memory before anything of it is read.
MOST_MEMBERS = 5_000
PIECE = 1 << 18


class UnpackedParts:
    """The parts of the zip that were asked for, by their name in lower case."""

    def __init__(self, data: bytes) -> None:
        if data.count(b"PK\x01\x02") > MOST_MEMBERS:
            raise InvalidInput(Reason.UNREADABLE)
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = {info.filename.lower(): info for info in self.archive.infolist()}
        self.left = MOST_UNPACKED
        self.packed = io.BytesIO()
        self.target = zipfile.ZipFile(self.packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1)

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.lower() in self.names

    def read_small(self, name: str) -> bytes:
        """A small part as a whole, which is packed anew; nothing where there is none."""
        pieces: list[bytes] = []
        if self.has(name):
            self.unpack(name, pieces.append, most=MOST_SMALL)
        return b"".join(pieces)

    def unpack(self, name: str, take: Callable[[bytes], object], *, most: int = MOST_UNPACKED) -> None:
        """Give the pieces of a part to `take`, and pack them anew; counted by what comes out, not by what the zip says.

        Raises:
            InvalidInput: when more comes out than may.
        """
        info = self.names[name.lower()]
        with self.archive.open(info) as member, self.target.open(info.filename, "w") as packed:
            while piece := member.read(PIECE):
                self.left -= len(piece)
                most -= len(piece)
                if self.left < 0 or most < 0:
                    raise InvalidInput(Reason.FILE_SIZE, expected=str(MOST_UNPACKED // 1_000_000))
                take(piece)
                packed.write(piece)

    def begins(self, name: str, most: int = PIECE) -> bytes:
        """The beginning of a part; it is not packed anew."""
        with self.archive.open(self.names[name.lower()]) as member:
            return member.read(most)

    def pack_again(self) -> io.BytesIO:
        """A zip of exactly the bytes that were unpacked and looked at."""
        self.target.close()
        self.packed.seek(0)
        return self.packed
