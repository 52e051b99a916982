"""`nav` and the pages: each page once, no entry without a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from handbook.findings import Finding
from handbook.project import Project


def check(project: Project) -> Iterator[Finding]:
    listed = Counter(path for chapter in project.chapters for path in chapter.pages)
    for path, page in project.pages.items():
        if path not in listed:
            yield Finding(
                page.repository_path, 1, "not-in-nav", "mkdocs.ymlのnavにありません → navに加えるか、ページを消す"
            )
    for path, times in listed.items():
        if path not in project.pages:
            yield Finding("mkdocs.yml", 1, "nav-without-page", f"navの{path}がdocs/にありません → 作るか、navから消す")
        if times > 1:
            yield Finding("mkdocs.yml", 1, "nav-twice", f"{path}がnavに{times}回あります → 一回にする")
