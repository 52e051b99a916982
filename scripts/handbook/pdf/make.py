"""From a chapter's document to its PDF, and from all of them to the handbook; each step only where the cache lacks it."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import NamedTuple

from pikepdf import Pdf
from selectolax.lexbor import LexborHTMLParser

from handbook.pdf import svg
from handbook.pdf.addresses import key
from handbook.pdf.bind import ANY_SITE, Book, marks_of
from handbook.pdf.cache import Cache
from handbook.pdf.chapter import Volume, document, heading_text
from handbook.pdf.footer import Footer, font_of, ink
from handbook.pdf.front import Entry, Imprint, front
from handbook.pdf.render import render
from handbook.terms import url

LINES_A_PAGE = 52       # of the contents


class Order(NamedTuple):
    """A PDF to make: what its cover says, the chapters in it, and the foot line."""

    imprint: Imprint
    volumes: tuple[Volume, ...]
    foot: str
    cache: Path

    @property
    def name(self) -> str:
        return self.imprint.name


def body(volume: Volume, cache: Cache) -> bytes:
    """The chapter's pages without cover, contents and foot lines."""
    html = document(volume.title, f"<main>\n{volume.body}</main>\n", svg.accent(volume.name))
    file = cache.file("body", html)
    found = cache.read(file)
    if found is None:
        found = render(html, f"{ANY_SITE}print/{volume.name}/")
        cache.write(file, found)
    return found


def set_pages(order: Order) -> None:
    """The slow part: the pages of every chapter in `order`, into the cache."""
    for volume in order.volumes:
        body(volume, Cache(order.cache))


def make(order: Order) -> tuple[Path, int]:
    """The file of the finished PDF in the cache, and its number of pages."""
    cache = Cache(order.cache)
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
    total = len(book.pdf.pages)
    for number, page in enumerate(book.pdf.pages, start=1):
        if number > 1:
            footer.write(page, number, total)
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
            level = int(heading.tag[1])
            if level <= (2 if len(volumes) > 1 else 3):
                entries.append(Entry(heading_text(heading.text()), heading.attributes["id"] or "", level, before + mark.page + 1))
        before += len(chapter.pages)
    return entries
