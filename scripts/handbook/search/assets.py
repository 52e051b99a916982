"""Write `site/search/`: the compact index, and the texts by page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from handbook.data import load_library
from handbook.pages import read_pages
from handbook.search import index, synonyms

STOCK_INDEX = "search_index.json"


def write_search(root: Path, site: Path) -> None:
    """Turn Material's index of a built site into what our worker reads. Material's own file stays.

    Raises:
        BrokenData: when data/ cannot be read.
    """
    folder = site / "search"
    stock = json.loads((folder / STOCK_INDEX).read_text(encoding="utf-8"))
    pages = index.read_entries(stock["docs"], read_pages(root / "docs"))
    places = [place for page in pages for place in page.places]
    library = load_library(root / "data")
    terms = synonyms.terms(library.terms.values(), {place: number for number, place in enumerate(places)})
    _write(folder / "index.json", index.build_index(pages, terms, synonyms.everyday(root)))
    for page in pages:
        texts = {section.anchor: section.text for section in page.sections if section.text}
        _write(folder / "text" / f"{page.location.rstrip('/') or 'index'}.json", texts)


def _write(file: Path, content: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
