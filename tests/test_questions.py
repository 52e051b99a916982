"""What a question looks like on its page, and that it follows the values that it rests on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handbook.build import build_site
from handbook.data import Library, load_library
from handbook.views import questions
from handbook.views.facts import UnknownRecord

PAGE = "guide/questions.md"


def listing(library: Library, topic: str) -> str:
    return questions.listing(library, PAGE, "guide", topic, lambda place: f"名前：{place}")


@pytest.fixture
def library(small_project: Path) -> Library:
    return load_library(small_project / "data")


def test_question_shows_its_parts_in_order(library: Library) -> None:
    assert listing(library, "keys").split("\n\n")[:8] == [
        "### キーの数 { #q-count }",
        "1つのテーブルに作れるキーの数はどれですか。\n<small>SAA</small>\n{: data-search-exclude }",
        '<ol class="choices" type="A" data-search-exclude markdown="block">\n<li markdown="span">20個</li>\n'
        '<li markdown="span">2つだけ</li>\n<li markdown="span">1つだけ</li>\n</ol>',
        '<details class="answer" data-search-exclude markdown="block">\n<summary>答えと理由</summary>',
        "**正解はA**",
        "- **A（正解）**：既定の上限は20個[※](../reference/facts/guide.md#fact-guide.keys.count){ .fact-mark title=\"キーの数。"
        "範囲：テーブルごと。出典：Limits（2026年11月1日確認）\" }です。\n"
        "- **B（誤り）**：数が違います。\n- **C（誤り）**：これも数が違います。",
        "本文：[名前：guide/keys.md#partition-key](keys.md#partition-key)",
        "</details>",
    ]


def test_question_says_how_many_to_choose(library: Library) -> None:
    shown = listing(library, "sizes")

    assert "主キーの働きはどれですか。（2つ選ぶ）" in shown
    assert "**正解はAとB**" in shown


def test_mark_of_an_example_is_not_shown(library: Library) -> None:
    shown = listing(library, "sizes")

    assert "40KBを4つ読む計算はどれですか。" in shown
    assert "example" not in shown


def test_unknown_topic_is_named(library: Library) -> None:
    with pytest.raises(UnknownRecord, match="prices"):
        listing(library, "prices")


def test_changed_value_changes_the_question(small_project: Path) -> None:
    facts = small_project / "data/facts/guide.yml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("value: 20", "value: 25"), encoding="utf-8")

    shown = listing(load_library(small_project / "data"), "keys")

    assert shown.count("25個") == 2
    assert "20個" not in shown


def test_built_page_folds_answers_and_names_their_section(project: Path) -> None:
    build_site(project, project / "site", project / "work")
    html = (project / "site/guide/questions/index.html").read_text(encoding="utf-8")

    assert html.count('<details class="answer"') == 5, "closed, and open to everybody without JavaScript"
    assert html.count('<ol class="choices"') == 5
    texts = json.loads((project / "site/search/text/guide/questions.json").read_text(encoding="utf-8"))
    assert "q-count" not in texts, "the search does not give the answer away"
    assert '<h3 id="q-place">' in html
    assert '<a href="../keys/#partition-key">キー：パーティションキー</a>' in html
    assert "[=" not in html
