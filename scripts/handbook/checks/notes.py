"""The map from the study notes: nothing is lost, and every target still exists."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checks.records import place_problem
from handbook.data import NoteSection
from handbook.findings import Finding
from handbook.project import Project

NEEDS_SOURCE = frozenset({"wrong", "outdated", "imprecise"})


def check(project: Project) -> Iterator[Finding]:
    library = project.library
    for line, heading in library.outline.items():
        section = library.notes.get(line)
        if section is None:
            yield Finding(
                heading.origin.path, heading.origin.line, "unmapped-heading",
                f"ノートの{line}行目「{heading.heading}」の行き先がありません → data/notes/に書く",
            )
            continue
        yield from _section(project, section, set(heading.bullets))
    for line, section in library.notes.items():
        if line not in library.outline:
            yield _at(section, "note-line", f"ノートの{line}行目は見出しではありません → 行番号を直す")


def _at(section: NoteSection, rule: str, message: str) -> Finding:
    return Finding(section.origin.path, section.origin.line, rule, message)


def _section(project: Project, section: NoteSection, expected: set[int]) -> Iterator[Finding]:
    if section.heading != project.library.outline[section.line].heading:
        yield _at(
            section, "note-heading",
            f"見出しが「{section.heading}」です → ノートのとおり「{project.library.outline[section.line].heading}」にする",
        )
    given = [bullet.line for bullet in section.bullets]
    if missing := sorted(expected - set(given)):
        yield _at(section, "unmapped-line", f"判定のない行があります：{missing} → 書き足す")
    if extra := sorted(set(given) - expected) + sorted({line for line in given if given.count(line) > 1}):
        yield _at(section, "note-line", f"この見出しにない行か、重なった行です：{extra} → 直す")
    places = [*section.to, *(bullet.to for bullet in section.bullets if bullet.to)]
    for place in dict.fromkeys(places):
        if problem := place_problem(project, place):
            yield _at(section, "broken-place", f"行き先：{problem} → 直す")
    for bullet in section.bullets:
        if bullet.verdict in NEEDS_SOURCE and not bullet.sources:
            yield _at(section, "verdict-source", f"{bullet.line}行目の判定に出典がありません → sourcesを書く")
