"""Write `site/search/`: the compact index, and the texts by page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from handbook.paths import DOCS
from handbook.project import Project
from handbook.search import index, synonyms
from handbook.search.script import SCRIPTS
from handbook.search.sections import IndexedPage, read_site


def prepare(project: Project) -> None:
    """What the index needs of the sources alone; this process remembers it."""
    index.prepare([page.source for page in project.pages.values()])
    synonyms.terms(project.library.terms.values(), {})


def write_search(project: Project, site: Path) -> None:
    """Write what our worker reads of a built site."""
    folder = site / "search"
    pages = read(project, site)
    made = build(project, pages)
    texts = {
        page.location.rstrip("/") or "index": {section.anchor: section.text for section in page.sections if section.text}
        for page in pages
    }
    _write(folder / "index.json", made)
    for page, of_page in texts.items():
        _write(folder / "text" / f"{page}.json", of_page)
    for script in sorted((site / SCRIPTS.relative_to(DOCS)).glob("*.js")):
        script.write_text(without_comments(script.read_text(encoding="utf-8")), encoding="utf-8")
    # A page that is opened from a disk can read no JSON, but it can run a script.
    (folder / "offline.js").write_text(f"const SEARCH_ON_DISK={_json({'index': made, 'texts': texts})}\n", encoding="utf-8")


def read(project: Project, site: Path) -> list[IndexedPage]:
    """The pages of a built site with their sections, in the order of the menu."""
    return read_site(site, [project.pages[path] for chapter in project.chapters for path in chapter.pages])


def build(project: Project, pages: list[IndexedPage]) -> dict[str, Any]:
    """The index of pages, with the names that `data/` gives."""
    places = [place for page in pages for place in page.places]
    terms = synonyms.terms(project.library.terms.values(), {place: number for number, place in enumerate(places)})
    return index.build_index(pages, terms, project.synonyms)


def without_comments(code: str) -> str:
    """A script of ours without the lines that only explain, and without indentation: a third of its bytes."""
    return re.sub(r"^[ \t]+", "", re.sub(r"^[ \t]*//[^\n]*\n", "", code, flags=re.M), flags=re.M)


def _write(file: Path, content: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_json(content), encoding="utf-8")


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
