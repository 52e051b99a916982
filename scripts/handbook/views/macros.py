"""The macros of the pages (`[= … =]`), as mkdocs-macros-plugin loads them through mkdocs.yml."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from handbook.data import load_library
from handbook.navigation import read_chapters
from handbook.pages import Page, read_page
from handbook.views import capacity, corrections, facts, glossary, notes, sources
from handbook.views import data_files as data_files_view
from handbook.views import pdf_files as pdf_files_view
from handbook.views import questions as questions_view
from handbook.views import search_scores as search_scores_view
from handbook.views import term_index as term_index_view


class Macros:
    """Every public method is a macro: its name, and what it writes into the page that calls it."""

    def __init__(self, env: Any) -> None:
        config = Path(env.conf["config_file_path"])
        self._env = env
        self._root = config.parent
        self._docs = Path(env.conf["docs_dir"])
        self._library = load_library(config.parent / "data")
        self._chapters = [chapter for chapter in read_chapters(config) if chapter.folder]

    @property
    def _page(self) -> str:
        return self._env.page.file.src_uri

    @property
    def _url(self) -> str:
        return self._env.page.file.url

    @cached_property
    def _titles(self) -> dict[str, str]:
        paths = [path for chapter in self._chapters for path in chapter.pages]
        return {path: self._read(path).meta["title"] for path in paths}

    @cached_property
    def _read(self) -> Callable[[str], Page]:
        return cache(lambda path: read_page(self._docs / path, self._docs))

    def _name_of(self, place: str) -> str:
        """What readers call a place: the title of its page, and the heading where one is named."""
        path, _, anchor = place.partition("#")
        headings = [heading.text for heading in self._read(path).headings if anchor and heading.id == anchor]
        return "：".join([self._titles[path], *headings])

    def fact(self, fact_id: str) -> str:
        return facts.value_with_mark(self._library, self._page, fact_id)

    def value(self, fact_id: str) -> str:
        return facts.plain_value(self._library, fact_id)

    def checked(self, *prefixes: str) -> str:
        return facts.oldest_check(self._library, prefixes)

    def facts_table(self, *prefixes: str) -> str:
        return facts.facts_table(self._library, self._page, facts.select(self._library, prefixes))

    def correction(self, correction_id: str) -> str:
        return corrections.admonition(self._library, correction_id)

    def misconceptions(self, *correction_ids: str) -> str:
        return corrections.misconceptions(self._library, self._page, correction_ids, self._name_of)

    def quotas(self, chapter: str) -> str:
        return facts.quotas(self._library, self._page, chapter)

    def fact_records(self, chapter: str) -> str:
        return facts.records(self._library, chapter)

    def record_names(self, chapter: str) -> str:
        return facts.record_names(self._library, self._page, chapter)

    def correction_list(self, chapter: str) -> str:
        return corrections.listing(self._library, self._page, chapter)

    def glossary_list(self) -> str:
        return glossary.listing(self._library, self._page)

    def term_index(self) -> str:
        return term_index_view.listing(self._library, self._page)

    def search_scores(self, name: str) -> str:
        return search_scores_view.listing(self._root, name)

    def search_score(self, name: str) -> str:
        return search_scores_view.text(self._root, name)

    def english_terms(self) -> str:
        return glossary.english_table(self._library, self._page)

    def note_counts(self) -> str:
        return notes.counts(self._library)

    def note_part(self, first: int, last: int) -> str:
        return notes.part(self._library, self._page, first, last, self._titles)

    def source_sections(self) -> str:
        return sources.sections(self._library)

    def download(self, address: str) -> str:
        return data_files_view.download(address, self._url)

    def questions(self, chapter: str, topic: str) -> str:
        return questions_view.listing(self._library, self._page, chapter, topic, self._name_of)

    def data_files(self) -> str:
        return data_files_view.listing(self._url)

    def capacity_calculator(self) -> str:
        return capacity.calculator(self._library, self._url)

    def capacity_by_size(self) -> str:
        return capacity.by_size(self._library)

    def capacity_loads(self) -> str:
        return capacity.loads(self._library)

    def pdf_files(self) -> str:
        return pdf_files_view.listing(self._chapters, self._url, self._env.conf["extra"]["pdf"] not in (False, "no"))

    def count(self, what: str) -> str:
        sizes = {
            "facts": len(self._library.facts), "corrections": len(self._library.corrections),
            "terms": len(self._library.terms), "sources": len(self._library.sources),
            "questions": len(self._library.questions),
            "pages": sum(len(chapter.pages) for chapter in self._chapters),
            "notes": sum(len(section.bullets) for section in self._library.notes.values()),
        }
        return f"{sizes[what]:,}"


NAMES = frozenset(name for name in vars(Macros) if not name.startswith("_"))


def define_env(env: Any) -> None:
    """Register the macros. Called once a build, so that `make serve` sees changed data."""
    macros = Macros(env)
    for name in sorted(NAMES):
        env.macro(getattr(macros, name))
