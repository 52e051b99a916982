"""Where a link of a page leads once its chapter is one document."""

from __future__ import annotations

import posixpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from handbook.terms import url

# A place that wants the number of its page: the id of a heading in the book follows.
REFERENCE = "page:"


class Target(NamedTuple):
    """`href` as it stands in the chapter's document; `kind` is internal, site or external."""

    href: str
    kind: str


def key(path: str) -> str:
    """Id of a page inside its chapter's document: `dynamodb/indexes.md` → `dynamodb-indexes`; `home`."""
    return url(path).strip("/").replace("/", "-") or "home"


def anchor(path: str, identifier: str) -> str:
    return f"{key(path)}--{identifier}"


class Addresses:
    """Links of one chapter, whose document stands at `print/<folder>/`."""

    def __init__(self, pages: list[str], folder: str) -> None:
        self._keys = {url(path): key(path) for path in pages}
        self._here = f"print/{folder}/"

    def resolve(self, href: str, page: str) -> Target:
        """A link as it stands on the built page of `page` (a path below docs/)."""
        parts = urlsplit(href)
        if parts.scheme or parts.netloc:
            return Target(href, "external")
        place, fragment = _place(href, page)
        if place in self._keys:
            return Target(f"#{self._keys[place]}" + (f"--{fragment}" if fragment else ""), "internal")
        relative = posixpath.relpath("/" + place, "/" + self._here) + ("/" if place.endswith("/") or not place else "")
        return Target(relative + (f"#{fragment}" if fragment else ""), "site")

    def name(self, href: str, page: str) -> str:
        """Id of the page or the place of this site that a link leads to, as in the handbook of all chapters."""
        parts = urlsplit(href)
        place, fragment = _place(href, page)
        if parts.scheme or parts.netloc or (place and not place.endswith("/")):
            return ""
        return (place.strip("/").replace("/", "-") or "home") + (f"--{fragment}" if fragment else "")


def _place(href: str, page: str) -> tuple[str, str]:
    """Address relative to the site, and the id in it. Ids of Japanese text stand raw: WeasyPrint compares them as they are."""
    parts = urlsplit(href)
    place = posixpath.normpath(posixpath.join("/" + url(page), parts.path)).lstrip("/")
    if parts.path.endswith("/") or not parts.path or parts.path in (".", ".."):
        place = f"{place}/".lstrip("/")
    return place, unquote(parts.fragment)
