"""The checks on sources and records: one table of pure functions, one loop.

A check takes the project and yields findings. It reads no file and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handbook.checks import (
    diagrams,
    front_matter,
    headings,
    links,
    macros,
    navigation,
    notes,
    numbers,
    questions,
    records,
    text,
)
from handbook.findings import Finding
from handbook.project import Project

Check = Callable[[Project], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    front_matter.check,
    headings.check,
    navigation.check,
    links.check,
    diagrams.check,
    text.check,
    macros.check,
    numbers.check,
    records.check,
    notes.check,
    questions.check,
)


def run_checks(project: Project, checks: Iterable[Check] = CHECKS) -> list[Finding]:
    """All findings, in the order of files and lines."""
    return sorted({finding for check in checks for finding in check(project)})
