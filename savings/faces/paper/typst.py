"""The paper's compiler: one warm Typst that turns data and a moment into a PDF that is PDF/UA-1 and PDF/A-3a.

It takes no font, package or clock from the machine, so that the same data give the same bytes everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "paper"
STANDARDS: list[Any] = ["ua-1", "a-3a"]
#: A page that holds only a drawing. Its pixels are points on paper: 96 to the inch, of which 192 are painted.
PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")"""
#: One compilation at a time: the compiler is one object, and it is quicker warm than two would be cold.
_LOCK = Lock()


def compiled(template: str, data: Mapping[str, Any], moment: datetime) -> bytes:
    """The PDF of a template in `templates/paper`, which finds `data` as JSON in `sys.inputs.data`.

    Args:
        moment: written into the file as the moment it was made.

    Raises:
        typst.TypstError: when the template is wrong, or the data holds a character that no font of ours covers
            (see `savings.faces.paper.glyphs`).
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    stamp = int(moment.timestamp())
    path = str(TEMPLATES / template)
    with _LOCK:
        pdf = _compiler().compile(path, sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=stamp)
        # What was kept of a document is dropped ten compilations later. Ours hardly ever repeat, so empty ones in between
        # let it go three times as soon: a worker stays 30 MB smaller for a millisecond.
        for _turn in range(2):
            _compiler().compile(b"", format="pdf")
    if not isinstance(pdf, bytes):
        raise TypeError(f"{template} compiled to {type(pdf)}")
    return pdf


def picture(svg: str) -> bytes:
    """The PNG of a drawing, at two pixels to each of its own.

    Raises:
        typst.TypstError: when the drawing holds a character that no font of ours covers (see `savings.faces.paper.glyphs`).
    """
    with _LOCK:
        made = _compiler().compile(PICTURE, sys_inputs={"svg": svg}, format="png", ppi=192)
    if not isinstance(made, bytes):
        raise TypeError(f"a drawing compiled to {type(made)}")
    return made


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(TEMPLATES), ignore_system_fonts=True)
