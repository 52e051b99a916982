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
from pathlib import PurePosixPath
from typing import Any

from handbook.pages import Page
from handbook.search.readings import readings
from handbook.search.script import Word, words_of

# Written so that small gaps are one printable character; JSON escapes only the backslash among them.
FIRST_CODE = ord("#")
BLOCK = re.compile(r"</?(?:p|li|ol|ul|pre|tr|table)>")
MARK = re.compile(r"<sup>.*?</sup>|※")
TAG = re.compile(r"<[^>]+>")
# Its entries are the synonyms: a term is found at its home, not in the list.
TITLES_ONLY = frozenset({"reference/glossary/"})
# How much a page weighs against the others; `search: boost:` in its front matter decides first.
FOLDER_BOOST = {"about": 0.8, "about/decisions": 0.5}


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
        boost = entry.get("boost", FOLDER_BOOST.get(PurePosixPath(source).parent.as_posix(), 1))
        page = pages.setdefault(location, IndexedPage(location, source, sources[source].meta["title"], float(boost)))
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


def build_index(pages: list[IndexedPage]) -> dict[str, Any]:
    """The part of the index that comes from pages: `pages`, `words`, `postings`, `readings`."""
    sections = [section for page in pages for section in page.sections]
    postings: dict[str, list[int]] = {}
    words_of_texts = words_of([section.text for section in sections])
    words_of_headings = words_of([section.title for section in sections])
    for number, words in enumerate(words_of_texts):
        # Hiragana is grammar, nearly always; headings keep theirs.
        for word in sorted({word.folded for word in words if word.kind != "hiragana"}):
            postings.setdefault(word, []).append(number)
    vocabulary = sorted(postings)
    read = readings(_kanji(words_of_headings), _kanji(words_of_texts))
    return {
        "pages": [
            [page.location, page.name, page.boost, [[section.anchor, section.title, section.level] for section in page.sections]]
            for page in pages
        ],
        "words": " ".join(vocabulary),
        "postings": [gaps(postings[word]) for word in vocabulary],
        "readings": [" ".join(read), " ".join(read.values())],
    }


def _kanji(texts: Iterable[Iterable[Word]]) -> list[tuple[str, str]]:
    return [(word.folded, word.written) for words in texts for word in words if word.kind == "kanji"]


def gaps(numbers: Iterable[int]) -> str:
    """Ascending numbers as one character for each gap (gap 1 is `#`)."""
    coded = []
    previous = -1
    for number in numbers:
        code = FIRST_CODE + number - previous - 1
        # The halves of surrogate pairs are no characters of their own.
        coded.append(chr(code if code < 0xD800 else code + 0x800))
        previous = number
    return "".join(coded)
