"""The macros of the pages (`[= … =]`), as mkdocs-macros-plugin loads them through mkdocs.yml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from handbook.data import load_library
from handbook.navigation import read_chapters
from handbook.pages import read_page
from handbook.views import capacity, corrections, facts, glossary, notes, sources
from handbook.views import data_files as data_files_view
from handbook.views import pdf_files as pdf_files_view
from handbook.views import questions as questions_view
from handbook.views import search_scores as search_scores_view
from handbook.views import term_index as term_index_view


def define_env(env: Any) -> None:
    """Register the macros. Called once a build, so that `make serve` sees changed data."""
    config = Path(env.conf["config_file_path"])
    docs = Path(env.conf["docs_dir"])
    library = load_library(config.parent / "data")
    chapters = [chapter for chapter in read_chapters(config) if chapter.folder]

    def page() -> str:
        return env.page.file.src_uri

    @cache
    def titles() -> dict[str, str]:
        paths = [path for chapter in chapters for path in chapter.pages]
        return {path: read_page(docs / path, docs).meta["title"] for path in paths}

    @cache
    def name_of(place: str) -> str:
        """What readers call a place: the title of its page, and the heading where one is named."""
        path, _, anchor = place.partition("#")
        headings = [heading.text for heading in read_page(docs / path, docs).headings if anchor and heading.id == anchor]
        return "：".join([titles()[path], *headings])

    @env.macro
    def fact(fact_id: str) -> str:
        return facts.value_with_mark(library, page(), fact_id)

    @env.macro
    def value(fact_id: str) -> str:
        return facts.plain_value(library, fact_id)

    @env.macro
    def checked(*prefixes: str) -> str:
        return facts.oldest_check(library, prefixes)

    @env.macro
    def facts_table(*prefixes: str) -> str:
        return facts.facts_table(library, page(), facts.select(library, prefixes))

    @env.macro
    def correction(correction_id: str) -> str:
        return corrections.admonition(library, correction_id)

    @env.macro
    def misconceptions(*correction_ids: str) -> str:
        return corrections.misconceptions(library, page(), correction_ids, name_of)

    @env.macro
    def quotas(chapter: str) -> str:
        return facts.quotas(library, page(), chapter)

    @env.macro
    def fact_records(chapter: str) -> str:
        return facts.records(library, chapter)

    @env.macro
    def record_names(chapter: str) -> str:
        return facts.record_names(library, page(), chapter)

    @env.macro
    def correction_list(chapter: str) -> str:
        return corrections.listing(library, page(), chapter)

    @env.macro
    def glossary_list() -> str:
        return glossary.listing(library, page())

    @env.macro
    def term_index() -> str:
        return term_index_view.listing(library, page())

    @env.macro
    def search_scores(name: str) -> str:
        return search_scores_view.listing(config.parent, name)

    @env.macro
    def search_score(name: str) -> str:
        return search_scores_view.text(config.parent, name)

    @env.macro
    def english_terms() -> str:
        return glossary.english_table(library, page())

    @env.macro
    def note_counts() -> str:
        return notes.counts(library)

    @env.macro
    def note_part(first: int, last: int) -> str:
        return notes.part(library, page(), first, last, titles())

    @env.macro
    def source_sections() -> str:
        return sources.sections(library)

    @env.macro
    def download(address: str) -> str:
        return data_files_view.download(address, env.page.file.url)

    @env.macro
    def questions(chapter: str, topic: str) -> str:
        return questions_view.listing(library, page(), chapter, topic, name_of)

    @env.macro
    def data_files() -> str:
        return data_files_view.listing(env.page.file.url)

    @env.macro
    def capacity_calculator() -> str:
        return capacity.calculator(library, env.page.file.url)

    @env.macro
    def capacity_by_size() -> str:
        return capacity.by_size(library)

    @env.macro
    def capacity_loads() -> str:
        return capacity.loads(library)

    @env.macro
    def pdf_files() -> str:
        return pdf_files_view.listing(chapters, env.page.file.url, env.conf["extra"]["pdf"] not in (False, "no"))

    @env.macro
    def count(what: str) -> str:
        sizes = {
            "facts": len(library.facts), "corrections": len(library.corrections),
            "terms": len(library.terms), "sources": len(library.sources),
            "questions": len(library.questions),
            "pages": sum(len(chapter.pages) for chapter in chapters),
            "notes": sum(len(section.bullets) for section in library.notes.values()),
        }
        return f"{sizes[what]:,}"
