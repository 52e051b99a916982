"""Write `site/search/`: the compact index, the texts by page, and MiniSearch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from handbook.project import Project
from handbook.search import index, script, synonyms

STOCK_INDEX = "search_index.json"


def write_search(project: Project, site: Path) -> None:
    """Turn Material's index of a built site into what our worker reads. Material's own file stays."""
    folder = site / "search"
    stock = json.loads((folder / STOCK_INDEX).read_text(encoding="utf-8"))
    pages = index.read_entries(stock["docs"], project.pages)
    places = [place for page in pages for place in page.places]
    _write(folder / "index.json", {
        **index.build_index(pages),
        "terms": synonyms.terms(project.library.terms.values(), {place: number for number, place in enumerate(places)}),
        "everyday": project.synonyms,
    })
    for page in pages:
        texts = {section.anchor: section.text for section in page.sections if section.text}
        _write(folder / "text" / f"{page.location.rstrip('/') or 'index'}.json", texts)
    (folder / "minisearch.js").write_text(script.minisearch(), encoding="utf-8")


def _write(file: Path, content: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
