"""The version of a chapter: the last commit that touched what it is made of."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from handbook.clock import today
from handbook.project import Project
from handbook.views.markup import japanese_date


class Version(NamedTuple):
    """`commit` is empty where there is no history; `edited` tells of changes that are not committed."""

    day: date
    commit: str
    edited: bool

    def __str__(self) -> str:
        if not self.commit:
            return f"{japanese_date(self.day)}版"
        return f"{japanese_date(self.day)}版（{self.commit}{'に変更を加えたもの' if self.edited else ''}）"


def sources_of(project: Project, pages: Iterable[str]) -> list[str]:
    """Files below the repository's root that the pages are made of: themselves, and the records they call."""
    library = project.library
    files: set[str] = set()
    for path in pages:
        page = project.pages[path]
        files.add(page.repository_path)
        for call in page.macros:
            if call.name not in ("fact", "value", "checked", "facts_table", "correction"):
                files.add("data")       # a listing of many records
            for argument in call.arguments:
                files |= {fact.origin.path for name, fact in library.facts.items() if f"{name}.".startswith(f"{argument}.")}
                if argument in library.corrections:
                    files.add(library.corrections[argument].origin.path)
    return sorted(files)


def read_version(root: Path, files: list[str]) -> Version:
    """The day and the commit of the last change to `files`; the day of the build without a history."""
    logged = _git(root, "log", "-1", "--format=%cs %h", "--abbrev=8", "--", *files)
    if not logged:
        return Version(today(), "", False)
    day, _, commit = logged.partition(" ")
    return Version(date.fromisoformat(day), commit, bool(_git(root, "status", "--porcelain", "--", *files)))


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
