"""Records: every reference leads somewhere, everything is used, no date lies in the future."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date

from handbook.data.records import Record, Term
from handbook.findings import Finding
from handbook.pages import macro_calls
from handbook.project import Project
from handbook.views import glossary
from handbook.views.facts import UnknownRecord, select
from handbook.views.term_index import tells_no_reading

VALUE_CALL = re.compile(r"\[= *value\([\"']([^\"']*)[\"']\) *=\]")


def check(project: Project) -> Iterator[Finding]:
    yield from _sources(project)
    yield from _facts(project)
    yield from _corrections(project)
    yield from _terms(project)


def _at(record: Record, rule: str, message: str) -> Finding:
    return Finding(record.origin.path, record.origin.line, rule, message)


def place_problem(project: Project, place: str) -> str | None:
    """What is wrong with a `page.md#anchor` that a record names, or None."""
    path, _, anchor = place.partition("#")
    if path not in project.pages:
        return f"「{path}」がdocs/にありません"
    if anchor and anchor not in project.ids[path]:
        return f"docs/{path}に「#{anchor}」がありません"
    return None


def _sources(project: Project) -> Iterator[Finding]:
    library = project.library
    used: Counter[str] = Counter()
    for record in library.records():
        for owner in (record, *getattr(record, "bullets", [])):
            for citation in getattr(owner, "sources", []):
                source_id = citation.partition("#")[0]
                used[source_id] += 1
                if source_id not in library.sources:
                    yield _at(record, "unknown-source", f"出典「{source_id}」がdata/sources/にありません → 書き足す")
    urls: dict[str, str] = {}
    for source in library.sources.values():
        if not used[source.id]:
            yield _at(source, "unused-source", f"出典「{source.id}」がどこからも使われていません → 使うか消す")
        if source.checked > date.today():
            yield _at(source, "future-date", f"checkedが未来の日付です（{source.checked}）→ 確認した日にする")
        if source.url in urls:
            yield _at(source, "duplicate-url", f"同じURLが「{urls[source.url]}」にもあります → 一つにまとめる")
        urls.setdefault(source.url, source.id)


def _facts(project: Project) -> Iterator[Finding]:
    used: set[str] = set()
    calls = (call for page in project.pages.values() for call in page.macros)
    for call in calls:
        if call.name in ("fact", "value"):
            used.update(call.arguments)
        elif call.name == "facts_table":
            try:
                used.update(fact.id for fact in select(project.library, call.arguments))
            except UnknownRecord:
                continue    # reported by handbook.checks.macros
    for question in project.library.questions.values():
        used.update(key for text in question.texts for call in macro_calls(text) for key in call.arguments)
    for correction in project.library.corrections.values():
        used.update(key for key in project.library.facts if f'"{key}"' in correction.before + correction.now)
    library = project.library
    for fact in library.facts.values():
        if fact.id not in used:
            yield _at(fact, "unused-fact", f"事実「{fact.id}」がどのページにもありません → 使うか消す")
        if fact.verified > date.today():
            yield _at(fact, "future-date", f"verifiedが未来の日付です（{fact.verified}）→ 確認した日にする")
        cited = {citation.partition("#")[0] for citation in fact.sources}
        read = [library.sources[key].checked for key in sorted(cited) if key in library.sources]
        if read and max(read) < fact.verified <= date.today():
            yield _at(
                fact, "verified-after-reading",
                f"verified（{fact.verified}）のあとに読んだ出典がありません（最後は{max(read)}）→ 読み直した出典のcheckedを改める",
            )


def _corrections(project: Project) -> Iterator[Finding]:
    shown = [
        (key, page.path) for page in project.pages.values() for call in page.macros
        if call.name == "correction" for key in call.arguments
    ]
    times = Counter(key for key, _ in shown)
    note_lines = {line for heading in project.library.outline.values() for line in heading.bullets}
    note_lines |= set(project.library.outline)
    for correction in project.library.corrections.values():
        if problem := place_problem(project, correction.at):
            yield _at(correction, "broken-place", f"at：{problem} → 直す")
        elif times[correction.id] != 1:
            yield _at(
                correction, "correction-place",
                f"訂正「{correction.id}」がページに{times[correction.id]}回出ています → {correction.at}に一回だけ置く",
            )
        elif (correction.id, correction.at.partition("#")[0]) not in shown:
            yield _at(correction, "correction-place", f"訂正「{correction.id}」が{correction.at}以外にあります → 移す")
        named = [key for text in (correction.before, correction.now, correction.why) for key in VALUE_CALL.findall(text)]
        for key in named:
            if key not in project.library.facts:
                yield _at(correction, "unknown-record", f"事実「{key}」がありません → idを直すか、記録を書き足す")
        if unknown := sorted(set(correction.notes) - note_lines):
            yield _at(correction, "note-line", f"ノートにない行です：{unknown} → 行番号を直す")


def _terms(project: Project) -> Iterator[Finding]:
    slugs: dict[str, str] = {}
    for term in project.library.terms.values():
        name = glossary.slug(term)
        if not name:
            yield _at(term, "term-english", f"「{term.term}」の英語がありません → englishを書く（アドレスに使う）")
        elif name in slugs:
            yield _at(term, "term-english", f"「{term.term}」と「{slugs[name]}」の英語が同じです → 一つにまとめる")
        slugs.setdefault(name, term.term)
        for other in tells_no_reading(term):
            yield _at(term, "name-reading", f"「{other}」の読みがありません → other_readingsに書く（索引の順に使う）")
        for other in sorted(term.other_readings.keys() - set(term.other_names)):
            yield _at(term, "name-reading", f"読みだけあって、名前「{other}」がありません → aliasesかformerに書くか、消す")
        if problem := place_problem(project, term.home):
            yield _at(term, "broken-place", f"home：{problem} → 直す")
        if term.term in term.confused_with:
            yield _at(term, "self-reference", f"「{term.term}」の混同しやすい語がその語自身です → 消す")
        for other in term.confused_with:
            if other not in project.library.terms:
                yield _at(term, "unknown-term", f"混同しやすい語「{other}」が用語集にありません → 書き足すか消す")
    yield from _names(project)


def _names(project: Project) -> Iterator[Finding]:
    """A name leads to one term: an alias or a former name of one term is no name of another.

    The same English may stand with two terms (Sort Key), because each shows it beside its own Japanese.
    """
    current: dict[str, Term] = {}
    for term in project.library.terms.values():
        for name in filter(None, (term.term, term.abbr)):
            current.setdefault(_folded(name), term)
    owner: dict[str, Term] = {}
    for term in project.library.terms.values():
        own = {_folded(name) for name in (term.term, term.english, term.abbr) if name}
        for kind, names in (("alias", term.aliases), ("former", term.former)):
            for name in names:
                folded = _folded(name)
                if folded in own or owner.get(folded) is term:
                    yield _at(term, "repeated-name", f"「{name}」は「{term.term}」の記録に二度あります → 一つを消す")
                elif folded in current:
                    yield _at(
                        term, f"{kind}-is-current",
                        f"「{term.term}」の別名か旧称「{name}」は、いまの別の語の名前です → 消すか、confused_withに書く",
                    )
                elif folded in owner:
                    yield _at(term, "shared-name", f"「{name}」は「{owner[folded].term}」の別名でもあります → 片方から消す")
                owner.setdefault(folded, term)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
