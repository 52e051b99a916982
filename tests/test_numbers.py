"""Which numbers in a text need a source, and which are prose."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.build import source_findings
from handbook.checks.numbers import typed_by_hand

KEYS = Path("docs/guide/keys.md")


@pytest.mark.parametrize(("text", "numbers"), [
    # a unit of measure
    ("1項目は400KBです", ["400KB"]), ("99.99%の可用性", ["99.99%"]), ("容量は0.5〜2 ACU", ["0.5〜2 ACU"]), ("保持は35日", ["35日"]),
    ("月に25ドル", ["25ドル"]), ("$25です", ["25"]), ("100万リクエスト", ["100万"]), ("1,000円", ["1,000円"]),
    # a count that is more than prose
    ("テーブルに20個", ["20個"]), ("合計6つのコピー", ["6つ"]),
    ("主キー、一意の4種類", ["4種類"]), ("約1,500ユニット", ["1,500ユニット"]), ("40,000が上限", ["40,000"]),
    # a word beside it
    ("最大2台", ["2台"]), ("既定は2つ", ["2つ"]), ("上限は40", ["40"]), ("2つまで作れる", ["2つ"]),
    ("毎秒600", ["600"]), ("256未満", ["256"]),
    # versions and dates
    ("バージョン2で", ["2"]), ("Valkey 9.0以降", ["9.0"]), ("8.0.28へ上げる", ["8.0.28"]), ("2018年12月1日から", ["2018年12月1日"]),
    ("2018-12-01に", ["2018-12-01"]), ("1970年の論文", ["1970年"]),
])
def test_needs_a_source(text: str, numbers: list[str]) -> None:
    assert typed_by_hand(text) == numbers


@pytest.mark.parametrize("text", [
    "S3とEC2とdb.r7g.2xlarge", "Python 3で書く", "MySQL 8.0と互換", "HTTP 200が返る", "ISO 8601の文字列", "3306番のポート",
    "DVA-C02の4分野",
    "3つのAZに2つずつ", "1台のライター", "2倍のユニット", "2段階の処理", "1秒に", "1 ACUは", "1日1回", "3分の1", "2行目", "4つ目を見落とす",
    "次の4つです", "5つの質問", "最小容量が0なら", "上限は1ノードあたりの値", "候補を2つまで絞る",
    "主キー、外部キー、一意、検査の4種類", "階層0か1", "1桁ミリ秒", "1対1",
])
def test_is_prose(text: str) -> None:
    assert typed_by_hand(text) == []


@pytest.mark.parametrize(("old", "new"), [
    ("キーは項目を", "20KBのキー[## example ##]は項目を"),
    ("キーは項目を", "[## example ##]\n\n20KBのキーは、30秒で項目を"),
    ("キーは項目を", "昔の「キーは5個」と違い、`30秒`のキーは項目を"),
    ("キーは項目を", "[20KBのキー](index.md)は項目を"),
    ('です。\n\n```mermaid', 'で、20個に固定です。\n\n```mermaid'),
    ("type: concept", "type: about\nnote: 20KB"),
], ids=["example-of-a-line", "example-of-a-section", "quotation-and-code", "link-text", "stated-by-the-fact-beside-it", "front-matter"])
def test_free_places(small_project: Path, old: str, new: str) -> None:
    page = small_project / KEYS
    text = page.read_text(encoding="utf-8")
    assert text.count(old) == 1
    page.write_text(text.replace(old, new), encoding="utf-8")

    assert source_findings(small_project) == []


def test_exception_with_a_reason_lets_one_number_pass(small_project: Path) -> None:
    page = small_project / KEYS
    page.write_text(page.read_text(encoding="utf-8").replace("キーは項目を", "30秒と40秒のキーは項目を"), encoding="utf-8")
    (small_project / "data/unsourced-numbers.yml").write_text("- {page: guide/keys.md, text: 30秒, reason: 資料がない}\n", encoding="utf-8")

    (finding,) = source_findings(small_project)

    assert finding.rule == "number" and "40秒" in finding.message and "30秒" not in finding.message
