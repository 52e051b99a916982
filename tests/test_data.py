"""Records: how values are shown, and what the library knows of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.data import Fact, load_library
from handbook.yamlfile import BrokenData

BASE = {
    "origin": ("data/facts/x.yml", 1), "id": "x.y", "statement": "数", "class": "concept",
    "sources": ["s"], "verified": "2026-11-01",
}


@pytest.mark.parametrize(("given", "shown"), [
    ({"value": 20, "unit": "個"}, "20個"),
    ({"value": 40000}, "40,000"),
    ({"value": 0.25, "unit": "USD/時間"}, "0.25USD/時間"),
    ({"value": "2023-10-31"}, "2023年10月31日"),
    ({"value": "終了"}, "終了"),
    ({"value": 15, "unit": "台", "text": "最大15台"}, "最大15台"),
])
def test_value_as_readers_see_it(given: dict[str, object], shown: str) -> None:
    assert Fact.model_validate({**BASE, **given}).display == shown


def test_records_remember_where_they_stand(small_project: Path) -> None:
    library = load_library(small_project / "data")

    assert library.terms["ソートキー"].origin == ("data/glossary/guide.yml", 8)


def test_every_broken_record_is_reported_at_once(small_project: Path) -> None:
    facts = small_project / "data" / "facts" / "guide.yml"
    facts.write_text(facts.read_text().replace("unit: 個", "unit: こ").replace("class: quota", "class: limit"))

    with pytest.raises(BrokenData) as broken:
        load_library(small_project / "data")

    assert [(finding.line, finding.rule) for finding in broken.value.findings] == [(4, "record"), (5, "record")]
