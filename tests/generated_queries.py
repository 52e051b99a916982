"""Queries cut from the built pages: headings that name one place, and words and phrases that stand on one page only."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

from search_box import Query

from handbook.pages import Page
from handbook.search.script import Word, words_of

MAKER = {"amazon", "aws"}       # before the name of a service they say nothing
SHORTEST = 2        # letters; one letter is no word that somebody looks for


def headings(pages: Mapping[str, Page]) -> list[Query]:
    """Every heading that names one place only, as a query for that section.

    The table of quotas has a section for each service: whoever types a service wants its page.
    """
    found: dict[str, set[str]] = {}
    for path, page in pages.items():
        if (page.meta.get("search") or {}).get("exclude") or path == "reference/quotas.md":
            continue
        found.setdefault(page.meta["title"], set()).add(path)
        for heading in page.headings:
            place = f"{path}#{heading.id}" if heading.level > 1 else path
            found.setdefault(re.sub(r"[`*]|\[=.*?=\]", "", heading.text), set()).add(place)
    return [Query(title, "heading", frozenset(places)) for title, places in found.items() if len(places) == 1]


def distinctive(site: Path, known: Iterable[str]) -> list[Query]:
    """For each section a word and a phrase of two words that stand together on no other page; the answer is the page.

    Which of several is decided by a hash, so that nobody chooses and every build asks the same.

    Args:
        known: names with a meaning of their own (terms, everyday words): they are to find what they mean.
    """
    sections = _sections(site)
    lines = [(place, line) for place, text in sections for line in re.split(r"[。\n]", text)]
    by_section: dict[tuple[str, str], list[list[Word]]] = {}
    on_page: dict[str, set[str]] = {}
    for ((page, anchor), _), found in zip(lines, words_of([line for _, line in lines]), strict=True):
        content = [word for word in found if word.kind in ("latin", "katakana", "kanji")
                   and len(word.folded) >= SHORTEST and word.folded not in MAKER]
        by_section.setdefault((page, anchor), []).append(content)
        on_page.setdefault(page, set()).update(word.folded for word in found)
    joined = {page: "\n".join(words) for page, words in on_page.items()}
    meant = {word.folded for words in words_of(list(known)) for word in words}
    pages_with = cache(lambda word: frozenset(page for page, words in joined.items() if word in words))

    queries = {}
    for (page, _), of_section in by_section.items():
        singles = {word.written for line in of_section for word in line
                   if pages_with(word.folded) == {page} and word.folded not in meant}
        phrases = {f"{one.written} {other.written}" for line in of_section for one, other in pairwise(line)
                   if one.folded != other.folded and pages_with(one.folded) & pages_with(other.folded) == {page}}
        for kind, candidates in (("word", singles), ("phrase", phrases)):
            if candidates:
                queries.setdefault(_first(candidates), (kind, page))
    return [Query(text, kind, frozenset({page})) for text, (kind, page) in queries.items()]


def _sections(site: Path) -> list[tuple[tuple[str, str], str]]:
    """Heading and text of every section that the search knows, by page (`dynamodb/indexes`) and anchor."""
    folder = site / "search"
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    found = []
    for (location, _, anchors), (name, *titles) in zip(index["pages"], index["titles"], strict=True):
        page = location.rstrip("/")
        texts = json.loads((folder / "text" / f"{page or 'index'}.json").read_text(encoding="utf-8"))
        for (anchor, _), title in zip(anchors, titles, strict=True):
            found.append(((page, anchor), "\n".join([title if anchor else f"{name}\n{title}", texts.get(anchor, "")])))
    return found


def _first(candidates: Iterable[str]) -> str:
    return min(candidates, key=lambda text: (hashlib.sha256(text.encode()).hexdigest(), text))
