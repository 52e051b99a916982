"""From a chapter's document to its PDF, and from all of them to the handbook; each step only where the cache lacks it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from html import escape
from math import ceil
from pathlib import Path
from typing import NamedTuple

from pikepdf import Pdf
from selectolax.lexbor import LexborHTMLParser

from handbook.cache import Cache
from handbook.pdf import inline, svg
from handbook.pdf.addresses import key
from handbook.pdf.bind import ANY_SITE, Book, marks_of
from handbook.pdf.cache import cache_in
from handbook.pdf.chapter import Volume, document, heading_text
from handbook.pdf.footer import Footer, font_of, ink
from handbook.pdf.front import Entry, Imprint, front
from handbook.pdf.render import render
from handbook.terms import url

ROOM = re.compile(r'<span class="page-ref" data-to="([^"]*)"></span>')
LINES_A_PAGE = 104      # of the contents
# Sections that every page has, and letters: they would fill the contents without telling anything.
UNLISTED = re.compile("まとめ|関連|背景|選択肢|決定|代償|[A-Z]|.行|数字")


class Order(NamedTuple):
    """A PDF to make: what its cover says, the chapters in it, and the foot line."""

    imprint: Imprint
    volumes: tuple[Volume, ...]
    foot: str
    cache: Path

    @property
    def name(self) -> str:
        return self.imprint.name


def manuscript(volume: Volume) -> str:
    """What WeasyPrint sets: the chapter's pages with the joiners of paper."""
    text = ROOM.sub(r'<a class="page-ref" href="\1"></a>', inline.for_paper(volume.body))      # a link: its place can be found in the PDF
    main = f'<main data-title="{escape(volume.title)}">\n{text}</main>\n'
    return document(volume.title, main, svg.accent(volume.name))


def body(volume: Volume, cache: Cache) -> bytes:
    """The chapter's pages without cover, contents and foot lines."""
    html = manuscript(volume)
    file = cache.file("body", html)
    found = cache.read(file)
    if found is None:
        found = render(html, f"{ANY_SITE}print/{volume.name}/")
        cache.write(file, found)
    return found


def set_pages(order: Order) -> None:
    """The slow part: the pages of every chapter in `order`, into the cache."""
    for volume in order.volumes:
        body(volume, cache_in(order.cache))


def make(order: Order) -> tuple[Path, int]:
    """The file of the finished PDF in the cache, and its number of pages."""
    cache = cache_in(order.cache)
    bodies = [body(volume, cache) for volume in order.volumes]
    file = cache.file("bound", json.dumps(order.imprint, ensure_ascii=False), order.foot, *bodies)
    if cache.read(file) is None:
        cache.write(file, bound(order, bodies))
    with Pdf.open(file) as pdf:
        return file, len(pdf.pages)


def bound(order: Order, bodies: Sequence[bytes]) -> bytes:
    chapters = [Pdf.open(io.BytesIO(data)) for data in bodies]
    # The page numbers depend on how many pages the contents take: guessed first, set again only where that was wrong.
    before = 1 + ceil(len(contents(order.volumes, chapters, 0)) / LINES_A_PAGE)
    while True:
        pdf = render(front(order.imprint, contents(order.volumes, chapters, before)), order.imprint.address)
        book = Book(pdf)
        if len(book.pdf.pages) == before:
            break
        before = len(book.pdf.pages)
    for volume, chapter in zip(order.volumes, chapters, strict=True):
        book.add(chapter, volume.title if len(chapters) > 1 else None)
    source = Pdf.open(io.BytesIO(render(ink(order.foot), order.imprint.address)))
    footer = Footer(book.pdf, book.pdf.copy_foreign(font_of(source)), order.foot)
    total, references = len(book.pdf.pages), book.references()
    for number, page in enumerate(book.pdf.pages, start=1):
        if number > 1:
            footer.write(page, number, total, references.get(number - 1, ()))
    keys = {url(page): key(page) for volume in order.volumes for page in volume.pages}
    return book.finish(order.imprint.address, keys)


def contents(volumes: Sequence[Volume], chapters: Sequence[Pdf], before: int) -> list[Entry]:
    """Pages and their sections with their page numbers; in a handbook also the chapters, without the sections."""
    entries = []
    for volume, chapter in zip(volumes, chapters, strict=True):
        headings = LexborHTMLParser(volume.body).css("h2, h3, h4, h5")
        marks = marks_of(chapter)
        if len(volumes) > 1:
            entries.append(Entry(volume.title, headings[0].attributes["id"] or "", 1, before + 1))
        for heading, mark in zip(headings, marks, strict=True):
            level, title = int(heading.tag[1]), heading_text(heading.text())
            if level == 2 or (level == 3 and len(volumes) == 1 and not UNLISTED.fullmatch(title)):
                entries.append(Entry(title, heading.attributes["id"] or "", level, before + mark.page + 1))
        before += len(chapter.pages)
    return entries
