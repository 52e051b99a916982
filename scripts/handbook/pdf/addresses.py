"""Where a link of a page leads once its chapter is one document."""

from __future__ import annotations

import posixpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from handbook.terms import url


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
        place = posixpath.normpath(posixpath.join("/" + url(page), parts.path)).lstrip("/")
        if parts.path.endswith("/") or not parts.path or parts.path in (".", ".."):
            place = f"{place}/".lstrip("/")
        # Ids of Japanese text stand raw in the document: WeasyPrint compares them as they are.
        fragment = unquote(parts.fragment)
        if place in self._keys:
            return Target(f"#{self._keys[place]}" + (f"--{fragment}" if fragment else ""), "internal")
        relative = posixpath.relpath("/" + place, "/" + self._here) + ("/" if place.endswith("/") or not place else "")
        return Target(relative + (f"#{fragment}" if fragment else ""), "site")
