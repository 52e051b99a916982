"""Facts in pages: a value with its mark, tables of values, the pages of records and their index."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from handbook.data import Fact, Library
from handbook.views.markup import attribute, japanese_date, japanese_period, link_to, source_links, table

RECORDS_FOLDER = "reference/facts"
KINDS = {
    "quota": "クォータ", "price": "料金", "version": "バージョン", "status": "提供状況", "concept": "仕様",
}
STALE = "確認から時間が経っています"
DOUBT = {"disputed": "公式の資料どうしが食い違う", "secondary": "公式以外の資料で確認"}
ADJUSTABLE = {True: "引き上げ可", False: "引き上げ不可"}


class UnknownRecord(LookupError):
    """A page names a record that `data/` does not have."""


def anchor(fact: Fact) -> str:
    return f"fact-{fact.id}"


def records_page(fact: Fact) -> str:
    """The page with the record: one for all files of a chapter (`data/facts/dynamodb-core.yml` → `dynamodb`)."""
    return f"{RECORDS_FOLDER}/{PurePosixPath(fact.origin.path).stem.partition('-')[0]}.md"


def _record(fact: Fact, page: str) -> str:
    """Link from `page` to the record of the fact."""
    return link_to(f"{records_page(fact)}#{anchor(fact)}", page)


def find_fact(library: Library, fact_id: str) -> Fact:
    try:
        return library.facts[fact_id]
    except KeyError:
        raise UnknownRecord(f"事実「{fact_id}」がdata/facts/にありません") from None


def value_with_mark(library: Library, page: str, fact_id: str) -> str:
    """The value, and a small mark that tells its source and date and leads to the record."""
    fact = find_fact(library, fact_id)
    source = library.source(fact.sources[0])
    scope = f"範囲：{fact.scope}。" if fact.scope else ""
    hint = attribute(f"{fact.statement}。{scope}出典：{source.title}（{_checked(library, fact)}）")
    return f'{fact.display}[※]({_record(fact, page)}){{ .fact-mark title="{hint}" }}'


def _checked(library: Library, fact: Fact) -> str:
    doubt = f"。{DOUBT[fact.confidence]}" if fact.confidence != "official" else ""
    return _checked_on(library, fact) + doubt


def _checked_on(library: Library, fact: Fact) -> str:
    return f"{japanese_date(fact.verified)}確認" + (f"。{STALE}" if library.is_stale(fact) else "")


def _period(fact: Fact) -> str:
    """`2024年11月1日から`, `2012年から2025年3月まで`."""
    since = f"{japanese_period(fact.since)}から" if fact.since else ""
    return since + (f"{japanese_period(fact.until)}まで" if fact.until else "")


def plain_value(library: Library, fact_id: str) -> str:
    return find_fact(library, fact_id).display


def oldest_check(library: Library, prefixes: Iterable[str]) -> str:
    """The day since which all facts below the prefixes have been checked."""
    return japanese_date(min(fact.verified for fact in select(library, prefixes)))


def select(library: Library, prefixes: Iterable[str]) -> list[Fact]:
    """Facts whose id is, or begins with, one of the prefixes, in the order of the prefixes and the files."""
    chosen: dict[str, Fact] = {}
    for prefix in prefixes:
        found = {key: fact for key, fact in library.facts.items() if f"{key}.".startswith(f"{prefix}.")}
        if not found:
            raise UnknownRecord(f"「{prefix}」で始まる事実がdata/facts/にありません")
        chosen |= found
    return list(chosen.values())


def facts_table(library: Library, page: str, facts: Iterable[Fact]) -> str:
    """One row a fact; whether a quota can be raised stands under its value."""
    rows = []
    for fact in facts:
        raising = f'<br><span class="fact-raising">{ADJUSTABLE[fact.adjustable]}</span>' if fact.adjustable is not None else ""
        hint = attribute(f"出典：{library.source(fact.sources[0]).title}")
        checked = f'[{fact.verified:%Y-%m-%d}]({_record(fact, page)}){{ .fact-date title="{hint}" }}'
        if library.is_stale(fact):
            checked += f"<br>{STALE}"
        rows.append([_with_scope(fact), f"{fact.display}{raising}", checked])
    return table(["項目", "値", "確認日"], rows)


def _with_scope(fact: Fact) -> str:
    """What the value is, and where it holds, in one pair of brackets: 「倍率（大きいノード。rg.4xlarge）」."""
    if not fact.scope:
        return fact.statement
    if fact.statement.endswith("）"):
        return f"{fact.statement[:-1]}。{fact.scope}）"
    return f"{fact.statement}（{fact.scope}）"


def records(library: Library, chapter: str) -> str:
    """Every record of one chapter with an anchor of its own."""
    blocks = []
    for fact in library.facts.values():
        if fact.chapter != chapter:
            continue
        name = f"**{fact.statement}**{{ #{anchor(fact)} }}"
        details = [f"**{fact.display}**", KINDS[fact.kind]]
        if fact.adjustable is not None:
            details.append(ADJUSTABLE[fact.adjustable])
        if fact.scope:
            details.append(f"範囲：{fact.scope}")
        if fact.since or fact.until:
            details.append(f"期間：{_period(fact)}")
        if fact.confidence != "official":
            details.append(DOUBT[fact.confidence])
        sources = source_links(map(library.source, fact.sources))
        lines = ["／".join(details), f"出典：{sources}（{_checked_on(library, fact)}）"]
        if fact.note:
            lines.append(f"補足：{fact.note}")
        lines.append(f"記録名：`{fact.id}`")
        blocks.append(f"{name}\n:   " + "\n\n    ".join(lines))
    return "\n\n".join(blocks)


def record_names(library: Library, page: str, chapter: str) -> str:
    """How many records a chapter has, where they are, and a closed list of their names.

    Each name carries the anchor that its record had when all records were one page: old addresses still lead there.
    Paper has no addresses to keep.
    """
    found = select(library, [chapter])
    place = link_to(f"{records_page(found[0])}#records-{chapter}", page)
    names = [f"    - [`{fact.id}`]({_record(fact, page)}){{ #{anchor(fact)} }}" for fact in found]
    return "\n".join([f"[{len(found):,}件の記録]({place})", "", '??? info screen-only "記録名の一覧"', "", *names])


def quotas(library: Library, page: str, chapter: str) -> str:
    return facts_table(library, page, quotas_of(library, chapter))


def quotas_of(library: Library, chapter: str) -> list[Fact]:
    """Raises:
        UnknownRecord: when the chapter has none.
    """
    found = [fact for fact in select(library, [chapter]) if fact.kind == "quota"]
    if not found:
        raise UnknownRecord(f"「{chapter}」にはクォータの事実がありません（見出しも要りません）")
    return found
