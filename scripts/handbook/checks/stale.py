"""Facts whose check has become old, and the questions that rest on them: warnings, never a reason to fail."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.data.records import SHELF_LIFE
from handbook.findings import Finding
from handbook.project import Project
from handbook.views import questions


def warnings(project: Project) -> Iterator[Finding]:
    """One warning a fact that is older than its class allows on the library's day, and one a question that it answers."""
    library = project.library
    for fact in library.facts.values():
        if library.is_stale(fact):
            age = (library.today - fact.verified).days
            yield Finding(
                fact.origin.path, fact.origin.line, "stale",
                f"「{fact.id}」の確認から{age}日たちました（{fact.kind}は{SHELF_LIFE[fact.kind]}日まで）→ 出典を読み直し、verifiedを改める",
            )
    for question in library.questions.values():
        old = [key for key in questions.rests_on(question) if library.is_stale(library.facts[key])]
        if old:
            yield Finding(
                question.origin.path, question.origin.line, "stale",
                f"問い「{question.id}」の答えの値（{'、'.join(old)}）の確認が古くなっています → 値と答えを確かめ、verifiedを改める",
            )
