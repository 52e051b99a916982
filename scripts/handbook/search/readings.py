"""Readings of kanji words, so that hiragana finds them: 「せいごうせい」 → 整合性.

The glossary gives the readings of its terms; this gives those of the other words, from a dictionary.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from handbook.search.script import reading_key

if TYPE_CHECKING:
    from janome.tokenizer import Tokenizer

# In texts, only compounds are worth their bytes; the short words stand in headings, where they matter.
SHORTEST_IN_TEXT = 4


@cache
def _tokenizer() -> Tokenizer:
    from janome.tokenizer import Tokenizer  # brings its dictionary, which only whoever makes the index needs

    return Tokenizer()


@cache
def reading_of(word: str) -> str | None:
    """Folded reading of a word as it is written, okurigana included; None when the dictionary lacks a part."""
    parts = [token.reading for token in _tokenizer().tokenize(word)]
    return reading_key("".join(parts)) if parts and "*" not in parts else None


def readings(in_headings: Iterable[tuple[str, str]], in_texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Reading by folded word.

    Args:
        in_headings, in_texts: kanji words as (folded, as written).
    """
    wanted = {folded: written for folded, written in in_texts if len(folded) >= SHORTEST_IN_TEXT}
    wanted |= {folded: written for folded, written in in_headings if len(folded) > 1}
    found = {folded: reading_of(written) for folded, written in sorted(wanted.items())}
    return {folded: reading for folded, reading in found.items() if reading}
