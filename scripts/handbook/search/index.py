"""The compact index: which words stand in which section, without the text itself.

Material's `search_index.json` carries every text as HTML. Here each section keeps its heading, and each
word the list of sections that it stands in; the texts are written apart, a file a page, and only read
for the results on the screen.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from handbook.pages import Page
from handbook.search.postings import fold, pack
from handbook.search.readings import readings
from handbook.search.script import Word, is_kanji, shared_words, words_of

BLOCK = re.compile(r"</?(?:p|li|ol|ul|pre|tr|table)>")
MARK = re.compile(r"<sup>.*?</sup>|※")
TAG = re.compile(r"<[^>]+>")
# Its entries are the synonyms: a term is found at its home, not in the list.
TITLES_ONLY = frozenset({"reference/glossary/", "reference/term-index/"})
LISTS = frozenset({"reference/quotas/"})
SUMMARY = "summary"
REPEATING = re.compile(r"(summary|related|pages.*)$")
# How much a page weighs against the others; `search: boost:` in its front matter decides first.
FOLDER_BOOST = {"": 0.8, "about": 0.8, "about/decisions": 0.5}
# Who follows steps looks for them; who asks what something is wants the page that explains it.
TYPE_BOOST = {"hands-on": 0.92}


@dataclass(frozen=True)
class Section:
    """One heading with the text below it. `anchor` is empty for the top of a page; `level` counts from 1."""

    anchor: str
    title: str
    text: str
    level: int


@dataclass(frozen=True)
class IndexedPage:
    """`location` is the address relative to the site (`dynamodb/indexes/`), `source` the file below docs/,
    `name` what the menu calls it.
    """

    location: str
    source: str
    name: str
    boost: float
    sections: list[Section] = field(default_factory=list)

    @property
    def places(self) -> list[str]:
        """Its sections as records name places: `dynamodb/indexes.md#gsi`."""
        return [f"{self.source}#{section.anchor}" if section.anchor else self.source for section in self.sections]


def read_entries(entries: Iterable[Mapping[str, Any]], sources: Mapping[str, Page]) -> list[IndexedPage]:
    """Sections by page from the `docs` of Material's search_index.json.

    Args:
        sources: the Markdown pages, for the levels of headings; by path below docs/.
    """
    pages: dict[str, IndexedPage] = {}
    for entry in entries:
        location, _, anchor = entry["location"].partition("#")
        source = _source(location, sources)
        meta = sources[source].meta
        weight = FOLDER_BOOST.get(source.rpartition("/")[0], 1) * TYPE_BOOST.get(meta.get("type"), 1)
        page = pages.setdefault(location, IndexedPage(location, source, meta["title"], float(entry.get("boost", weight))))
        text = "" if location in TITLES_ONLY else plain(entry["text"])
        levels = {heading.id: heading.level for heading in sources[source].headings}
        # Headings that a macro writes are in no source; they stand below the page's own.
        page.sections.append(Section(anchor, plain(entry["title"]), text, levels.get(anchor, 2) if anchor else 1))
    return list(pages.values())


def _source(location: str, sources: Mapping[str, Page]) -> str:
    path = location.rstrip("/")
    return f"{path}.md" if f"{path}.md" in sources else f"{path}/index.md".lstrip("/")


def plain(fragment: str) -> str:
    """Text of an HTML fragment; blocks end in a line break."""
    text = html.unescape(TAG.sub("", BLOCK.sub("\n", MARK.sub("", fragment))))
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"[^\S\n]+", " ", text)).strip()


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
    of_texts = words_of([section.text for section in sections])
    of_headings = words_of([section.title for section in sections])
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
        "readings": " ".join(read.get(word, "") for word in vocabulary if is_kanji(word)).rstrip(),
    }


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
