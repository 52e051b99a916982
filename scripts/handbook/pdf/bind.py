"""Bind a front and one or more chapters to one tagged PDF.

WeasyPrint sets each chapter once. Here its pages, tags, destinations and outline are put behind a front, for the
chapter's own PDF as for the handbook of all: an edit costs one chapter's setting, not that of 600 pages.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urldefrag

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from handbook.pdf.addresses import REFERENCE
from handbook.pdf.front import INSIDE

# Chapters are set without knowing where the site will stand: one setting serves `make site` and every port of `make serve`.
ANY_SITE = "https://handbook.invalid/"


class Mark(NamedTuple):
    """A bookmark of a chapter; `page` counts from 0 within it."""

    title: str
    page: int
    left: float
    top: float
    level: int


class Reference(NamedTuple):
    """Room for the number of the page where `name` stands; `left` and `foot` in points on `page`."""

    page: int
    left: float
    foot: float
    name: str


def marks_of(pdf: Pdf) -> list[Mark]:
    """All bookmarks in order."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

    def walk(node: pikepdf.Object, level: int) -> Iterator[Mark]:
        child = node.get(Name.First)
        while child is not None:
            page, _, left, top, _ = child.Dest
            yield Mark(str(child.Title), numbers[page.objgen], float(left), float(top), level)
            yield from walk(child, level + 1)
            child = child.get(Name.Next)

    return list(walk(pdf.Root.Outlines, 1)) if Name.Outlines in pdf.Root else []


class Book:
    """A front that grows by chapters."""

    def __init__(self, front: bytes) -> None:
        self.pdf = Pdf.open(io.BytesIO(front))
        self._root = self.pdf.Root.StructTreeRoot.K[0]
        self._parents: list[tuple[int, pikepdf.Object]] = []
        self._annotations: list[tuple[pikepdf.Object, pikepdf.Object]] = []
        self._names: dict[str, pikepdf.Object] = {}
        self._references: list[Reference] = []
        self._take(self.pdf.pages, self.pdf.Root.StructTreeRoot.ParentTree.Nums, 0)
        self._take_names(self.pdf.Root)
        self._marks = marks_of(self.pdf)

    def add(self, chapter: Pdf, title: str | None = None) -> None:
        """Append a chapter; with a `title` its bookmarks stand below one of that name."""
        offset = len(self.pdf.pages)
        marks = marks_of(chapter)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")         # destinations follow below
            self.pdf.pages.extend(chapter.pages)
        # After the pages: the tags refer to them, and find the copies.
        tags = self.pdf.copy_foreign(chapter.make_indirect(chapter.Root.StructTreeRoot))
        names = self.pdf.copy_foreign(chapter.make_indirect(chapter.Root.Names)) if Name.Names in chapter.Root else None
        for element in tags.K[0].K:
            element.P = self._root
            self._root.K.append(element)
        self._take(self.pdf.pages[offset:], tags.ParentTree.Nums, offset)
        if names is not None:
            self._take_names(Dictionary(Names=names))
        if title:
            first = Mark(title, offset, 0, float(self.pdf.pages[offset].mediabox[3]), 1)
            self._marks.append(first)
        deeper = 1 if title else 0
        self._marks += [mark._replace(page=mark.page + offset, level=mark.level + deeper) for mark in marks]

    def _take(self, pages: Sequence[pikepdf.Page], numbers: pikepdf.Object, offset: int) -> None:
        """Note the way back from pages and links to their tags, under new numbers."""
        back = dict(zip(map(int, list(numbers)[::2]), list(numbers)[1::2], strict=True))
        for number, page in enumerate(pages):
            self._parents.append((offset + number, back[int(page.obj.StructParents)]))
            page.obj.StructParents = offset + number
            kept = []
            for link in page.obj.get(Name.Annots, Array()):
                tag = back[int(link.StructParent)] if Name.StructParent in link else None
                if Name.A in link and str(link.A.get(Name.URI, "")).startswith(REFERENCE):
                    # Room for a page number: no link, and nothing to read aloud.
                    left, first, _, second = map(float, link.Rect)
                    name = unquote(str(link.A.URI).removeprefix(REFERENCE))
                    self._references.append(Reference(offset + number, left, min(first, second), name))
                    tag.S, tag.K = Name.Span, Array()
                    continue
                kept.append(link)
                if tag is not None:
                    self._annotations.append((link, tag))
            if Name.Annots in page.obj:
                page.obj.Annots = Array(kept)

    def _take_names(self, root: pikepdf.Object) -> None:
        if Name.Names in root and Name.Dests in root.Names:
            names = list(root.Names.Dests.Names)
            self._names |= {str(name): place for name, place in zip(names[::2], names[1::2], strict=True)}

    def references(self) -> dict[int, list[tuple[float, float, int]]]:
        """By page, from 0: left edge and foot of each room for a number, and the number of the page that it asks for."""
        numbers = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages, start=1)}
        found: dict[int, list[tuple[float, float, int]]] = {}
        for page, left, foot, name in self._references:
            if name in self._names:
                found.setdefault(page, []).append((left, foot, numbers[self._names[name][0].objgen]))
        return found

    def finish(self, site: str, keys: dict[str, str]) -> bytes:
        """The bytes of the whole.

        Args:
            site: its address; links to a page that is in the book become links within it.
            keys: id of each page by its address relative to the site.
        """
        self._link(site, keys)
        for number, (link, tag) in enumerate(self._annotations, start=len(self.pdf.pages)):
            link.StructParent = number
            self._parents.append((number, tag))
        root = self.pdf.Root
        root.StructTreeRoot.ParentTree = self.pdf.make_indirect(
            Dictionary(Nums=Array([item for number, tag in self._parents for item in (number, tag)]))
        )
        sorted_names = sorted(self._names.items(), key=lambda item: bytes(String(item[0])))
        root.Names = Dictionary(Dests=Dictionary(Names=Array([part for name, place in sorted_names for part in (String(name), place)])))
        self._write_outline()
        file = io.BytesIO()
        self.pdf.save(
            file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True,
        )
        return file.getvalue()

    def _link(self, site: str, keys: dict[str, str]) -> None:
        for page in self.pdf.pages:
            for link in page.obj.get(Name.Annots, Array()):
                if Name.A not in link or link.A.get(Name.S) != Name.URI:
                    continue
                address, name = str(link.A.URI), ""
                if address.startswith(INSIDE):
                    name = unquote(address.removeprefix(INSIDE))
                elif address.startswith(ANY_SITE):
                    place, fragment = urldefrag(address.removeprefix(ANY_SITE))
                    name = keys.get(place, "") + (f"--{unquote(fragment)}" if fragment else "")
                    link.A.URI = link.Contents = String(address.replace(ANY_SITE, site, 1))
                if name in self._names:
                    del link.A
                    link.Dest = String(name)
                    link.Contents = String(name)

    def _write_outline(self) -> None:
        with self.pdf.open_outline() as outline:
            outline.root.clear()
            path: list[list[OutlineItem]] = [outline.root]
            for mark in self._marks:
                item = OutlineItem(mark.title, mark.page, "XYZ", left=mark.left, top=mark.top)
                item.is_closed = True
                del path[mark.level:]
                path[-1].append(item)
                path.append(item.children)
