"""Words, index and synonyms of the search: the site's own JavaScript, run in QuickJS."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handbook.pages import Page
from handbook.paths import DOCS, ROOT
from handbook.search import bench, index, postings, script, sections, synonyms
from handbook.yamlfile import BrokenData


@pytest.fixture(scope="module")
def words():
    made = script.context("words.js", "engine.js", "results.js")
    return made


@pytest.mark.parametrize(("text", "folded"), [
    ("ＧＳＩ", ["gsi"]),
    ("GSIとは", ["gsi", "とは"]),
    ("サーバー", ["サバ"]),
    ("サーバ", ["サバ"]),
    ("ﾊﾟｰﾃｨｼｮﾝ", ["パテイシヨン"]),
    ("オープン・テーブル", ["オプンテブル"]),
    ("ヴァキューム", ["バキユム"]),
    ("読み取り容量", ["読取容量"]),
    ("読取容量", ["読取容量"]),
    ("列を削除", ["列", "を", "削除"]),
    ("400KB", ["400", "kb"]),
    ("3,000回", ["3000", "回"]),
    ("1,2", ["1", "2"]),
    ("r6g.large", ["r6g", "large"]),
    ("5倍速い", ["5", "倍", "速", "い"]),
    ("①", ["1"]),
    ("👍 <script>", ["script"]),
    ("\x00\x1f+*:~^\"\\", []),
    ("\ud800GSI", ["gsi"]),
    ("", []),
], ids=lambda value: repr(value) if isinstance(value, str) else None)
def test_words_meet_whatever_their_spelling(words, text: str, folded: list[str]) -> None:
    assert [word["text"] for word in script.call(words, "SearchWords.words", text)] == folded


@pytest.mark.parametrize(("text", "key"), [
    ("Amazon Redshift", "redshift"),
    ("Amazon", "amazon"),
    ("global-secondary index", "global secondary index"),
    ("読み取りレプリカ", "読取 レプリカ"),
    ("つなぐ", "つなぐ"),
])
def test_names_compare_without_grammar_and_maker(words, text: str, key: str) -> None:
    assert script.call(words, "SearchWords.key", text) == key


@pytest.mark.parametrize(("run", "letters"), [
    ("じーえすあい", "gsi"), ("でぃーえーえっくす", "dax"), ("あーるしーゆー", "rcu"), ("えー", None), ("とらんざくしょん", None),
])
def test_abbreviations_read_aloud(words, run: str, letters: str | None) -> None:
    assert script.call(words, "(run) => SearchWords.spelled(run) ?? null", run) == letters


@pytest.mark.parametrize(("one", "other", "edits"), [
    ("redshift", "redshift", 0), ("redshft", "redshift", 1),
    ("neptuen", "neptune", 1), ("パテシヨン", "パテイシヨン", 1), ("abc", "xyz", 3),
])
def test_edits_between_words(words, one: str, other: str, edits: int) -> None:
    assert script.call(words, "SearchWords.distance", one, other, 2) == edits


@pytest.mark.parametrize(("text", "wanted", "html"), [
    ("GSIとLSI", ["gsi"], "<mark>GSI</mark>とLSI"),
    ("ﾊﾟｰﾃｨｼｮﾝを選ぶ", ["パテイシヨン"], "<mark>ﾊﾟｰﾃｨｼｮﾝ</mark>を選ぶ"),
    ("サーバーレス", ["サバ"], "<mark>サーバー</mark>レス"),
    ("読み取り容量", ["読取"], "<mark>読み取り</mark>容量"),
    ("lazyなaz", ["az"], "lazyな<mark>az</mark>"),
    ("<b>GSI</b> & \"", ["gsi", "b"], "&#60;<mark>b</mark>&#62;<mark>GSI</mark>&#60;/<mark>b</mark>&#62; &#38; &#34;"),
    ("👍GSI", ["gsi"], "👍<mark>GSI</mark>"),
    ("セカンダリインデックス", ["セカンダリ", "セカンダリインデツクス"], "<mark>セカンダリインデックス</mark>"),
    ("何もない", [""], "何もない"),
])
def test_marks_stand_where_the_word_is_written(words, text: str, wanted: list[str], html: str) -> None:
    assert script.call(words, "SearchWords.marked", text, wanted) == html


def test_the_sentence_that_answers_is_shown(words) -> None:
    text = "前置きの文です。GSIはあとから追加できます。" + "長い文が続いて" * 40 + "LSIは作成時だけです。"

    assert script.call(words, "SearchResults.excerpt", text, ["追加", "gsi"]) == "GSIはあとから追加できます。"
    cut = script.call(words, "SearchResults.excerpt", text, ["lsi"])
    assert cut.startswith("…") and "LSIは作成時だけです" in cut and len(cut) <= 122
    assert script.call(words, "SearchResults.excerpt", text, ["無い"]) == "前置きの文です。"
    assert script.call(words, "SearchResults.excerpt", "", ["無い"]) == ""


LISTS = [[[0]], [[0, 1, 2], []], [[5, 90, 91, 3000], [3999]], [[0, 600, 3998, 3999], list(range(0, 500, 7)), list(range(4000))], []]


@pytest.mark.parametrize("lists", LISTS, ids=lambda lists: str(sum(map(len, lists))))
def test_postings_survive_the_way_to_the_browser(words, lists: list[list[int]]) -> None:
    packed = json.loads(json.dumps(postings.pack(lists, 4000)))

    assert script.call(words, "SearchEngine.unpack", packed, len(lists), 4000) == lists


def test_clustered_postings_cost_few_bits() -> None:
    together = postings.pack([list(range(500, 540))], 4000)
    apart = postings.pack([list(range(0, 4000, 100))], 4000)

    assert len(together) < len(apart) / 2


SPELLED = {"latin": ["gsi", "gsi2", "ttl"], "kanji": ["整合", "整合性", "整理"], "long": ["a" * 40, "a" * 41], "none": []}


@pytest.mark.parametrize("spelled", SPELLED.values(), ids=SPELLED.keys())
def test_vocabulary_survives_the_way_to_the_browser(words, spelled: list[str]) -> None:
    assert script.call(words, "SearchEngine.unfold", postings.fold(spelled)) == spelled


def page(path: str, source: str) -> Page:
    return Page(path, source, f"docs/{path}")


GUIDE = page("guide/index.md", "---\ntitle: 案内\n---\n# 案内\n")
KEYS = page("guide/keys.md", "---\ntitle: キー\n---\n# キー\n\n## GSI { #gsi }\n\n### 整合性 { #gsi-consistency }\n")
ABOUT = page("about/site.md", "---\ntitle: サイト\n---\n# GSIを含むサイト\n")
HTML = {
    GUIDE: '<h1 id="guide">案内</h1><p>キーとGSIを案内します。</p>',
    KEYS: """<h1 id="keys">キー<a class="headerlink" href="#keys">¶</a></h1>
<p>キーは<code>GetItem</code>で引く名前です<a class="fact-mark" href="#">※</a>。</p>
<p>次の
段落<sup id="fnref:1">1</sup></p>
<h2 id="gsi">GSI（グローバルセカンダリインデックス）</h2><p>別のキーです。&lt;b&gt;</p>
<figure data-search-exclude><p>図の中</p></figure>
<h3 id="gsi-consistency">整合性</h3><p>結果整合性だけです。</p>""",
    ABOUT: '<h1 id="site">GSIを含むサイト</h1>',
}


def read(source: Page, content: str) -> sections.IndexedPage:
    return sections.read_page(f"<nav>GSIの案内</nav><article>{content}</article>", source)


def built() -> list[sections.IndexedPage]:
    return [read(source, content) for source, content in HTML.items()]


def test_sections_keep_their_place_level_and_plain_text() -> None:
    guide, keys, about = built()

    assert guide.places == ["guide/index.md"]
    assert keys.places == ["guide/keys.md", "guide/keys.md#gsi", "guide/keys.md#gsi-consistency"]
    assert [section.level for section in keys.sections] == [1, 2, 3]
    assert keys.sections[0].title == "キー"
    assert keys.sections[0].text == "キーはGetItemで引く名前です。\n次の 段落"
    assert keys.sections[1].text == "別のキーです。<b>"
    assert about.boost < keys.boost


def test_section_kept_from_the_search_leaves_with_its_text() -> None:
    found = read(KEYS, '<h1 id="keys">キー</h1><p>前</p><h2 data-search-exclude id="a">訂正</h2><p>中</p><h2 id="b">次</h2><p>後</p>')

    assert [(section.title, section.text) for section in found.sections] == [("キー", "前"), ("次", "後")]


def test_cells_and_lines_of_code_stay_apart() -> None:
    (found,) = read(KEYS, "<h1>キー</h1><table><tr>\n<td>a</td>\n<td>b</td>\n</tr></table><pre><code>one\ntwo</code></pre>").sections

    assert found.text == "a b\none\ntwo"


def test_page_weighs_what_its_front_matter_says() -> None:
    heavy = page("guide/keys.md", "---\ntitle: キー\nsearch:\n  boost: 2\n---\n# キー\n")

    assert read(heavy, "<h1>キー</h1>").boost == 2


def test_page_kept_from_the_search_is_not_read(tmp_path: Path) -> None:
    hidden = page("guide/keys.md", "---\ntitle: キー\nsearch:\n  exclude: true\n---\n# キー\n")
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide" / "index.html").write_text("<article><h1>案内</h1></article>", encoding="utf-8")

    assert [found.source for found in sections.read_site(tmp_path, [hidden, GUIDE])] == ["guide/index.md"]


@pytest.fixture(scope="module")
def search(words):
    """Search a small index: places in order of rank."""
    pages = built()
    places = [place for page in pages for place in page.places]
    terms = [[["GSI", "global secondary index", "旧名インデックス"], "ジエスアイ", places.index("guide/keys.md#gsi")]]
    made = index.build_index(pages, terms, [["一貫性", "整合性"]])
    words.set("INDEX", json.dumps(made, ensure_ascii=False))
    words.eval("globalThis.engine = SearchEngine.create(JSON.parse(INDEX))")
    return lambda query: [
        places[number] for number in
        script.call(words, "(query) => engine.search(query).map((hit) => hit.section.number)", query)
    ]


@pytest.mark.parametrize(("query", "first"), [
    ("GSI", "guide/keys.md#gsi"),
    ("グローバルセカンダリ", "guide/keys.md#gsi"),
    ("Global Secondary Index", "guide/keys.md#gsi"),
    ("旧名インデックス", "guide/keys.md#gsi"),
    ("じーえすあい", "guide/keys.md#gsi"),
    ("GSI 一貫性", "guide/keys.md#gsi-consistency"),
    ("せいごうせい", "guide/keys.md#gsi-consistency"),
    ("getit", "guide/keys.md"),
    ("titem", "guide/keys.md"),
    ("getitm", "guide/keys.md"),
])
def test_the_section_about_it_comes_first(search, query: str, first: str) -> None:
    assert search(query)[0] == first


@pytest.mark.parametrize("query", ["", " ", "とは", "ラーメン", "xqz", "扇風機", "☆", "\x00", "+*:~^\"\\", "<script>alert(1)</script>"])
def test_nonsense_finds_nothing(search, query: str) -> None:
    assert search(query) == []


@pytest.mark.parametrize("query", ["GSI" * 4000, "あ" * 10_000, "整合" * 5000, "\ud800\udfff👩‍👩‍👧 GSI", "GSI " * 2500], ids=[
    "long-latin", "long-hiragana", "long-kanji", "surrogates", "many-words",
])
def test_odd_input_breaks_nothing(search, query: str) -> None:
    assert isinstance(search(query), list)


def test_results_escape_everything_they_show(words) -> None:
    section = {"location": "a/", "title": "<img src=x onerror=alert(1)>", "anchor": "", "path": "a/"}
    found = script.call(
        words, "(section, text) => SearchResults.items("
        "[[section, [{ section, score: 1, words: ['img'], shown: ['<i>'], missing: ['<b>'] }]]], "
        "new Map([['a/', { '': text }]]))", section, "<script>alert(1)</script>",
    )

    shown = json.dumps([found[0][0]["title"], found[0][0]["text"]])
    assert "<img" not in shown and "<script" not in shown and "<mark>img</mark>" in shown


@pytest.mark.parametrize("text", ["- [一つ]\n", "- 語\n", "- {a: b}\n", "- [語, 1]\n"], ids=["single", "no-list", "mapping", "number"])
def test_broken_synonyms_are_reported_with_their_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / synonyms.EVERYDAY
    file.parent.mkdir(parents=True)
    file.write_text(f"- [料金, 費用]\n{text}")

    with pytest.raises(BrokenData) as broken:
        synonyms.everyday(tmp_path)

    assert str(broken.value).startswith("data/search/synonyms.yml:2: record: ")


def test_every_everyday_word_is_one(words) -> None:
    groups = synonyms.everyday(ROOT)
    keys = [script.call(words, "SearchWords.key", word) for group in groups for word in group]

    assert len(groups) > 30
    assert all(keys), "a synonym without a word finds nothing"


def test_what_the_search_reads_stays_small(site: Path) -> None:
    """Everything that the first question fetches, texts of the results apart."""
    assert sum(bench.sizes(site).values()) <= 120_000


def test_scripts_of_the_site_are_those_of_the_source(site: Path) -> None:
    """Without what only explains them, and still whole: the same words come out."""
    folder = site / script.SCRIPTS.relative_to(DOCS)
    made = script.quickjs.Context()
    made.eval((folder / "words.js").read_text(encoding="utf-8"))

    assert script.call(made, "SearchWords.key", "Amazon Redshiftのサーバーレス") == "redshift サバレス"
    assert len((folder / "engine.js").read_bytes()) < len((script.SCRIPTS / "engine.js").read_bytes()) * 0.8


def test_a_list_is_found_by_what_only_it_says() -> None:
    pages = [read(KEYS, '<h1>キー</h1><p>クォータの値です。</p><h2 id="summary">まとめ</h2><p>クォータの値と余談です。</p>')]
    read_sections = [section for page in pages for section in page.sections]
    found = index.stated(pages, *(script.words_of([getattr(one, name) for one in read_sections]) for name in ("text", "title")))

    assert found["クオタ"] == [0]
    assert found["余談"] == [1]
