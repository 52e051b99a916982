"""Put HTML into a parsed tree: marks in the text, exchanged for the HTML when the tree is written."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

# Private use characters, which no page holds.
MARK = re.compile("\ue000(\\d+)\ue001")


class Slots:
    """Pieces of HTML, also halves such as an opening tag, that stand in a tree as marks."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def mark(self, html: str) -> str:
        self._pieces.append(html)
        return f"\ue000{len(self._pieces) - 1}\ue001"

    def replace(self, node: LexborNode, html: str) -> None:
        node.replace_with(self.mark(html))

    def wrap(self, node: LexborNode, opening: str, closing: str) -> None:
        node.insert_before(self.mark(opening))
        node.insert_after(self.mark(closing))

    def rename(self, node: LexborNode, opening: str, closing: str) -> None:
        """Other tags around the same content."""
        self.wrap(node, opening, closing)
        node.unwrap()

    def html(self, node: LexborNode) -> str:
        return MARK.sub(lambda match: self._pieces[int(match[1])], node.html or "")
