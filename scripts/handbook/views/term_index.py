"""索引: every name of every term, in the order of the syllabary and A to Z, with the section that explains it.

Needs no JavaScript: it stands in for the search. A name that is not the term itself (abbreviation, English,
old name) leads to the term by 「→」.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from handbook.data import Library, Term
from handbook.views.glossary import ROWS, fold
from handbook.views.markup import link_to

DIGITS = "digits"
HIRAGANA = str.maketrans({chr(code): chr(code - 0x60) for code in range(ord("ァ"), ord("ヶ") + 1)})


class Entry(NamedTuple):
    group: str          # `row-ka`, `a`, `digits`
    order: str
    name: str
    term: Term


def listing(library: Library, page: str) -> str:
    """The whole index: how to jump, the syllabary, A to Z, digits."""
    groups: dict[str, list[Entry]] = {}
    found = [entry for term in library.terms.values() for entry in entries(term)]
    for entry in sorted(found, key=lambda entry: (entry.order, entry.name)):
        groups.setdefault(entry.group, []).append(entry)
    titles = {f"row-{name}": kana for name, (kana, _) in ROWS.items()}
    titles |= {letter: letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"} | {DIGITS: "数字"}
    used = {group: title for group, title in titles.items() if group in groups}
    jumps = "\n".join(f"[{title.removesuffix('行')}](#index-{group})" for group, title in used.items())
    blocks = [f'<nav class="term-jumps" aria-label="索引の頭文字" markdown="span">\n{jumps}\n</nav>']
    for group, title in used.items():
        lines = "\n".join(_line(entry, page) for entry in groups[group])
        # The names are the search's own; their headings would answer every letter.
        blocks.append(f'## {title} {{ #index-{group} data-search-exclude }}\n\n<div class="term-index" markdown="1">\n\n{lines}\n\n</div>')
    return "\n\n".join(blocks)


def entries(term: Term) -> Iterator[Entry]:
    """A term under each of its names, once where two are read alike (「S3 Select」 and 「Amazon S3 Select」, 「冪等」 and 「べき等」)."""
    found: dict[str, Entry] = {}
    for name in (term.term, *term.other_names):
        group, order = _place(name, term)
        told = name == term.term or not group.startswith("row-") or reading_of(term, name)
        found.setdefault(order if told else name, Entry(group, order, name, term))
    yield from found.values()


def _place(name: str, term: Term) -> tuple[str, str]:
    """Group and order of a name: by its first letter, or by how it is read."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    own = re.sub(r"^(amazon|aws) (?=[a-z])", "", plain)
    if re.match("[a-z]", own):
        return own[0], own.replace("ー", "")
    if re.match("[0-9]", own):
        return DIGITS, own
    reading = fold(reading_of(term, name) or term.reading)
    row = next((row for row, (_, kana) in ROWS.items() if reading[:1] in kana), "a")
    return f"row-{row}", reading


def reading_of(term: Term, name: str) -> str | None:
    """How a name of a term is read: as its record says, or as it is written in kana; None where neither tells."""
    if name == term.term:
        return term.reading
    written = unicodedata.normalize("NFKC", name)
    in_kana = re.fullmatch("[ぁ-ゖァ-ヺー・ ]+", written)
    return term.other_readings.get(name) or (written.translate(HIRAGANA) if in_kana else None)


def tells_no_reading(term: Term) -> list[str]:
    """Names for which the index would have to guess: neither Latin nor kana, and without a reading in the record."""
    return [name for name in term.other_names if not re.match("[A-Za-z0-9]", name) and reading_of(term, name) is None]


def _line(entry: Entry, page: str) -> str:
    home = link_to(entry.term.home, page)
    if entry.name == entry.term.term:
        return f"- [{entry.name}]({home})"
    old = "（旧称）" if entry.name in entry.term.former else ""
    return f"- {entry.name}{old} → [{entry.term.term}]({home})"
