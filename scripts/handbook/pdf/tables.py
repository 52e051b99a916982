"""Tables on paper: columns as wide as their text asks, so that nothing is cut and layout is quick."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from selectolax.lexbor import LexborNode

from handbook.pdf.slots import Slots

# In widths of a full letter.
NARROWEST, WIDEST, PADDING = 3.0, 24.0, 1.2
# Up to here a column takes its longest text in one line, with few and with many columns.
SHORT, SHORTER = 10.0, 6.0
ROOM = 57.0                     # of a line
MANY_COLUMNS = 5
# A table with no more rows and letters goes to the next page rather than be cut.
SHORT_ROWS, SHORT_TEXT = 6, 420


def prepare(node: LexborNode, slots: Slots) -> None:
    """Give every table of a page its column widths; many columns get smaller letters."""
    for table in node.css("table"):
        rows = [row.css("th, td") for row in table.css("tr")]
        count = max(map(len, rows))
        widths = shares([[cell.text() for cell in row] for row in rows if len(row) == count])
        columns = "".join(f'<col style="width:{width:.1f}%">' for width in widths)
        kinds = ["many-columns"] * (count >= MANY_COLUMNS) + ["whole"] * (len(rows) <= SHORT_ROWS and len(table.text()) <= SHORT_TEXT)
        if kinds:
            table.attrs["class"] = " ".join(kinds)
        for head in table.css("th"):
            if "scope" not in head.attributes:
                head.attrs["scope"] = "col"
        first = table.child
        while first is not None and not first.is_element_node:
            first = first.next
        if first is not None:
            first.insert_before(slots.mark(f"<colgroup>{columns}</colgroup>"))


def shares(rows: list[list[str]]) -> list[float]:
    """Per cent of the width for every column.

    Where every text has room in one line, each column gets its own. Else a column gets its longest unbreakable
    word first, and what is left goes to the columns with the most text.
    """
    short = SHORT if len(rows[0]) < MANY_COLUMNS else SHORTER
    whole, least = [], []
    for column in zip(*rows, strict=True):
        lengths = [measure(text.strip()) for text in column]
        longest, mean = max(lengths), sum(lengths) / len(lengths)
        word = max((measure(word) for text in column for word in _words(text)), default=0.0)
        whole.append(max(NARROWEST, word, min(longest, 3 * mean)) + PADDING)
        least.append(min(WIDEST, max(NARROWEST, word, min(longest, short))) + PADDING)
    if sum(whole) <= ROOM:
        widths = whole
    else:
        left = max(0.0, ROOM - sum(least))
        wishes = [max(0.1, wish - width) for wish, width in zip(whole, least, strict=True)]
        widths = [width + left * wish / sum(wishes) for width, wish in zip(least, wishes, strict=True)]
    return [width / sum(widths) * 100 for width in widths]


def measure(text: str) -> float:
    """In widths of a full letter; a little more than the font's own."""
    return sum(map(_letter_width, text))


@cache
def _letter_width(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WFA":
        return 1.0
    return 0.82 if letter.isupper() or letter in "mw@%" else 0.63


def _words(text: str) -> list[str]:
    """Runs of letters that do not break: Latin words and numbers."""
    return re.findall(r"[!-~]+", text)
