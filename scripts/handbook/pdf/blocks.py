"""What stays together on paper: marks by which the style sheet keeps blocks whole, and lines of code that are cut."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from handbook.pdf.tables import measure

# In lines of a page (which has about 45 of them).
WHOLE_BOX, WHOLE_CODE = 22, 26
LETTERS_A_LINE = 50
LONG_CODE = 46.0                # widths of a full letter that the narrowest column of code takes
FALSE = ("むかし", "誤解")
LAST = ("種類：", "本文：")         # lines that end an entry


def prepare(node: LexborNode) -> None:
    """Mark the blocks of a page."""
    for box in node.css(".admonition, details, .choices"):
        if lines(box) <= WHOLE_BOX:
            _mark(box, "whole")
    for claim in node.css("p > strong:first-child"):
        if claim.text() in FALSE:
            _mark(claim.parent, "leads")        # a false statement, and below it the true one
    for last in node.css("p + p"):
        if last.text().startswith(LAST):
            _mark(last, "follows")
    for before in node.css("p:has(+ table), p:has(+ .highlight), p:has(+ ul), p:has(+ ol)"):
        if len(before.text()) <= 2 * LETTERS_A_LINE:
            _mark(before, "leads")
    for code in node.css("pre > code"):
        if code.text().count("\n") <= WHOLE_CODE:
            _mark(code.parent, "whole")
        if any(measure(line) > LONG_CODE for line in code.text().splitlines()):
            code.inner_html = "".join(
                f'<span class="code-line">{line or " "}</span>' for line in (code.inner_html or "").rstrip("\n").split("\n")
            )


def lines(box: LexborNode) -> int:
    """How many lines the text of a box takes, about."""
    return sum(1 + len(part.text()) // LETTERS_A_LINE for part in box.css("p, li, td:first-child, .admonition-title, pre"))


def _mark(node: LexborNode | None, name: str) -> None:
    if node is not None:
        node.attrs["class"] = f"{node.attributes.get('class') or ''} {name}".strip()
