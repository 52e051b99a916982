"""First uses of glossary terms: on every built page, a quiet link with the definition as its hint.

Works on the finished HTML, where headings, links and code are what they look like, so that neither the
Markdown nor the search index knows of it. Everything outside the marked words stays byte for byte.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import NamedTuple

from handbook.data import Library, Term
from handbook.pages import Page
from handbook.project import Project
from handbook.views import glossary
from handbook.views.markup import sentence

PAGE_TYPES = frozenset({"index", "concept", "hands-on", "comparison"})

# A drawing, a script and a comment count as one piece.
TOKEN = re.compile(
    r"<!--.*?-->|<(svg|script|style)\b.*?</\1>|"
    r"<(?P<close>/?)(?P<tag>[a-zA-Z][\w-]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.S,
)
ATTRIBUTE = re.compile(r"\b(?P<name>id|class)=\"(?P<value>[^\"]*)\"")
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# No mark inside these: they have a function or a look of their own, or are folded away.
CLOSED = frozenset({
    *HEADINGS, "a", "button", "code", "details", "dfn", "figure", "label", "pre", "script", "style", "svg", "th",
})
CLOSED_CLASSES = frozenset({"admonition-title", "md-content__button", "md-source-file", "tabbed-labels"})

SUFFIX = re.compile(r"（[^（）]*）$")          # シャード（ElastiCache）: the name, and where it holds
# A name is a word of its own: not a piece of a longer one in the same script.
SCRIPTS = ("A-Za-z0-9", "ァ-ヺー", "一-鿿々")
WORD_START = "|".join([*(f"(?<![{script}])(?=[{script}])" for script in SCRIPTS), f"(?![{''.join(SCRIPTS)}])"])
WORD_END = "|".join([*(f"(?<=[{script}])(?![{script}])" for script in SCRIPTS), f"(?<![{''.join(SCRIPTS)}])"])


class Hint(NamedTuple):
    term: str
    address: str         # of the entry, from the root of the site
    text: str


def annotate_site(project: Project, site: Path) -> None:
    """Mark the terms on every page of `site` that has the glossary among its pages."""
    home = next((page for page in project.pages.values() if any(call.name == "glossary_list" for call in page.macros)), None)
    if home is None:
        return
    hints = cache(lambda chapter: hints_for(project.library, chapter, url(home.path)))
    for page in project.pages.values():
        if page.meta.get("type") in PAGE_TYPES:
            file = site / url(page.path) / "index.html"
            html = file.read_text(encoding="utf-8")
            marked = annotate(html, hints(page.path.partition("/")[0]), homes(project.library, page), url(page.path))
            if marked != html:
                _replace(file, marked)


def _replace(file: Path, text: str) -> None:
    """In one step: the search reads the same pages meanwhile, and must see no half of one."""
    new = file.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)


def url(path: str) -> str:
    """Address of a page from the root of the site: `guide/keys.md` → `guide/keys/`; empty for the home page."""
    return re.sub(r"(^|/)index/$", r"\1", f"{path.removesuffix('.md')}/")


def hints_for(library: Library, chapter: str, glossary_url: str) -> dict[str, Hint]:
    """Name → hint, for the names that mean one term on the pages of a chapter (its folder).

    Where several terms share a name (シャード), the one of the own chapter is meant; a name that
    holds in one place only (its record says so in brackets) means nothing elsewhere.
    """
    owners: dict[str, list[Term]] = {}
    for term in library.terms.values():
        if term.hint == "never" or (term.hint == "chapter" and not term.home.startswith(f"{chapter}/")):
            continue
        for name in {SUFFIX.sub("", term.term), term.abbr} - {None}:
            owners.setdefault(name, []).append(term)
    chosen: dict[str, Hint] = {}
    for name, terms in owners.items():
        local = [term for term in terms if term.home.startswith(f"{chapter}/")]
        general = [term for term in terms if not SUFFIX.search(term.term)]
        if term := _only(local) or _only(general):
            chosen[name] = Hint(term.term, f"{glossary_url}#{glossary.anchor(term)}", _text(term))
    return chosen


def _only(terms: list[Term]) -> Term | None:
    return terms[0] if len(terms) == 1 else None


def _text(term: Term) -> str:
    names = [name for name in (term.english, term.abbr) if name and name != term.term]
    latin = f"（{'、'.join(names)}）" if names else ""
    return f"{term.term}{latin}：{sentence(term.definition)}"


def homes(library: Library, page: Page) -> dict[str, str]:
    """Term → id of the section of this page that explains it; empty when the page is about the term."""
    title = str(page.meta.get("title", ""))
    explained = {}
    for term in library.terms.values():
        path, _, section = term.home.partition("#")
        if path == page.path:
            explained[term.term] = "" if SUFFIX.sub("", term.term) in title else section
    return explained


def annotate(html: str, hints: Mapping[str, Hint], homes: Mapping[str, str], page_url: str) -> str:
    """`html` with the first use of each term inside its article marked."""
    start, end = html.find("<article"), html.rfind("</article>")
    if start < 0 or not hints:
        return html
    names = _pattern(frozenset(hints))
    done = {term for term, section in homes.items() if not section}

    def mark(match: re.Match[str]) -> str:
        hint = hints[unescape(match[0])]
        if hint.term in done:
            return match[0]
        done.add(hint.term)
        link = posixpath.relpath(hint.address, page_url or ".")
        return f'<a class="term" href="{escape(link)}" title="{escape(hint.text)}">{match[0]}</a>'

    parts: list[str] = []
    current: frozenset[str] = frozenset()
    for text, is_open, sections in _pieces(html[start:end]):
        if is_open and not text.isspace():
            if sections is not current:
                # In its own section a term is explained: no mark there, and none below.
                done |= {term for term, section in homes.items() if section in sections}
                current = sections
            text = names.sub(mark, text)
        parts.append(text)
    return html[:start] + "".join(parts) + html[end:]


@cache
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    """Any of the names as a word of its own, the longest first."""
    words = "|".join(re.escape(escape(name)) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(f"(?:{WORD_START})(?:{words})(?:{WORD_END})")


def _pieces(html: str) -> Iterator[tuple[str, bool, frozenset[str]]]:
    """Tags and texts in order: the piece, whether it is text that may be marked, the ids of its sections."""
    stack: list[tuple[str, bool]] = [("", False)]       # open elements, and whether each closes its text to marks
    sections: dict[int, str] = {}            # level of heading → id
    ids: frozenset[str] = frozenset()        # those of `sections`
    cells = 0                                # of the current table row
    position = 0
    for token in TOKEN.finditer(html):
        yield html[position:token.start()], not stack[-1][1], ids
        yield token[0], False, ids
        position = token.end()
        tag = (token["tag"] or "").lower()
        if not tag or tag in VOID or token["attributes"].endswith("/"):
            continue
        if token["close"]:
            while len(stack) > 1 and stack.pop()[0] != tag:
                pass
            continue
        attributes = {match["name"]: match["value"] for match in ATTRIBUTE.finditer(token["attributes"])}
        if tag in HEADINGS:
            sections = {level: name for level, name in sections.items() if level < HEADINGS[tag]}
            sections[HEADINGS[tag]] = attributes.get("id", "")
            ids = frozenset(sections.values())
        cells = 0 if tag == "tr" else cells + (tag in ("td", "th"))
        stack.append((tag, stack[-1][1] or _is_closed(tag, attributes, cells)))     # what is in a closed element is closed
    yield html[position:], not stack[-1][1], ids


def _is_closed(tag: str, attributes: Mapping[str, str], cells: int) -> bool:
    first_cell = tag == "td" and cells == 1
    return tag in CLOSED or first_cell or not CLOSED_CLASSES.isdisjoint(attributes.get("class", "").split())
