"""Calls of macros: known names, known records, and where they may stand."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.findings import Finding
from handbook.pages import MacroCall
from handbook.project import Project
from handbook.views import questions
from handbook.views.facts import UnknownRecord, quotas_of, select
from handbook.views.macros import NAMES


def check(project: Project) -> Iterator[Finding]:
    for page in project.pages.values():
        path = page.repository_path
        in_heading = {heading.line for heading in page.headings}
        fenced = {
            number: fence.language for fence in page.fences for number in range(fence.line, fence.end + 1)
        }
        for call in page.macros:
            if call.name not in NAMES:
                yield Finding(path, call.line, "unknown-macro", f"マクロ「{call.name}」はありません → 名前を直す")
                continue
            if problem := _unknown_record(project, call):
                yield Finding(path, call.line, "unknown-record", f"{problem} → idを直すか、記録を書き足す")
            if call.name == "fact" and call.line in in_heading:
                yield Finding(path, call.line, "mark-in-heading", "見出しの中に出典の印は置けません → value(…)を使う")
            if call.name != "value" and call.line in fenced:
                yield Finding(path, call.line, "macro-in-code", "コードや図の中ではvalue(…)だけを使えます → 直す")


def _unknown_record(project: Project, call: MacroCall) -> str | None:
    library = project.library
    if call.name in ("fact", "value"):
        return next((f"事実「{key}」がありません" for key in call.arguments if key not in library.facts), None)
    if call.name in ("correction", "misconceptions"):
        return next((f"訂正「{key}」がありません" for key in call.arguments if key not in library.corrections), None)
    try:
        if call.name in ("facts_table", "checked"):
            select(library, call.arguments)
        if call.name == "quotas":
            quotas_of(library, *call.arguments)
        if call.name == "questions":
            questions.select(library, *call.arguments)
    except UnknownRecord as error:
        return str(error)
    return None
