"""The one table of contents: `nav` in mkdocs.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import yaml


class Chapter(NamedTuple):
    """One entry of the top level: its title and its pages in order (paths relative to docs)."""

    title: str
    pages: list[str]

    @property
    def folder(self) -> str:
        """The chapter's address, for example `dynamodb`; empty for the home page."""
        return self.pages[0].partition("/")[0] if "/" in self.pages[0] else ""


class _ConfigLoader(yaml.CSafeLoader):
    """Reads mkdocs.yml without resolving `!ENV` and `!!python/name`, which are not needed here."""


_ConfigLoader.add_multi_constructor("!", lambda loader, suffix, node: None)
_ConfigLoader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def read_config(config: Path) -> dict[str, Any]:
    return yaml.load(config.read_text(encoding="utf-8"), Loader=_ConfigLoader)


def read_chapters(config: Path) -> list[Chapter]:
    """The chapters in order. A page may stand in `nav` as `path` or as `title: path`."""
    chapters = []
    for entry in read_config(config)["nav"]:
        (title, content), = entry.items() if isinstance(entry, dict) else [("", entry)]
        chapters.append(Chapter(title, list(_paths(content))))
    return chapters


def _paths(content: Any) -> list[str]:
    if isinstance(content, str):
        return [content]
    if isinstance(content, dict):
        return [path for child in content.values() for path in _paths(child)]
    return [path for child in content for path in _paths(child)]
