"""Where a page marks a term of the glossary: its first use in running text, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from handbook.build import build_site
from handbook.data import Term, load_library
from handbook.pages import Page
from handbook.terms import Hint, annotate, hints_for, homes, url
from handbook.views import glossary, term_index

HINTS = {
    "GSI": Hint("グローバルセカンダリインデックス", "reference/glossary/#term-gsi", "GSI：別のキーで読むための索引。"),
    "グローバルセカンダリインデックス": Hint(
        "グローバルセカンダリインデックス", "reference/glossary/#term-gsi", "GSI：別のキーで読むための索引。",
    ),
    "キー": Hint("キー", "reference/glossary/#term-key", "キー（Key）：\"項目\"を決める値。"),
    "属性": Hint("属性", "reference/glossary/#term-attribute", "属性：項目の中身。"),
}


def marked(html: str, homes: dict[str, str] | None = None) -> list[str]:
    """The marked words, each with the ten characters before it."""
    done = annotate(f"<nav>GSI</nav><article>{html}</article><p>GSI</p>", HINTS, homes or {}, "guide/keys/")
    plain = re.sub(r'<a class="term"[^>]*>(.*?)</a>', r"[\1]", done)
    assert plain.replace("[", "").replace("]", "") == f"<nav>GSI</nav><article>{html}</article><p>GSI</p>", "nothing else changes"
    return re.findall(r"\[(.*?)\]", plain)


def test_mark_is_a_link_with_the_definition() -> None:
    assert annotate("<article>この<b>キー</b></article>", HINTS, {}, "guide/keys/") == (
        '<article>この<b><a class="term" href="../../reference/glossary/#term-key" '
        'title="キー（Key）：&quot;項目&quot;を決める値。">キー</a></b></article>'
    )


def test_only_the_first_use_on_a_page() -> None:
    assert marked("<p>GSIとGSI</p><p>キーとGSI、グローバルセカンダリインデックス</p>") == ["GSI", "キー"]


@pytest.mark.parametrize("html", [
    "<h2 id='x'>GSI</h2>", '<a href="x">GSI</a>', "<code>GSI</code>", "<pre><span>GSI</span></pre>", "<table><tr><td>GSI</td></tr></table>",
    "<table><tr><th>GSI</th><th>GSI</th></tr></table>", "<svg><text>GSI</text></svg>", "<figure><figcaption>GSI</figcaption></figure>",
    '<p class="admonition-title">GSI</p>', "<details><summary>x</summary><p>GSI</p></details>", "<script>GSI</script>", "<!-- GSI -->",
    '<img alt="GSI" src="x">', '<p title="a > GSI">x</p>',
], ids=[
    "heading", "link", "code", "block-of-code", "first-column", "head-of-a-table", "diagram", "caption", "title-of-a-note", "folded-text",
    "script", "comment", "attribute", "attribute-with-bracket",
])
def test_places_without_marks(html: str) -> None:
    assert marked(html) == []
    assert marked(f"{html}<p>GSI</p>") == ["GSI"], "text after the place is open again"


def test_second_column_of_a_table_is_text() -> None:
    assert marked("<table><tr><td>GSI</td><td>GSI</td></tr><tr><td>キー</td><td>属性</td></tr></table>") == ["GSI", "属性"]


@pytest.mark.parametrize("text", ["GSIs", "MyGSI", "キーワード", "パーティションキー", "属性値", "多属性"])
def test_piece_of_a_longer_word_is_another_word(text: str) -> None:
    assert marked(f"<p>{text}</p>") == []


def test_section_that_explains_a_term_carries_no_mark() -> None:
    html = '<h2 id="other">別</h2><p>{}</p><h2 id="gsi">GSI</h2><h3 id="gsi-more">続き</h3><p>GSI</p><h2 id="end">終わり</h2><p>GSI</p>'
    home = {"グローバルセカンダリインデックス": "gsi"}
    assert marked(html.format("x"), home) == []
    assert marked(html.format("GSI"), home) == ["GSI"]
    assert marked(html.format("GSI"), {"グローバルセカンダリインデックス": ""}) == []


def term(name: str, home: str, **fields: str) -> Term:
    return Term.model_validate({
        "origin": ("x", 1), "term": name, "reading": "ご", "english": "Word", "definition": "定義", "home": home, **fields,
    })


def names_on(path: str, *terms: Term) -> dict[str, str]:
    library = SimpleNamespace(terms={one.term: one for one in terms})
    return {name: hint.term for name, hint in hints_for(library, path.partition("/")[0], "glossary/").items()}


def test_shared_name_means_the_term_of_the_chapter() -> None:
    shards = (term("シャード（ElastiCache）", "elasticache/a.md"), term("シャード", "others/a.md"))
    assert names_on("elasticache/b.md", *shards) == {"シャード": "シャード（ElastiCache）"}
    assert names_on("aurora/b.md", *shards) == {"シャード": "シャード"}
    assert names_on("aurora/b.md", shards[0]) == {}


def test_record_may_keep_its_hint_to_its_chapter() -> None:
    item = term("項目", "dynamodb/a.md", hint="chapter")
    assert names_on("dynamodb/b.md", item) == {"項目": "項目"}
    assert names_on("redshift/b.md", item) == {}
    assert names_on("dynamodb/b.md", term("項目", "dynamodb/a.md", hint="never")) == {}


def test_page_about_a_term_explains_it_from_the_first_line(small_project: Path) -> None:
    library = load_library(small_project / "data")
    page = Page("guide/keys.md", "---\ntitle: ソートキーとほかのキー\n---\n", "docs/guide/keys.md")
    assert homes(library, page) == {"パーティションキー": "partition-key", "ソートキー": ""}


def test_addresses_of_pages() -> None:
    assert [url(path) for path in ("index.md", "guide/index.md", "guide/keys.md")] == ["", "guide/", "guide/keys/"]


def test_built_pages_lead_to_the_glossary(project: Path) -> None:
    (project / "docs/reference/glossary.md").write_text(
        "---\ntitle: 用語集\n"
        "description: 検査の見本にする、用語集のページです。本文の用語の最初の一回から、この中の定義へ進めることを確かめます。\n"
        "type: reference\n---\n\n# 用語集\n\n[= glossary_list() =]\n", encoding="utf-8",
    )
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("      - reference/glossary.md\n")
    keys = project / "docs/guide/keys.md"
    keys.write_text(keys.read_text(encoding="utf-8").replace("キーは項目を", "ソートキーは、パーティションキーの項目を"), encoding="utf-8")
    build_site(project, project / "site", project / "work")

    html = (project / "site/guide/keys/index.html").read_text(encoding="utf-8")
    links = re.findall(r'<a class="term" href="([^"]*)" title="[^"]*">([^<]*)</a>', html)

    assert links == [("../../reference/glossary/#term-partition-key", "パーティションキー")], "the page is the home of the other"
    assert 'id="term-partition-key"' in (project / "site/reference/glossary/index.html").read_text(encoding="utf-8")
    assert 'class="term"' not in (project / "site/reference/glossary/index.html").read_text(encoding="utf-8")


def test_english_terms_are_listed_from_a_to_z(small_project: Path) -> None:
    table = glossary.english_table(load_library(small_project / "data"), "reference/terms-en.md")

    assert table.index("## P { #letter-p }") < table.index("| Partition Key | [パーティションキー](glossary.md#term-partition-key) |")
    assert table.index("| Partition Key |") < table.index("## S { #letter-s }") < table.index("| Sort Key |")


def test_index_of_terms_knows_every_name(small_project: Path) -> None:
    library = load_library(small_project / "data")
    listed = term_index.listing(library, "reference/term-index.md")
    lines = listed.split("\n")

    for term in library.terms.values():
        assert any(line.startswith(f"- [{term.term}](") for line in lines), term.term
        for name in {term.abbr, term.english, *term.aliases, *term.former} - {None, term.term}:
            assert any(line.startswith(f"- {name}") and f"→ [{term.term}](" in line for line in lines), name


def test_index_of_terms_is_ordered_by_reading_and_by_letter() -> None:
    term = Term(term="一貫性", reading="いっかんせい", english="Amazon Consistency", aliases=["コンシステンシー", "行の整合"],
                other_readings={"行の整合": "ぎょうのせいごう"}, former=["3値性"],
                definition="性質", home="guide/keys.md#consistency", origin=("data/glossary/guide.yml", 1))
    found = {entry.name: entry.group for entry in term_index.entries(term)}

    assert "べき等" not in {entry.name for entry in term_index.entries(Term(
        term="冪等", reading="べきとう", english="idempotent", aliases=["べき等"], other_readings={"べき等": "べきとう"},
        definition="性質", home="guide/keys.md", origin=("data/glossary/guide.yml", 1),
    ))}, "read like the term"
    assert found == {"一貫性": "row-a", "Amazon Consistency": "c", "コンシステンシー": "row-ka", "行の整合": "row-ka", "3値性": "digits"}
