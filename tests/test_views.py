"""What records look like in pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handbook.data import Library, Term, load_library
from handbook.data.records import Origin
from handbook.views import corrections, facts, glossary, notes, sources
from handbook.views.markup import japanese_period, link_to, sentence, table


@pytest.fixture
def library(small_project: Path) -> Library:
    return load_library(small_project / "data")


@pytest.mark.parametrize(("place", "page", "link"), [
    ("reference/facts/dynamodb.md#fact-x", "dynamodb/indexes.md", "../reference/facts/dynamodb.md#fact-x"),
    ("dynamodb/indexes.md", "dynamodb/index.md", "indexes.md"),
    ("dynamodb/indexes.md", "index.md", "dynamodb/indexes.md"),
])
def test_links_are_relative_to_the_page(place: str, page: str, link: str) -> None:
    assert link_to(place, page) == link


def test_periods_and_sentences() -> None:
    assert [japanese_period(text) for text in ("2018", "2018-12", "2018-12-01")] == [
        "2018年", "2018年12月", "2018年12月1日"
    ]
    assert [sentence(text) for text in ("終わり", "終わり。", "終わり？")] == ["終わり。", "終わり。", "終わり？"]


def test_table_cells_cannot_break_the_table() -> None:
    assert table(["a"], [["x|y\nz"]]).splitlines()[-1] == "| x\\|y z |"


def test_fact_shows_value_source_date_and_record(library: Library) -> None:
    shown = facts.value_with_mark(library, "guide/keys.md", "guide.keys.count")

    assert shown.startswith("20個[※](../reference/facts/guide.md#fact-guide.keys.count)")
    assert "キーの数。範囲：テーブルごと。出典：Limits（2026年11月1日確認）" in shown


def test_record_tells_section_period_and_doubt(library: Library) -> None:
    fact = library.facts["guide.keys.count"]
    doubted = fact.model_copy(update={
        "sources": ["guide-limits#keys"], "since": "2024-11", "until": "2025", "confidence": "disputed", "note": "版で違う",
    })
    library.facts[fact.id] = doubted

    record = facts.records(library, "guide")

    assert "期間：2024年11月から2025年まで／公式の資料どうしが食い違う" in record
    assert record.count("食い違う") == 1, "said once"
    assert record.endswith("\n\n    補足：版で違う\n\n    記録名：`guide.keys.count`")
    assert f"[Limits]({library.sources['guide-limits'].url}#keys)" in record
    assert "公式の資料どうしが食い違う" in facts.value_with_mark(library, "guide/keys.md", fact.id)


def test_files_of_a_chapter_share_a_page_of_records(library: Library) -> None:
    fact = library.facts["guide.keys.count"]
    moved = fact.model_copy(update={"origin": Origin("data/facts/others-purpose-built.yml", 1)})

    assert facts.records_page(fact) == "reference/facts/guide.md"
    assert facts.records_page(moved) == "reference/facts/others.md"


def test_chapter_without_a_quota_has_no_empty_table(library: Library) -> None:
    fact = library.facts["guide.keys.count"]
    assert "| キーの数（テーブルごと） |" in facts.quotas(library, "reference/quotas.md", "guide")

    library.facts[fact.id] = fact.model_copy(update={"kind": "status"})
    with pytest.raises(facts.UnknownRecord, match="guide"):
        facts.quotas(library, "reference/quotas.md", "guide")


def test_index_of_records_keeps_the_old_anchors(library: Library) -> None:
    first, *_, last = facts.record_names(library, "reference/facts.md", "guide").splitlines()

    assert first == "[1件の記録](facts/guide.md#records-guide)"
    assert last == "    - [`guide.keys.count`](facts/guide.md#fact-guide.keys.count){ #fact-guide.keys.count }"
    with pytest.raises(facts.UnknownRecord, match="gone"):
        facts.record_names(library, "reference/facts.md", "gone")


def test_date_of_the_oldest_check_of_a_group(library: Library) -> None:
    assert facts.oldest_check(library, ["guide"]) == "2026年11月1日"


def test_unknown_records_are_named(library: Library) -> None:
    with pytest.raises(facts.UnknownRecord, match=r"guide\.gone"):
        facts.value_with_mark(library, "index.md", "guide.gone")
    with pytest.raises(facts.UnknownRecord, match="gone"):
        corrections.admonition(library, "gone")


def test_prefix_selects_whole_parts_of_an_id(library: Library) -> None:
    assert [fact.id for fact in facts.select(library, ["guide.keys"])] == ["guide.keys.count"]
    with pytest.raises(facts.UnknownRecord):
        facts.select(library, ["guide.key"])


def test_facts_table_tells_whether_a_quota_can_be_raised(library: Library) -> None:
    head, _, row = facts.facts_table(library, "guide/index.md", library.facts.values()).splitlines()

    assert head == "| 項目 | 値 | 確認日 |"
    assert row.startswith('| キーの数（テーブルごと） | 20個<br><span class="fact-raising">引き上げ可</span> | [2026-11-01](')


def test_row_of_a_fact_has_one_pair_of_brackets(library: Library) -> None:
    fact = library.facts["guide.keys.count"].model_copy(update={"statement": "キーの数（既定）"})

    assert "| キーの数（既定。テーブルごと） |" in facts.facts_table(library, "guide/index.md", [fact])
    assert "| キーの数（既定） |" in facts.facts_table(library, "guide/index.md", [fact.model_copy(update={"scope": None})])


def test_correction_says_then_now_since_and_why(library: Library) -> None:
    block = corrections.admonition(library, "guide-keys")

    assert block.startswith('!!! then-now "いま／むかし：キーは5個まで？"\n\n    **むかし**：')
    for part in ("**いま（2018年12月から）**", "**なぜ残るか**", "[Limits](https://example.com/limits)"):
        assert part in block


def test_misconception_says_the_same_and_names_its_section(library: Library) -> None:
    block = corrections.misconceptions(library, "guide/index.md", ["guide-keys"], lambda place: f"名前：{place}")

    assert block.split("\n\n") == [
        "### キーは5個まで？ { #then-now-guide-keys data-search-exclude }",
        "**誤解**：キーは5個までとされていた。",
        "**いま正しいこと（2018年12月から）**：既定の上限は20個である。",
        "**なぜ広まったか**：古い教材に残っているため。",
        "出典：[Limits](https://example.com/limits)",
        "本文：[名前：guide/keys.md#partition-key](keys.md#partition-key)",
    ]


@pytest.mark.parametrize(("reading", "row"), [
    ("ぱーてぃしょんきー", "ha"), ("じーえすあい", "sa"), ("でーたべーす", "ta"), ("えーしっど", "a"),
    ("んー", "wa"), ("ぎょうしこう", "ka"),
])
def test_terms_stand_in_their_row(reading: str, row: str) -> None:
    term = Term.model_validate({
        "origin": ("x", 1), "term": "語", "reading": reading, "english": "Word", "definition": "定義", "home": "a.md",
    })
    assert glossary.row_of(term) == row


def test_glossary_is_sorted_by_plain_kana(library: Library) -> None:
    listing = glossary.listing(library, "reference/glossary.md")

    assert listing.index("**ソートキー**{ #term-sort-key }") < listing.index("**パーティションキー**{ #term-partition-key }")
    assert "旧称：ハッシュキー" in listing
    assert "[ソートキー](#term-sort-key)" in listing


@pytest.mark.parametrize(("fields", "head"), [
    ({"abbr": "PK"}, "**パーティションキー**{ #term-pk }（Partition Key、PK）"),
    ({"english": "Durability (ACID)"}, "**パーティションキー**{ #term-durability-acid }：Durability (ACID)"),
    ({"term": "キー（表）"}, "**キー（表）**{ #term-partition-key }：Partition Key"),
    ({"term": "Partition key"}, "**Partition key**{ #term-partition-key }"),
], ids=["two-names", "brackets-in-the-name", "brackets-in-the-term", "same-name"])
def test_names_of_a_term_make_no_brackets_in_brackets(library: Library, fields: dict[str, str], head: str) -> None:
    term = library.terms["パーティションキー"].model_copy(update={"former": [], "abbr": None, **fields})
    alone = replace(library, terms={term.term: term})

    assert glossary.listing(alone, "reference/glossary.md").split("\n")[2] == head


def test_notes_show_verdicts_and_places(library: Library) -> None:
    part = notes.part(library, "reference/notes-map.md", 1, 9, {"guide/keys.md": "キー"})

    assert "| 3 | キーは5個まで | **古い** 既定は20個。 |" in part
    assert "| 4 | キーは一意 | **正しい** [キー](../guide/keys.md#partition-key) |" in part
    assert notes.counts(library).endswith("| 合計 | 2 |")


def test_sources_are_grouped_by_kind(library: Library) -> None:
    assert sources.sections(library).startswith("## 公式ドキュメント { #kind-docs }")


def test_sources_stand_in_the_order_of_the_alphabet(library: Library) -> None:
    source = library.sources["guide-limits"].model_copy(update={"publisher": "AWS"})
    titles = {"VERSION function": "AWS", "Vacuuming tables": "AWS", "max_scaling 2012-08-10": "AWS", "A guide": "ibm", "B guide": "Oracle"}
    some = replace(library, sources={
        title: source.model_copy(update={"title": title, "publisher": publisher}) for title, publisher in reversed(titles.items())
    })

    rows = sources.listing(some, source.kind).splitlines()[2:]

    assert [row[3:].partition("](")[0] for row in rows] == [
        'max_scaling <span class="nobr">2012-08-10</span>', "Vacuuming tables", "VERSION function", "A guide", "B guide",
    ]
