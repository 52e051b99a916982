"""用語集: terms in the order of the Japanese syllabary."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from handbook.data import Library, Term
from handbook.views.markup import link_to, sentence, table

GLOSSARY_PAGE = "reference/glossary.md"

# First kana of a reading → its row. Voiced and small kana are folded before the look-up.
ROWS = {
    "a": ("あ行", "あいうえお"), "ka": ("か行", "かきくけこ"), "sa": ("さ行", "さしすせそ"),
    "ta": ("た行", "たちつてと"), "na": ("な行", "なにぬねの"), "ha": ("は行", "はひふへほ"),
    "ma": ("ま行", "まみむめも"), "ya": ("や行", "やゆよ"), "ra": ("ら行", "らりるれろ"),
    "wa": ("わ行", "わをん"),
}
SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")


def slug(term: Term) -> str:
    """ASCII name of a term for its address; empty when the record gives no Latin spelling."""
    latin = next((text for text in (term.abbr, term.english, term.term) if text and text.isascii()), "")
    return re.sub(r"[^a-z0-9]+", "-", latin.lower()).strip("-")


def anchor(term: Term) -> str:
    return f"term-{slug(term)}"


def fold(reading: str) -> str:
    """Sort key of a reading: voiced and small kana count as the plain ones, ー is dropped."""
    plain = "".join(
        char for char in unicodedata.normalize("NFD", reading) if not unicodedata.combining(char)
    )
    return plain.translate(SMALL).replace("ー", "")


def row_of(term: Term) -> str:
    first = fold(term.reading)[:1]
    return next((name for name, (_, kana) in ROWS.items() if first in kana), "a")


def by_row(terms: Iterable[Term]) -> dict[str, list[Term]]:
    rows: dict[str, list[Term]] = {name: [] for name in ROWS}
    for term in sorted(terms, key=lambda term: (fold(term.reading), term.term)):
        rows[row_of(term)].append(term)
    return rows


def listing(library: Library, page: str) -> str:
    """The whole glossary, one section a row of the syllabary."""
    blocks = []
    for name, terms in by_row(library.terms.values()).items():
        if terms:
            blocks.append(f"## {ROWS[name][0]} {{ #row-{name} }}")
            blocks += [_entry(library, page, term) for term in terms]
    return "\n\n".join(blocks)


def english_table(library: Library, page: str) -> str:
    """English name → Japanese term, A to Z, one section a letter; each row leads to the glossary."""
    rows: dict[str, list[list[str]]] = {}
    named = [term for term in library.terms.values() if term.english]
    for term in sorted(named, key=lambda term: (term.english.casefold(), fold(term.reading))):
        link = f"[{term.term}]({link_to(f'{GLOSSARY_PAGE}#{anchor(term)}', page)})"
        # Few have an abbreviation: a column of its own would take the room of the others on a phone.
        abbr = f"（{term.abbr}）" if term.abbr and term.abbr not in (term.english, term.term) else ""
        rows.setdefault(term.english[0].upper(), []).append([term.english + abbr, link])
    return "\n\n".join(
        f"## {letter} {{ #letter-{letter.lower()} }}\n\n{table(['英語', '日本語'], of_letter)}"
        for letter, of_letter in rows.items()
    )


def _entry(library: Library, page: str, term: Term) -> str:
    names = "、".join(
        text for text in dict.fromkeys((term.english, term.abbr)) if text and text.casefold() != term.term.casefold()
    )
    # No brackets behind or around brackets: 「**永続性**：Durability (ACID)」.
    latin = f"：{names}" if "(" in names or term.term.endswith("）") else f"（{names}）"
    notes = []
    if term.former:
        notes.append(f"旧称：{'、'.join(term.former)}")
    if term.confused_with:
        notes.append("混同しやすい語：" + "、".join(
            f"[{other}](#{anchor(library.terms[other])})" if other in library.terms else other
            for other in term.confused_with
        ))
    notes.append(f"[本文の「{term.term}」]({link_to(term.home, page)})")
    return "\n".join([
        f"**{term.term}**{{ #{anchor(term)} }}{latin if names else ''}",
        f":   {sentence(term.definition)}{'。'.join(notes)}",
    ])
