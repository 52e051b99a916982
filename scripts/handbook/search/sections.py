"""What the search knows of a built page: its headings, each with the text below it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from handbook.pages import Page
from handbook.terms import url

# What a page says beside its text, and what it keeps from the search by itself (answers, drawings).
LEFT_OUT = (
    "[data-search-exclude]:not(h2, h3, h4), .fact-mark, .headerlink, .md-content__button, .chapter-pdf, sup, script, style"
)
HEADING = re.compile(r"<h[1-6]\b(?P<attributes>[^>]*)>(?P<title>.*?)</h[1-6]>", re.S)
ID = re.compile(r'\bid="([^"]+)"')
BLOCK = re.compile(r"</?(?:p|li|ol|ul|pre)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")
PRE = re.compile(r"(<pre\b.*?</pre>)", re.S)
# Its entries are the synonyms: a term is found at its home, not in the list.
TITLES_ONLY = frozenset({"reference/glossary/", "reference/term-index/"})
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


def read_site(site: Path, sources: Iterable[Page]) -> list[IndexedPage]:
    """The built pages of Markdown sources that are not kept from the search."""
    return [
        read_page((site / url(source.path) / "index.html").read_text(encoding="utf-8"), source)
        for source in sources if not _setting(source, "exclude")
    ]


def read_page(text: str, source: Page) -> IndexedPage:
    """One page from its HTML."""
    location = url(source.path)
    weight = FOLDER_BOOST.get(source.path.rpartition("/")[0], 1) * TYPE_BOOST.get(source.meta.get("type"), 1)
    sections = list(_sections(text, {heading.id: heading.level for heading in source.headings}))
    if location in TITLES_ONLY:
        sections = [Section(section.anchor, section.title, "", section.level) for section in sections]
    return IndexedPage(location, source.path, source.meta["title"], float(_setting(source, "boost") or weight), sections)


def _setting(source: Page, name: str) -> Any:
    """`search:` in the front matter, as Material's own search reads it."""
    return (source.meta.get("search") or {}).get(name)


def _sections(text: str, levels: Mapping[str, int]) -> Iterator[Section]:
    article = LexborHTMLParser(text).css_first("article")
    for node in article.css(LEFT_OUT):
        node.decompose()
    _, *parts = HEADING.split(article.inner_html)
    for number, (attributes, title, below) in enumerate(zip(parts[::3], parts[1::3], parts[2::3], strict=True)):
        if "data-search-exclude" in attributes:     # a heading takes its section with it
            continue
        anchor = ID.search(attributes)[1] if number else ""
        # Headings that a macro writes are in no source; they stand below the page's own.
        yield Section(anchor, plain(title), plain(below), levels.get(anchor, 2) if number else 1)


def plain(fragment: str) -> str:
    """Text of an HTML fragment; blocks end in a line break."""
    flowing = "".join(part if part.startswith("<pre") else part.replace("\n", " ") for part in PRE.split(fragment))
    text = html.unescape(TAG.sub("", BLOCK.sub("\n", flowing))).replace("※", "")
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"[^\S\n]+", " ", text)).strip()
