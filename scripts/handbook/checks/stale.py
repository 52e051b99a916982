"""Facts whose check has become old: warnings for writers, never a reason to fail."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.data.records import SHELF_LIFE
from handbook.findings import Finding
from handbook.project import Project


def warnings(project: Project) -> Iterator[Finding]:
    """One warning a fact that is older than its class allows on the library's day."""
    library = project.library
    for fact in library.facts.values():
        if library.is_stale(fact):
            age = (library.today - fact.verified).days
            yield Finding(
                fact.origin.path, fact.origin.line, "stale",
                f"「{fact.id}」の確認から{age}日たちました（{fact.kind}は{SHELF_LIFE[fact.kind]}日まで）→ 出典を読み直し、verifiedを改める",
            )
