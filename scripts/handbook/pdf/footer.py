"""What is written when all pages have their numbers: the foot lines, and in the text the pages of other places.

A foot line has the site's address and the edition to the left, `page / pages` to the right.
"""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Name, Pdf

from handbook.pdf.fonts import FACES, fonts

FONT = "/Footer"
SIZE, LEFT, RIGHT, BASELINE = 7.5, 51.0, 595.28 - 51.0, 31.0     # points, on A4
GREY = "0.27 g"
REFERENCE_SIZE, RAISED = 6.2, 1.2      # of the numbers in the text; their room is that of .page-ref in paper.css


class Footer:
    """Writes foot lines with a font that stands in `pdf`, made by `ink()`."""

    def __init__(self, pdf: Pdf, font: pikepdf.Object, text: str) -> None:
        self._font = font
        self._pdf = pdf
        self._text = text
        face = TTFont(fonts()[FACES[0]], lazy=True)
        self._cmap, self._order, self._metrics = face.getBestCmap(), face.getReverseGlyphMap(), face["hmtx"]
        self._unit = SIZE / face["head"].unitsPerEm

    def write(self, page: pikepdf.Page, number: int, total: int, references: Iterable[tuple[float, float, int]] = ()) -> None:
        """Add the line, and numbers of pages at (left, foot), as artifacts: they are no content."""
        if FONT not in page.resources.Font:
            page.resources.Font[FONT] = self._font
        right = f"{number} / {total}"
        content = (
            f"Q /Artifact <</Type /Pagination /Subtype /Footer>> BDC q {GREY} BT {FONT} {SIZE} Tf "
            f"1 0 0 1 {LEFT} {BASELINE} Tm {self._glyphs(self._text)} Tj "
            f"1 0 0 1 {RIGHT - self._width(right):.2f} {BASELINE} Tm {self._glyphs(right)} Tj ET Q EMC"
        )
        places = "".join(f"1 0 0 1 {left:.2f} {foot + RAISED:.2f} Tm {self._glyphs(f'p{place}')} Tj " for left, foot, place in references)
        if places:
            content += f" /Artifact BMC q {GREY} BT {FONT} {REFERENCE_SIZE} Tf {places}ET Q EMC"
        page.contents_add(self._pdf.make_stream(b"q"), prepend=True)
        page.contents_add(self._pdf.make_stream(content.encode("ascii")))

    def _glyphs(self, text: str) -> str:
        return "<" + "".join(f"{self._order[self._cmap[ord(letter)]]:04x}" for letter in text) + ">"

    def _width(self, text: str) -> float:
        return sum(self._metrics[self._cmap[ord(letter)]][0] for letter in text) * self._unit


def ink(text: str) -> str:
    """HTML of a page whose only font holds every character of the foot lines."""
    return f'<html lang="ja"><title>ink</title><body style="font-family:\'BIZ UDPGothic\'">{text}0123456789/p </body></html>'


def font_of(pdf: Pdf) -> pikepdf.Object:
    return next(iter(pdf.pages[0].resources[Name.Font].values()))
