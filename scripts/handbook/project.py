"""Everything the checks look at, read once: pages, chapters, records."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from handbook.data import Library, load_library
from handbook.navigation import Chapter, read_chapters
from handbook.pages import Page, read_pages
from handbook.search.synonyms import everyday
from handbook.views import corrections, facts, glossary, questions


@dataclass(frozen=True)
class Project:
    """The sources of the site.

    `synonyms` are groups of words that the search takes for one, `files` are all files below docs/, relative to it.
    """

    pages: dict[str, Page]
    chapters: list[Chapter]
    library: Library
    synonyms: list[list[str]]
    files: frozenset[str]

    @cached_property
    def ids(self) -> dict[str, set[str]]:
        """Ids a link may lead to, by page: those in the source and those that a macro generates."""
        return {path: page.ids | self._generated_ids(page) for path, page in self.pages.items()}

    def _generated_ids(self, page: Page) -> set[str]:
        called = {call.name for call in page.macros}
        generated: set[str] = set()
        records = {name for call in page.macros if call.name in ("fact_records", "record_names") for name in call.arguments}
        generated |= {facts.anchor(fact) for fact in self.library.facts.values() if fact.chapter in records}
        if "correction_list" in called:
            generated |= {corrections.anchor(record) for record in self.library.corrections.values()}
        if "glossary_list" in called:
            generated |= {glossary.anchor(term) for term in self.library.terms.values()}
        generated |= {
            corrections.anchor(self.library.corrections[key]) for call in page.macros if call.name == "misconceptions"
            for key in call.arguments if key in self.library.corrections
        }
        topics = {tuple(call.arguments) for call in page.macros if call.name == "questions"}
        generated |= {
            questions.anchor(question) for question in self.library.questions.values()
            if (question.chapter, question.topic) in topics
        }
        return generated


def read_project(root: Path) -> Project:
    """Read the sources below `root`.

    Raises:
        BrokenData: when a record or a front matter cannot be read.
    """
    docs = root / "docs"
    return Project(
        pages=read_pages(docs),
        chapters=read_chapters(root / "mkdocs.yml"),
        library=load_library(root / "data"),
        synonyms=everyday(root),
        files=frozenset(file.relative_to(docs).as_posix() for file in docs.rglob("*") if file.is_file()),
    )
