"""The compact index: which words stand in which section, without the text itself.

Each section keeps its heading, and each word the list of sections that it stands in; the texts are written
apart, a file a page, and only read for the results on the screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from handbook.search.postings import fold, pack
from handbook.search.readings import readings
from handbook.search.script import Word, kanji_among, shared_words, words_of
from handbook.search.sections import IndexedPage, Section

LISTS = frozenset({"reference/quotas/"})
SUMMARY = "summary"
REPEATING = re.compile(r"(summary|related|pages.*)$")


def build_index(pages: list[IndexedPage], terms: list[list[Any]], everyday: list[list[str]]) -> dict[str, Any]:
    """The whole index, as engine.js reads it. What compresses alike stands together.

    Args:
        terms, everyday: names that mean the same, as synonyms.py gives them.
    """
    sections = [section for page in pages for section in page.sections]
    made: dict[str, Any] = {
        "pages": [
            [page.location, page.boost, [[section.anchor, section.level] for section in page.sections]] for page in pages
        ],
        "terms": terms,
        "everyday": everyday,
        "titles": [[page.name, *(section.title for section in page.sections)] for page in pages],
    }
    found = words_of([*(section.text for section in sections), *(section.title for section in sections)])
    of_texts, of_headings = found[:len(sections)], found[len(sections):]
    postings = stated(pages, of_texts, of_headings)
    shared = shared_words(made)
    rest = sorted(postings.keys() - set(shared))
    latin, other = [word for word in rest if word.isascii()], [word for word in rest if not word.isascii()]
    vocabulary = [*shared, *latin, *other]
    read = readings(_kanji(of_headings), _kanji(of_texts))
    return {
        "postings": pack((postings.get(word, ()) for word in vocabulary), len(sections)),
        **made,
        "words": {"latin": fold(latin), "other": fold(other)},
        "readings": " ".join(read.get(word, "") for word in kanji_among(vocabulary)).rstrip(),
    }


def prepare(texts: list[str]) -> None:
    """Load the scripts, and look up the readings of words before the pages with them are made."""
    kanji = _kanji(words_of(texts))
    readings(kanji, kanji)
    kanji_among([])


def stated(pages: list[IndexedPage], of_texts: list[list[Word]], of_headings: list[list[Word]]) -> dict[str, list[int]]:
    """Numbers of the sections that have a word in their text, and do not only repeat it; by folded word."""
    places = [(page, section) for page in pages for section in page.sections]
    # Hiragana is grammar, nearly always; a digit alone is in every list.
    words = [
        {word.folded for word in text if word.kind != "hiragana" and not (word.kind == "number" and len(word.folded) == 1)}
        - {word.folded for word in heading}
        for text, heading in zip(of_texts, of_headings, strict=True)
    ]
    told: dict[str, set[str]] = {}
    for (page, section), own in zip(places, words, strict=True):
        if not _repeats(page, section):
            told.setdefault(page.location, set()).update(own)
    everywhere = set().union(*told.values())
    postings: dict[str, list[int]] = {}
    for number, ((page, section), own) in enumerate(zip(places, words, strict=True)):
        if _repeats(page, section):
            own = own - (told.get(page.location, set()) if section.anchor == SUMMARY else everywhere)
        for word in own:
            postings.setdefault(word, []).append(number)
    return postings


def _repeats(page: IndexedPage, section: Section) -> bool:
    """Whether a section names what is told elsewhere: it is found by what only it says."""
    return page.location in LISTS or bool(REPEATING.match(section.anchor))


def _kanji(texts: Iterable[Iterable[Word]]) -> list[tuple[str, str]]:
    return [(word.folded, word.written) for words in texts for word in words if word.kind == "kanji"]
