"""The search in a real browser: what readers type, how they type it, and what they get."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from search_box import Query, Score, SearchBox, as_address, golden, measure

from handbook.navigation import read_chapters
from handbook.pages import read_pages
from handbook.paths import CONFIG, DOCS

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


def show(title: str, scores: dict[str, Score]) -> Score:
    total = sum((score for kind, score in scores.items() if kind != "nonsense"), Score())
    print(f"\n{title}: {total.asked} queries, first {total.first / total.asked:.1%}, "
          f"in three {total.in_three / total.asked:.1%}, empty {total.empty / total.asked:.1%}")
    for kind, score in scores.items():
        print(f"  {kind:<15} {score.asked:>4} {score.first:>4} {score.in_three:>4} {score.empty:>3}")
    return total


def test_golden_set_covers_every_kind_and_chapter() -> None:
    queries = golden()
    count = {kind: sum(query.kind == kind for query in queries) for kind in KINDS}
    chapters = {place.partition("/")[0] for query in queries for place in query.expected}

    assert {query.kind for query in queries} == KINDS
    assert min(count.values()) >= 20, count
    assert chapters >= {chapter.folder for chapter in read_chapters(CONFIG) if chapter.folder}


def test_golden_set_expects_what_exists(site: Path) -> None:
    from selectolax.lexbor import LexborHTMLParser

    wanted = {as_address(place) for query in golden() for place in query.expected}
    for place in sorted(wanted):
        path, _, anchor = place.partition("#")
        html = (site / path / "index.html").read_text(encoding="utf-8")
        assert not anchor or LexborHTMLParser(html).css_first(f'[id="{anchor}"]'), place


def test_golden_set(box: SearchBox, browser: Any, address: str, site: Path) -> None:
    """The right section first; Material's own worker on the same pages, to compare."""
    queries = golden()
    scores, missed = measure(box, queries)
    worker = next((site / "assets/javascripts/workers").glob("search.*.min.js"))
    stock = SearchBox(browser, address, stock=f"assets/javascripts/workers/{worker.name}")
    stock_scores, _ = measure(stock, queries)
    stock.close()

    print("\n".join(missed))
    theirs = show("Material", stock_scores)
    ours = show("Handbook", scores)

    assert ours.first / ours.asked >= 0.95
    assert ours.in_three / ours.asked >= 0.97
    assert ours.empty == 0
    assert scores["nonsense"].first == scores["nonsense"].asked, "nonsense finds nothing"
    assert ours.first > theirs.first


def headings() -> list[Query]:
    """Every heading that names one place only, as a query for that section.

    The table of quotas has a section for each service: whoever types a service wants its page.
    """
    found: dict[str, set[str]] = {}
    for path, page in read_pages(DOCS).items():
        if (page.meta.get("search") or {}).get("exclude") or path == "reference/quotas.md":
            continue
        found.setdefault(page.meta["title"], set()).add(path)
        for heading in page.headings:
            place = f"{path}#{heading.id}" if heading.level > 1 else path
            found.setdefault(re.sub(r"[`*]|\[=.*?=\]", "", heading.text), set()).add(place)
    return [Query(title, "heading", frozenset(places)) for title, places in found.items() if len(places) == 1]


def test_every_heading_finds_its_section(box: SearchBox) -> None:
    queries = headings()
    scores, missed = measure(box, queries)

    print("\n".join(missed))
    total = show("Headings", scores)
    assert total.asked > 400
    assert total.first / total.asked >= 0.97
    assert total.empty == 0


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
    assert "search/search_index.json" not in asked, "Material's own index is left alone"


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


def test_failing_network_is_told_and_tried_again(browser: Any, address: str) -> None:
    context = browser.new_context()
    context.route("**/search/index.json", lambda route: route.fulfill(status=503))
    page = context.new_page()
    page.goto(f"{address}/")
    page.locator(BOX).focus()
    page.keyboard.type("GS")
    page.locator(f"{RESULT}[href*='reference/glossary']").first.wait_for()
    assert "検索の準備ができません" in page.locator(RESULT).first.text_content()

    context.unroute("**/search/index.json")
    page.keyboard.type("I")
    page.locator(f"{RESULT}[href$='#gsi']").first.wait_for()
    context.close()


def test_from_a_disk_the_dialog_says_so(browser: Any, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "dynamodb" / "index.html").as_uri())
    page.locator(BOX).click()
    link = page.locator(".md-search-result__meta a")
    link.wait_for()

    assert "使えません" in page.locator(".md-search-result__meta").text_content()
    assert Path(site / "reference" / "glossary" / "index.html").as_uri() == link.evaluate("(link) => link.href")
    page.close()
