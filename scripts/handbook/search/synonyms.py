"""Names that mean the same: the glossary's terms, and everyday words for what the pages call otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from handbook.data import Term
from handbook.findings import Finding
from handbook.search.script import name_key, reading_key
from handbook.yamlfile import BrokenData, read_items

EVERYDAY = Path("data/search/synonyms.yml")


def terms(records: Iterable[Term], sections: Mapping[str, int]) -> list[list[Any]]:
    """The glossary as `[names, reading, number of the home section]`; -1 without one in the index.

    Args:
        sections: number of every section by its place (`dynamodb/indexes.md#gsi`).
    """
    return [
        [
            _names(term),
            "" if _reads_as_written(term) else reading_key(term.reading),
            sections.get(term.home, -1),
        ]
        for term in records
    ]


def _reads_as_written(term: Term) -> bool:
    """Whether the reading is that of its first name in katakana, which engine.js finds by itself."""
    katakana = [name for name in map(name_key, _names(term)) if re.fullmatch("[ァ-ヺ ]+", name)]
    return bool(katakana) and katakana[0].replace(" ", "") == reading_key(term.reading)


def _names(term: Term) -> list[str]:
    return list(dict.fromkeys(name for name in (term.term, term.english, term.abbr, *term.aliases, *term.former) if name))


def everyday(root: Path) -> list[list[str]]:
    """Groups of everyday words, each a list of at least two.

    Raises:
        BrokenData: when the file has another form; names the line.
    """
    file = root / EVERYDAY
    if not file.is_file():
        return []
    items = read_items(file, root)
    wrong = [
        Finding(EVERYDAY.as_posix(), item.line, "record", "同じ意味の語が2つ以上並んでいません → [語, 語]の形で書く")
        for item in items
        if not (isinstance(item.values, list) and len(item.values) > 1 and all(isinstance(word, str) for word in item.values))
    ]
    if wrong:
        raise BrokenData(wrong)
    return [item.values for item in items]
