"""The paper's compiler: a warm Typst that turns data and a moment into a PDF that is PDF/UA-1 and PDF/A-3a.

It takes no font, package or clock from the machine, so that the same data give the same bytes everywhere.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from savings.elements.typesetting.process import CannotBeSet, TookTooLong, TypesettingProcess

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "paper"
STANDARDS: list[Any] = ["ua-1", "a-3a"]

__all__ = ["CannotBeSet", "TookTooLong", "compile_pdf", "render_pages", "render_png"]


def compile_pdf(template: str, data: Mapping[str, Any], moment: datetime) -> bytes:
    """The PDF of a template in `templates/paper`, which finds `data` as JSON in `sys.inputs.data`.

    Args:
        moment: written into the file as the moment it was made.

    Raises:
        CannotBeSet: when the template is wrong, or the data holds a character that no font of ours covers
            (see `savings.elements.typesetting.glyphs`); `TookTooLong`, which is one, when it is not done in time.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    stamp = int(moment.timestamp())
    path = str(TEMPLATES / template)
    pdf = _compiler().compile(path, sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=stamp)
    _drop_what_is_kept()
    if not isinstance(pdf, bytes):
        raise TypeError(f"{template} compiled to {type(pdf)}")
    return pdf


#: Dots an inch: twice what a screen has, so that a picture stays sharp on a slide.
DOTS = 144


def render_png(svg: str) -> bytes:
    """An SVG of ours as a PNG, in the fonts of the paper."""
    png = _compiler().compile(str(TEMPLATES / "chart.typ"), sys_inputs={"svg": svg}, format="png", ppi=DOTS)
    if not isinstance(png, bytes):
        raise TypeError(f"a chart compiled to {type(png)}")
    return png


def render_pages(template: str, data: Mapping[str, Any]) -> list[bytes]:
    """The pages of a template as SVG pictures: sharp at any size, and six times as quick to make as PNG. They fetch nothing.

    Raises:
        CannotBeSet: as `compile_pdf`, though a picture has fewer rules to keep than a paper.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    svgs = _compiler().compile(str(TEMPLATES / template), sys_inputs=inputs, format="svg")
    _drop_what_is_kept()
    return [_DRAWN.sub(_in_our_fonts, page) for page in ([svgs] if isinstance(svgs, bytes) else svgs or [])]


#: A chart as `chart.typ` sets it, without the margin that a file of its own has.
_BARE = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"))
#image(bytes(sys.inputs.svg), format: "svg", width: 720pt)
"""
#: A chart inside a page: an SVG within the SVG, whose words a browser would set in fonts of its own.
_DRAWN = re.compile(rb"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")


def _in_our_fonts(drawn: re.Match[bytes]) -> bytes:
    return b"data:image/png;base64," + base64.b64encode(_drawing(base64.b64decode(drawn[1]).decode()))


@lru_cache(maxsize=64)
def _drawing(svg: str) -> bytes:
    """A chart as the paper shows it; it stays the same while only the text around it is written."""
    png = _compiler().compile(_BARE, sys_inputs={"svg": svg}, format="png", ppi=DOTS)
    if not isinstance(png, bytes):
        raise TypeError(f"a chart compiled to {type(png)}")
    return png


def _drop_what_is_kept() -> None:
    """Let the compiler drop what it kept of a document ten compilations later, and ours hardly ever repeat: empty ones in
    between let it go three times as soon, so that the process stays 30 MB smaller for a millisecond.
    """
    for _turn in range(2):
        _compiler().compile(b"", format="pdf")


@lru_cache(maxsize=1)
def _compiler() -> TypesettingProcess:
    return TypesettingProcess(TEMPLATES)
