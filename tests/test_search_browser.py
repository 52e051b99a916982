"""The search in a real browser: what readers type, how they type it, and what they get."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from generated_queries import distinctive, headings
from search_box import (
    Measured,
    Query,
    Score,
    SearchBox,
    Stock,
    as_address,
    by_page,
    golden,
    half,
    measure,
    measure_pages,
    page_only,
    readers,
)

from handbook.build import run_mkdocs
from handbook.clock import today
from handbook.navigation import read_chapters
from handbook.pages import read_pages
from handbook.paths import CACHE, CONFIG, DOCS, ROOT
from handbook.search import bench, index, scores
from handbook.search.sections import IndexedPage, Section

pytestmark = pytest.mark.browser

KINDS = {
    "exact", "acronym", "english", "katakana", "kanji-compound", "prefix", "infix", "full-width", "mixed", "natural", "typo",
    "synonym", "old-name", "reading", "nonsense",
}
BOX = "[data-md-component=search-query]"
RESULT = ".md-search-result__link"
GSI = "dynamodb/indexes#gsi"


@pytest.fixture(scope="module")
def box(browser: Any, address: str) -> Iterator[SearchBox]:
    made = SearchBox(browser, address)
    yield made
    made.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A new visitor on the home page; nothing may go wrong in the browser meanwhile."""
    context = browser.new_context()
    made = context.new_page()
    complaints: list[str] = []
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    made.goto(f"{address}/")
    yield made
    context.close()
    assert not complaints


class Results:
    """Everything that is measured, once a run."""

    def __init__(self, browser: Any, address: str, site: Path) -> None:
        box = SearchBox(browser, address)
        self.golden = measure(box, golden())
        self.readers = measure(box, readers())
        self.sections = {chapter: measure(box, queries) for chapter, queries in by_page().items()}
        self.pages = {chapter: measure_pages(box, [page_only(query) for query in queries]) for chapter, queries in by_page().items()}
        self.headings = measure(box, headings(read_pages(DOCS)))
        found = distinctive(site, known_names(site))
        self.generated = {"heading": self.headings.kinds["heading"]} | {
            kind: measure_pages(box, [query for query in found if query.kind == kind]) for kind in ("word", "phrase")
        }
        box.close()
        worker = next((site / "assets/javascripts/workers").glob("search.*.min.js"))
        stock = SearchBox(browser, address, stock=Stock(f"assets/javascripts/workers/{worker.name}", stock_index(site)))
        self.material = measure(stock, golden())
        stock.close()
        self.payload = round(sum(bench.sizes(site).values()) / 1000)


def stock_index(site: Path) -> Path:
    """The index of the same pages as Material's own plugin makes it."""
    folder = site.with_name("stock")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STOCK_SEARCH", "true")
        run_mkdocs(CONFIG, folder)
    return folder / "search" / "search_index.json"


def known_names(site: Path) -> list[str]:
    index = json.loads((site / "search" / "index.json").read_text(encoding="utf-8"))
    return [name for names, *_ in index["terms"] for name in names] + [name for names in index["everyday"] for name in names]


@pytest.fixture(scope="module")
def results(browser: Any, address: str, site: Path) -> Results:
    return Results(browser, address, site)


def total(measured: Measured) -> Score:
    return sum((score for kind, score in measured.kinds.items() if kind != "nonsense"), Score())


def figures(kinds: dict[str, Score]) -> dict[str, list[int]]:
    return {kind: [score.asked, score.first, score.in_three] for kind, score in kinds.items()}


def test_golden_set_covers_every_kind_and_chapter() -> None:
    queries = golden()
    count = {kind: sum(query.kind == kind for query in queries) for kind in KINDS}
    chapters = {place.partition("/")[0] for query in queries for place in query.expected}

    assert {query.kind for query in queries} == KINDS
    assert min(count.values()) >= 20, count
    assert chapters >= {chapter.folder for chapter in read_chapters(CONFIG) if chapter.folder}


def test_golden_set_expects_what_exists(site: Path) -> None:
    from selectolax.lexbor import LexborHTMLParser

    paged = [query for queries in by_page().values() for query in queries]
    wanted = {as_address(place) for query in golden() + readers() + paged for place in query.expected}
    for place in sorted(wanted):
        path, _, anchor = place.partition("#")
        html = (site / path / "index.html").read_text(encoding="utf-8")
        assert not anchor or LexborHTMLParser(html).css_first(f'[id="{anchor}"]'), place


def test_golden_set_finds_the_right_section_first(results: Results) -> None:
    ours, theirs = total(results.golden), total(results.material)
    print("\n".join(results.golden.missed))

    assert ours.first / ours.asked >= 0.95
    assert ours.in_three / ours.asked >= 0.99
    assert ours.empty == 0
    assert results.golden.kinds["nonsense"].first == results.golden.kinds["nonsense"].asked, "nonsense finds nothing"
    assert ours.first > theirs.first, "better than the theme's own search on the same pages"


def test_what_was_not_tuned_is_found_as_well(results: Results) -> None:
    """A ranking that only knows its own exam shows here: the halves may not drift apart."""
    tuned, held = (results.golden.halves[name] for name in ("tuning", "held-out"))

    assert held.first / held.asked >= 0.93
    assert tuned.first / tuned.asked - held.first / held.asked < 0.05


def test_readers_find_something(results: Results) -> None:
    found = total(results.readers)
    print("\n".join(results.readers.missed))

    assert found.asked >= 60
    assert found.empty == 0
    assert found.first / found.asked >= 0.6


@pytest.mark.parametrize("chapter", by_page())
def test_every_page_of_a_chapter_is_asked_for(chapter: str) -> None:
    """By twenty queries; those that repeat the chapter stand low in the search, and are only asked for by name."""
    pages = read_pages(DOCS / chapter)
    repeating = {Path(path).stem for path, page in pages.items() if "boost" in page.meta.get("search", {})}
    asked = Counter(query.kind for query in by_page()[chapter])

    assert asked.keys() == {Path(path).stem for path in pages}
    assert {page for page, count in asked.items() if count < 20} == repeating


@pytest.mark.parametrize("chapter", by_page())
def test_pages_are_found_by_what_readers_type(results: Results, chapter: str) -> None:
    found, sections = results.pages[chapter], total(results.sections[chapter])
    print("\n".join(results.sections[chapter].missed))

    assert found.empty == 0
    assert found.in_three / found.asked >= 0.93
    assert found.first / found.asked >= 0.77
    assert sections.first / sections.asked >= 0.7


def test_what_is_cut_from_the_pages_finds_its_place(results: Results) -> None:
    found = sum(results.generated.values(), Score())
    print("\n".join(results.headings.missed))

    assert min(score.asked for score in results.generated.values()) > 400
    assert found.first / found.asked >= 0.97
    assert found.empty == 0


def test_published_scores_are_the_measured_ones(results: Results) -> None:
    published = yaml.safe_load((ROOT / scores.FILE).read_text(encoding="utf-8"))
    measured = {
        "measured": published["measured"], "payload": results.payload,
        "golden": figures(results.golden.kinds), "material": figures(results.material.kinds),
        "halves": figures(results.golden.halves),
        "readers": figures(results.readers.kinds), "readers_halves": figures(results.readers.halves),
        "readers_before": published["readers_before"], "generated": figures(results.generated),
        "pages": figures(results.pages), "pages_before": published["pages_before"],
        "sections": figures({chapter: total(measured) for chapter, measured in results.sections.items()}),
        "sections_before": published["sections_before"],
    }

    if published != measured:
        CACHE.mkdir(exist_ok=True)
        written = yaml.safe_dump({**measured, "measured": today()}, sort_keys=False, default_flow_style=None)
        (CACHE / scores.FILE.name).write_text(scores.HEAD + written, encoding="utf-8")
    assert published == measured, f"{scores.FILE} is not what was measured → cp {CACHE.name}/{scores.FILE.name} {scores.FILE}"


def test_halves_are_halves() -> None:
    queries = golden() + readers()
    tuning = sum(half(query) == "tuning" for query in queries)

    assert 0.4 < tuning / len(queries) < 0.6
    assert half(queries[0]) == half(Query(queries[0].text, "other", frozenset()))


def test_enter_opens_the_best_and_the_page_marks_the_words(page: Any, address: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type("グローバルセカンダリインデックス")
    page.locator(f"{RESULT} mark").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/dynamodb/indexes/?h=*#gsi")

    page.locator("article mark").first.wait_for()
    assert set(page.locator("article h2#gsi mark").all_text_contents()) == {"GSI"}


def test_results_are_grouped_by_page_and_show_the_sentence(page: Any) -> None:
    page.keyboard.press("s")
    page.keyboard.type("GSIとは")
    first = page.locator(".md-search-result__item").first
    first.locator("p mark").first.wait_for()

    assert first.locator("h1").text_content().startswith("セカンダリインデックス")
    assert "GSIは" in first.locator("article p").first.text_content()
    pages = [re.sub(r"[?#].*", "", link.get_attribute("href")) for link in page.locator(".md-search-result__item > a:first-child").all()]
    assert len(pages) == len(set(pages)) > 1


def test_arrows_walk_and_escape_closes(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("DAX")
    page.locator(RESULT).first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.classList.contains('md-search-result__link')")
    # The results are drawn again when their sentences arrive.
    page.locator(f"{RESULT} mark").first.wait_for()
    assert page.evaluate("document.activeElement.classList.contains('md-search-result__link')")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(f"document.activeElement === document.querySelector('{BOX}')")
    page.keyboard.press("Escape")
    assert not page.locator("#__search").is_checked()


def test_pasted_text_is_searched(page: Any) -> None:
    """Pasting, dictation and a finger on a suggestion press no key."""
    page.locator(BOX).focus()
    page.keyboard.insert_text("ホットパーティション")
    page.locator(RESULT).first.wait_for()


def test_input_method_searches_on_commit_and_keeps_its_enter(page: Any, address: str) -> None:
    page.locator(BOX).focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "しゃえい", "selectionStart": 4, "selectionEnd": 4})
    page.locator(RESULT).first.wait_for()
    # The Enter that ends a conversion belongs to the input method.
    page.evaluate(
        "(box) => document.querySelector(box).dispatchEvent(new KeyboardEvent('keydown', "
        "{ key: 'Enter', keyCode: 229, isComposing: true, bubbles: true, cancelable: true }))", BOX,
    )
    session.send("Input.insertText", {"text": "射影"})
    page.locator(f"{RESULT}[href*='index-projection']").first.wait_for()
    assert page.url == f"{address}/"
    page.keyboard.press("Enter")
    page.wait_for_url("**/dynamodb/indexes/?h=*#index-projection")


def test_reset_empties_the_results(page: Any) -> None:
    page.locator(BOX).focus()
    page.keyboard.type("DAX")
    page.locator(RESULT).first.wait_for()
    page.locator(".md-search__options [type=reset]").click()
    page.locator(RESULT).first.wait_for(state="detached")


def test_address_with_a_question_opens_the_answer(page: Any, address: str) -> None:
    page.goto(f"{address}/?q=GSI")
    page.locator(f"{RESULT}[href*='dynamodb/indexes/?h=gsi#gsi']").first.wait_for()


def test_landing_opens_what_hides_the_word(page: Any, address: str) -> None:
    page.goto(f"{address}/dynamodb/indexes/")
    page.evaluate(
        "document.querySelector('article').insertAdjacentHTML('beforeend', "
        "'<details id=outer><summary>外</summary><details id=inner><summary>内</summary><p>ひみつのﾊﾟｰﾃｨｼｮﾝ</p></details></details>"
        "<details id=other><summary>別</summary><p>無関係</p></details>')",
    )
    html = page.content()
    page.route("**/?h=*", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(f"{address}/dynamodb/indexes/?h=パーティション")
    page.locator("#inner mark").wait_for()

    assert page.evaluate("['outer', 'inner', 'other'].map((id) => document.getElementById(id).open)") == [True, True, False]
    assert page.locator("#inner mark").text_content() == "ﾊﾟｰﾃｨｼｮﾝ"
    assert page.locator("svg mark, script mark").count() == 0


def test_words_in_an_address_cannot_inject(page: Any, address: str) -> None:
    page.goto(f"{address}/dynamodb/indexes/?h=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%20GSI")
    page.locator("article mark").first.wait_for()
    assert page.locator("article img[src=x]").count() == 0


def test_index_comes_when_it_is_asked_for(page: Any, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(f"{address}/")))
    page.goto(f"{address}/dynamodb/")
    page.wait_for_load_state("networkidle")
    assert not [name for name in asked if name.startswith("search/")], "nothing before the search is opened"

    page.locator(BOX).focus()
    page.keyboard.type("DAX")
    page.locator(RESULT).first.wait_for()
    assert "search/index.json" in asked


ODD = {
    "long": "あGSI" * 3000, "operators": "+*:~^\"\\", "html": "<script>window.broken = 1</script><img src=x onerror='window.broken = 1'>",
    "emoji": "👩‍👩‍👧‍👦 GSI 🈁", "control": "\x00\x01\x1b[31m\u202eGSI", "surrogates": "\ud83d GSI \ude00", "entities": "&lt;b&gt; &amp;",
    "regex": "(GSI|[", "proto": "__proto__ constructor toString", "spaces": "\u3000 \u00a0\t",
}


@pytest.mark.parametrize("query", ODD.values(), ids=ODD.keys())
def test_odd_input_neither_breaks_nor_injects(box: SearchBox, query: str) -> None:
    literal = json.dumps(query)
    box.page.evaluate(f"window.odd = {literal}")
    before = box.page.evaluate("window.answers.length")
    box.page.evaluate(
        "(box) => { const input = document.querySelector(box); input.value = window.odd; input.dispatchEvent(new Event('input')); }", BOX,
    )
    box.page.wait_for_function("(before) => window.answers.length > before", arg=before)

    assert box.page.evaluate("window.broken") is None
    assert box.page.locator("[data-md-component=search-result] :is(script, img, b)").count() == 0
    assert box.ask("GSI")[0] == GSI, "the search still works"


CHIP = ".search-chapter"


def test_search_can_stay_in_the_chapter(page: Any, address: str) -> None:
    page.goto(f"{address}/aurora/storage/")
    page.locator(BOX).focus()
    page.keyboard.type("スナップショット")
    page.locator(RESULT).first.wait_for()
    assert page.locator(CHIP).text_content() == "「Aurora」の章だけ"
    # It is the last for the arrow keys: ArrowUp from the box reaches it, and Enter there follows it.
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.classList.contains('search-chapter')")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.search-chapter').textContent === 'すべての章から探す'")

    assert page.locator(BOX).input_value() == "chapter:aurora スナップショット"
    page.wait_for_function(
        "(result) => [...document.querySelectorAll(result)].every((link) => link.pathname.startsWith('/aurora/'))", arg=RESULT,
    )
    assert page.locator(RESULT).count() > 1
    assert page.locator("#__search").is_checked()
    page.locator(CHIP).click()
    page.locator(f"{RESULT}[href*='/redshift/']").first.wait_for(state="attached")
    assert page.locator(BOX).input_value() == "スナップショット"


def test_chapter_stands_in_the_address_but_not_in_the_marks(page: Any, address: str) -> None:
    page.goto(f"{address}/?q=chapter:redshift+スナップショット")
    page.locator(RESULT).first.wait_for()
    hrefs = [link.get_attribute("href") for link in page.locator(RESULT).all()]

    assert hrefs and all("/redshift/" in href and "chapter" not in href for href in hrefs)


def test_a_chapter_without_an_answer_offers_the_others(page: Any, address: str) -> None:
    page.goto(f"{address}/aurora/storage/?q=chapter:aurora+Memcached")
    page.locator(CHIP).wait_for()
    assert page.locator(RESULT).count() == 0
    page.locator(CHIP).click()
    page.locator(f"{RESULT}[href*='/elasticache/memcached/']").first.wait_for()


def test_enter_opens_a_result_not_the_chapter(page: Any, address: str) -> None:
    page.goto(f"{address}/aurora/storage/")
    page.locator(BOX).focus()
    page.keyboard.type("フェイルオーバー")
    page.locator(CHIP).wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/aurora/failover/?h=*")


def test_chapter_is_no_offer_where_there_is_none(page: Any) -> None:
    page.locator(BOX).focus()
    page.keyboard.type("DAX")
    page.locator(RESULT).first.wait_for()
    assert page.locator(CHIP).count() == 0, "the home page is in no chapter"


def test_what_a_key_costs_is_measured_in_a_browser(browser: Any) -> None:
    """At the content of today and at copies of it; how long it takes depends on the machine and is no test."""
    pages = [IndexedPage("guide/", "guide/index.md", "案内", 1.0, [Section("", "案内", "GSIを作る", 1)])]
    made = index.build_index(bench.copies(pages, 3), [], [])
    timed = bench.keystrokes(browser, made, ["GSI", "案内"], slowdowns=(1, 2))

    assert [found["keys"] for found in timed] == [5, 5]
    assert all(0 <= found["median"] <= found["p95"] <= found["longest"] for found in timed)


def test_copies_lie_beside_the_pages() -> None:
    pages = [IndexedPage("guide/", "guide/index.md", "案内", 1.0, [Section("", "案内", "", 1)])]

    assert [page.location for page in bench.copies(pages, 3)] == ["guide/", "copy2/guide/", "copy3/guide/"]


def test_failing_network_is_told_and_tried_again(browser: Any, address: str) -> None:
    context = browser.new_context()
    context.route("**/search/index.json", lambda route: route.fulfill(status=503))
    page = context.new_page()
    page.goto(f"{address}/")
    page.locator(BOX).focus()
    page.keyboard.type("GS")
    page.locator(f"{RESULT}[href*='reference/term-index']").first.wait_for()
    assert "検索の準備ができません" in page.locator(RESULT).first.text_content()

    context.unroute("**/search/index.json")
    page.keyboard.type("I")
    page.locator(f"{RESULT}[href$='#gsi']").first.wait_for()
    context.close()


@pytest.fixture(scope="module")
def disk(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbook as somebody has it who unpacked it."""
    folder = tmp_path_factory.mktemp("disk")
    with zipfile.ZipFile(site / "offline.zip") as packed:
        packed.extractall(folder)
    return folder / "handbook"


def test_from_a_disk_pages_and_search_work(browser: Any, disk: Path) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # What a reader leaves behind by going on is no missing file.
    page.on("requestfailed", lambda request: request.failure == "net::ERR_ABORTED" or complaints.append(f"{request.failure} {request.url}"))
    page.on("request", lambda request: request.url.startswith("file:") or complaints.append(request.url))
    page.goto((disk / "index.html").as_uri())
    assert "search/offline.js" not in "".join(page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)"))
    page.locator(".md-tabs a[href*='dynamodb/']").click()
    page.wait_for_url("**/dynamodb/index.html")
    page.locator(".md-content a[href*='indexes/']").first.click()
    page.wait_for_url("**/dynamodb/indexes/index.html*")
    page.locator(BOX).click()
    page.keyboard.insert_text("GSI あとから追加")
    page.locator(f"{RESULT}[href$='#gsi-create'] p mark").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/dynamodb/indexes/index.html?h=*#gsi-create")
    page.locator("article mark").first.wait_for()
    page.locator(BOX).click()
    page.keyboard.type("DAX")
    page.locator(f"{RESULT}[href*='dynamodb/dax/index.html']").first.wait_for()

    page.close()
    assert not complaints


def test_from_a_disk_a_missing_file_is_told(browser: Any, disk: Path) -> None:
    context = browser.new_context()
    context.route("**/search/offline.js", lambda route: route.abort())
    page = context.new_page()
    page.goto((disk / "dynamodb" / "index.html").as_uri())
    page.locator(BOX).click()
    page.keyboard.type("GSI")
    link = page.locator(".md-search-result__meta a")
    link.wait_for()

    assert "検索のファイルが見つかりません" in page.locator(".md-search-result__meta").text_content()
    assert (disk / "reference" / "term-index" / "index.html").as_uri() == link.evaluate("(link) => link.href")
    context.close()


def test_without_javascript_the_index_leads_to_the_sections(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/dynamodb/")
    page.get_by_role("link", name="索引から探す").click()
    assert page.url == f"{address}/reference/term-index/"
    page.locator(".term-jumps").get_by_role("link", name="P", exact=True).click()
    line = page.locator(".term-index li", has_text=re.compile("^PITR"))
    assert "→" in line.text_content()
    line.get_by_role("link").click()
    assert page.url == f"{address}/dynamodb/backup/#pitr"
    context.close()


def test_every_link_of_the_disk_leads_to_a_file(disk: Path) -> None:
    from selectolax.lexbor import LexborHTMLParser

    checked = 0
    for file in disk.rglob("*.html"):
        for node in LexborHTMLParser(file.read_text(encoding="utf-8")).css("a[href], link[href]"):
            path = re.sub("[?#].*", "", node.attributes["href"] or "")
            if not path or re.match("[a-z]+:", path) or path.startswith("//"):
                continue
            assert (file.parent / path).is_file(), f"{file.relative_to(disk)}: {path}"
            checked += 1
    assert checked > 5000
