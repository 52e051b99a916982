"""Numbered notes at the end of a page: the source behind a value, the address behind a link."""

from __future__ import annotations

from html import escape

from handbook.data import Fact, Library
from handbook.pdf.inline import JOINER
from handbook.views.markup import japanese_date


class Notes:
    """The notes of one page. The same source or address keeps its number."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._numbers: dict[str, int] = {}

    def mark(self, text: str) -> str:
        """The small number that leads to the note `text` (HTML), joined to the character before it."""
        number = self._numbers.setdefault(text, len(self._numbers) + 1)
        # Joined: a mark never begins a line.
        return f'{JOINER}<a class="note-mark" href="#{self._id(number)}">※{number}</a>'

    def html(self) -> str:
        """The list of all notes; empty without any."""
        if not self._numbers:
            return ""
        items = "".join(f'<li id="{self._id(number)}">{text}</li>\n' for text, number in self._numbers.items())
        return f'<p class="notes-title">出典とリンク先</p>\n<ol class="notes">\n{items}</ol>\n'

    def _id(self, number: int) -> str:
        return f"{self._prefix}--note-{number}"


def fact_note(library: Library, fact: Fact) -> str:
    """What the mark behind a value stands for: statement, scope, sources with addresses, day of the check."""
    scope = f"（{escape(fact.scope)}）" if fact.scope else ""
    sources = "、".join(
        f"{escape(source.title)} {address(source.url)}" for source in map(library.source, fact.sources)
    )
    stale = "。確認から時間が経っています" if library.is_stale(fact) else ""
    return f"{escape(fact.statement)}{scope}。{sources}（{japanese_date(fact.verified)}確認{stale}）"


def address(url: str) -> str:
    return f'<a class="address" href="{escape(url)}">{escape(url)}</a>'
