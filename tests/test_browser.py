"""What a reader meets in a real Chromium: every page, the menus, search, diagrams, the keyboard, no JavaScript."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from conftest import serve_folder
from playwright.sync_api import Browser, Page, expect

from handbook.build import build_site
from handbook.navigation import Chapter, read_chapters
from handbook.paths import CONFIG, NODE_MODULES

pytestmark = pytest.mark.browser

expect.set_options(timeout=20_000)   # a wait ends with its condition; this is for machines with much else to do
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
CONCEPT = "dynamodb/indexes/"        # text, tables, a diagram, folded notes
CHAPTERS = [chapter for chapter in read_chapters(CONFIG) if chapter.folder]

# Returns what is wrong with a diagram, in the reader's pixels. 2 px of tolerance: fonts differ a little.
DIAGRAM_DEFECTS = """figure => {
  const svg = figure.querySelector(".diagram__canvas > svg");
  if (!svg || !svg.checkVisibility()) return ["does not show"];
  const defects = [];
  const box = svg.getBoundingClientRect();
  if (box.left < 0 || box.right > innerWidth) defects.push(`from ${box.left} to ${box.right} px`);
  if (box.height <= 40) defects.push(`${box.height} px high`);
  for (const name of ["title", "desc"])
    if (!svg.querySelector(`:scope > ${name}`)?.textContent.trim()) defects.push(`no ${name}`);

  const texts = [...svg.querySelectorAll("text")];
  const smallest = Math.min(...texts.map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a));
  if (!(smallest >= 9.5)) defects.push(`smallest text ${smallest} px`);
  for (const text of texts) {
    const place = text.getBoundingClientRect();
    if (place.left < box.left - 2 || place.right > box.right + 2 || place.top < box.top - 2 || place.bottom > box.bottom + 2)
      defects.push(`「${text.textContent}」 is cut off`);
  }

  const nodes = [...svg.querySelectorAll(".pele-node")];
  if (!nodes.length) defects.push("no nodes");
  for (const node of nodes) {
    const shapes = [...node.querySelectorAll("rect, path, circle, ellipse, polygon")];
    for (const text of node.querySelectorAll("text")) {
      const {x, y, width, height} = text.getBBox();
      const toShape = shape => shape.getCTM().inverse().multiply(text.getCTM());
      // Inside the outline itself, so that a label may not stick out of a diamond's edges either.
      const inside = [[x + 2, y + height / 2], [x + width - 2, y + height / 2], [x + width / 2, y + 2], [x + width / 2, y + height - 2]]
        .every(([px, py]) => shapes.some(shape => shape.isPointInFill(new DOMPoint(px, py).matrixTransform(toShape(shape)))));
      if (!inside) defects.push(`「${text.textContent}」 sticks out of its node`);
    }
  }
  return defects;
}"""
READ_PAGE = f"""() => ({{
  width: document.documentElement.scrollWidth,
  diagrams: Object.fromEntries([...document.querySelectorAll("figure.diagram")].map(figure => [figure.id, ({DIAGRAM_DEFECTS})(figure)])),
}})"""
# Where a test opens a hundred pages, the search worker's script is loaded, but does not index the whole site each time:
# that would take most of the time. Search itself has its own test.
NO_INDEXING = "window.Worker = class extends EventTarget { constructor(url) { super(); fetch(url) } postMessage() {} }"
DUPLICATE_IDS = """() => {
  const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
  return ids.filter((id, place) => ids.indexOf(id) !== place);
}"""


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens an address of the site in a fresh context with the given options."""
    contexts = []

    def opened(path: str, **options: Any) -> Page:
        context = browser.new_context(**{"locale": "ja-JP", "viewport": DESK, "base_url": f"{address}/", **options})
        contexts.append(context)
        page = context.new_page()
        page.goto(path, wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()


def arrive(page: Page, path: str) -> None:
    expect(page).to_have_url(re.compile(rf"^http://[^/]+/{re.escape(path)}$"))


# --- Every page, on a desk and on a phone ---------------------------------------------------------------


class Visit(NamedTuple):
    path: str
    complaints: list[str]    # of the browser: console, requests
    width: int               # of the document
    diagrams: dict[str, list[str]]


def watch(page: Page, address: str) -> list[str]:
    """A list that fills with what the browser complains about."""
    complaints: list[str] = []

    def hear(is_wrong: bool, what: str) -> None:
        if is_wrong:
            complaints.append(what)

    page.on("console", lambda message: hear(message.type in ("error", "warning"), f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: hear(True, f"exception: {error}"))
    page.on("request", lambda request: hear(not request.url.startswith((address, "data:", "blob:")), f"left: {request.url}"))
    page.on("response", lambda response: hear(response.status >= 400, f"{response.status}: {response.url}"))
    # Going on to the next page aborts what the search worker is still loading: no failure of the site.
    page.on("requestfailed", lambda request: hear(request.failure != "net::ERR_ABORTED", f"{request.failure}: {request.url}"))
    return complaints


@pytest.fixture(scope="module", params=[DESK, PHONE], ids=["desk", "phone"])
def visits(browser: Browser, address: str, pages: list[str], request: pytest.FixtureRequest) -> list[Visit]:
    """Every page, opened once at each size; the tests look at what was seen."""
    context = browser.new_context(locale="ja-JP", viewport=request.param)
    page = context.new_page()
    page.add_init_script(NO_INDEXING)
    complaints = watch(page, address)
    seen = []
    for path in pages:
        page.goto(f"{address}/{path}", wait_until="load")
        seen.append(Visit(path, complaints.copy(), **page.evaluate(READ_PAGE)))
        complaints.clear()
    context.close()
    return seen


def test_browser_complains_about_no_page(visits: list[Visit]) -> None:
    """No console error or warning, no failed request, no request to another host."""
    assert {visit.path: visit.complaints for visit in visits if visit.complaints} == {}


def test_no_page_scrolls_sideways(visits: list[Visit], request: pytest.FixtureRequest) -> None:
    width = request.node.callspec.params["visits"]["width"]

    assert {visit.path: visit.width for visit in visits if visit.width > width} == {}


def test_every_diagram_can_be_read(visits: list[Visit], site: Path) -> None:
    diagrams = {name: defects for visit in visits for name, defects in visit.diagrams.items()}

    assert {name: defects for name, defects in diagrams.items() if defects} == {}
    assert sum(len(visit.diagrams) for visit in visits) == sum(
        (site / visit.path / "index.html").read_text(encoding="utf-8").count('<figure class="diagram"') for visit in visits
    ) > 0


def test_complaints_are_heard(open_page: Callable[..., Page], address: str) -> None:
    page = open_page("")
    complaints = watch(page, address)
    page.route("https://other.example/**", lambda route: route.fulfill(body=""))

    with page.expect_event("pageerror"):
        page.evaluate("""async () => {
          console.warn("warned");
          await fetch("/gone.json");
          await fetch("https://other.example/", {mode: "no-cors"});
          setTimeout(() => { throw new Error("thrown") });
        }""")

    heard = "\n".join(complaints)
    for expected in ("warning: warned", "404: ", "left: https://other.example/", "exception: thrown"):
        assert expected in heard


@pytest.mark.parametrize(("damage", "defect"), [
    ("svg => svg.remove()", "does not show"),
    ("svg => svg.style.display = 'none'", "does not show"),
    ("svg => svg.style.marginLeft = '-30px'", "from -"),
    ("svg => svg.style.height = '30px'", "30 px high"),
    ("svg => svg.querySelector('desc').remove()", "no desc"),
    ("svg => svg.querySelector('.pele-node text').style.fontSize = '6px'", "smallest text"),
    ("svg => svg.querySelector('.pele-node text').textContent += 'とても長いラベル'", "sticks out"),
    ("svg => svg.querySelector('text').setAttribute('x', -40)", "cut off"),
])
def test_defect_of_a_diagram_is_seen(open_page: Callable[..., Page], damage: str, defect: str) -> None:
    page = open_page(CONCEPT, viewport=PHONE)
    figure = page.locator("figure.diagram").first

    figure.locator(".diagram__canvas > svg").evaluate(damage)

    assert defect in "\n".join(figure.evaluate(DIAGRAM_DEFECTS))


# --- Ways through the site --------------------------------------------------------------------------------


def follow_menu(page: Page, path: str) -> None:
    """Click the menu's link to a page. The menu shows the groups around the open page; other groups lead to their first page."""
    links = page.locator(".md-sidebar--primary a.md-nav__link")
    place = links.evaluate_all("(links, path) => links.findIndex(link => link.pathname === path)", f"/{path}")
    assert place >= 0, f"{page.url}のメニューに{path}がありません"
    links.nth(place).click()
    arrive(page, path)


def test_tabs_and_sidebar_lead_to_every_page(open_page: Callable[..., Page], pages: list[str]) -> None:
    page = open_page("")
    page.add_init_script(NO_INDEXING)
    for chapter in CHAPTERS:
        first, *others = (path for path in pages if path.startswith(f"{chapter.folder}/"))
        page.locator(".md-tabs").get_by_role("link", name=chapter.title, exact=True).click()
        arrive(page, first)
        for path in others:
            follow_menu(page, path)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.folder)
def test_drawer_of_a_phone_leads_into_every_chapter(open_page: Callable[..., Page], pages: list[str], chapter: Chapter) -> None:
    page = open_page("", viewport=PHONE)
    for path in [path for path in pages if path.startswith(f"{chapter.folder}/")][:2]:
        page.locator(".md-header label[for=__drawer]").click()
        follow_menu(page, path)


def test_address_that_leads_nowhere_shows_a_way_on(open_page: Callable[..., Page], pages: list[str]) -> None:
    """From a deep address, where relative links would break."""
    page = open_page("no/such/deep/page/")

    expect(page.get_by_role("heading", name="ページが見つかりません")).to_be_visible()
    assert page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length > 0)")
    assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    links = page.locator("article li a")
    assert links.count() == len(CHAPTERS) + 1
    for place in range(links.count()):
        with page.expect_navigation() as gone:
            links.nth(place).click()
        assert urlsplit(gone.value.url).path.lstrip("/") in pages
        page.go_back()


def test_not_found_page_works_where_the_site_is_in_a_folder(
    project: Path, tmp_path: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitHub Pages serves a project's site at /<project>/ and answers with its 404.html at any depth."""
    monkeypatch.setenv("SITE_URL", "https://pages.example/handbook/")
    host = tmp_path / "host"
    host.mkdir()
    build_site(project, host / "handbook", tmp_path / "work")
    shutil.copy(host / "handbook/404.html", host)

    with contextmanager(serve_folder)(host) as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/handbook/no/such/deep/page/")
        assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--paper')")
        page.locator("article").get_by_role("link", name="はじめのページ").click()
        expect(page).to_have_url(f"{address}/handbook/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("見本のサイト")


# --- Colours --------------------------------------------------------------------------------------------------


def scheme_of(page: Page) -> str:
    return page.locator("body").get_attribute("data-md-color-scheme")


def test_palette_goes_round_and_is_remembered(open_page: Callable[..., Page]) -> None:
    page = open_page("", color_scheme="dark")
    button = page.locator("[data-md-component=palette] label:not([hidden])")
    automatic, light, dark = ("明るい配色に切り替える", "slate"), ("暗い配色に切り替える", "default"), ("端末の設定に合わせる", "slate")
    for name, scheme in (automatic, light, dark, automatic):
        expect(button).to_have_attribute("title", name)
        assert scheme_of(page) == scheme
        page.reload()
        expect(button).to_have_attribute("title", name)
        assert scheme_of(page) == scheme
        button.click()


@pytest.mark.parametrize(("preference", "is_dark"), [("light", False), ("dark", True)])
def test_page_follows_the_device(open_page: Callable[..., Page], preference: str, is_dark: bool) -> None:
    page = open_page("", color_scheme=preference)

    red = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]")

    assert (int(red) < 64) is is_dark
    assert (scheme_of(page) == "slate") is is_dark


# --- Search ---------------------------------------------------------------------------------------------------


def test_search_leads_to_the_section(open_page: Callable[..., Page]) -> None:
    page = open_page("")
    page.get_by_role("textbox", name="検索").click()
    page.keyboard.type("GSI")
    expect(page.locator(".md-search-result__item").first.locator("a[href$='#gsi']")).to_be_visible()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/dynamodb/indexes/\?h=gsi#gsi$"))
    expect(page.locator("h2#gsi")).to_be_in_viewport()


# --- Diagrams -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["click", "keyboard"])
def test_diagram_opens_large_and_gives_focus_back(open_page: Callable[..., Page], by: str) -> None:
    page = open_page(CONCEPT, viewport=PHONE)
    button = page.locator(".diagram__enlarge").first
    dialog = page.get_by_role("dialog", name="図：")
    if by == "click":
        button.click()
    else:
        page.locator("h1 .headerlink").focus()
        while not button.evaluate("button => button === document.activeElement"):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement !== document.body"), "Tabで拡大ボタンに届きません"
        page.keyboard.press("Enter")

    expect(dialog.locator("svg")).to_be_visible()
    assert page.evaluate(DUPLICATE_IDS) == []

    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()


def test_source_of_a_diagram_can_be_copied(open_page: Callable[..., Page]) -> None:
    page = open_page(CONCEPT, viewport=PHONE)
    source = page.locator(".diagram__source").first
    expect(source.locator("pre")).to_be_hidden()

    source.locator("summary").click()

    expect(source.locator("pre")).to_be_visible()
    assert "accTitle: " in source.locator("code").inner_text()
    # Long lines scroll inside the block: its left end may not lie outside the page.
    box = source.locator("pre").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]


# --- Without JavaScript, with assistive technology --------------------------------------------------------------


def test_page_is_whole_without_javascript(open_page: Callable[..., Page]) -> None:
    page = open_page(CONCEPT, java_script_enabled=False)

    for part in ("h1", "article > p", "article table", "article figure.diagram svg", "article figcaption"):
        expect(page.locator(part).first).to_be_visible()
    expect(page.locator(".diagram__enlarge").first).to_be_hidden()
    note = page.locator("article > details").first
    note.locator("summary").click()
    expect(note.locator("li, p").first).to_be_visible()
    follow_menu(page, "dynamodb/partitions/")
    page.locator(".md-tabs").get_by_role("link", name="Aurora", exact=True).click()
    arrive(page, "aurora/")


def test_answer_opens_by_keyboard_without_javascript(open_page: Callable[..., Page]) -> None:
    page = open_page("dynamodb/questions-capacity/#q-rcu-strong", java_script_enabled=False)
    answer = page.locator("#q-rcu-strong ~ details.answer").first
    reason = answer.locator("li").first

    expect(reason).to_be_hidden()
    answer.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(reason).to_be_visible()


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.1 A and AA."""
    page.evaluate((NODE_MODULES / "axe-core/axe.min.js").read_text(encoding="utf-8"))
    # The name of a dialog is only "best practice" to axe; the theme's search had none.
    found = page.evaluate("""async () => (await axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], rules: {"aria-dialog-name": {enabled: true}},
    })).violations""")
    return [f"{rule['id']}: {node['target']}: {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [
    "", CONCEPT, "dynamodb/hands-on-table/", "dynamodb/capacity-calculator/", "dynamodb/questions-capacity/", "reference/quotas/",
])
def test_page_has_no_barriers(open_page: Callable[..., Page], path: str, scheme: str) -> None:
    assert violations(open_page(path, color_scheme=scheme)) == []


@pytest.mark.parametrize("part", ["drawer", "search"])
def test_open_panel_of_a_phone_has_no_barriers(open_page: Callable[..., Page], part: str) -> None:
    page = open_page(CONCEPT, viewport=PHONE)
    page.locator(f".md-header .md-header__button[for=__{part}]").click()
    if part == "search":
        page.keyboard.type("GSI")
        expect(page.locator(".md-search-result__link").first).to_be_visible()
    # Colours are measured when the panel has arrived.
    page.evaluate("Promise.allSettled(document.getAnimations().map(animation => animation.finished))")

    assert violations(page) == []


def test_barriers_are_seen(open_page: Callable[..., Page]) -> None:
    page = open_page("")
    page.locator("article").evaluate("""article => article.insertAdjacentHTML("beforeend",
      `<img src="assets/images/logo.svg"><p style="color: #999; background: #fff">pale</p><button></button>`)""")
    page.locator(".md-search").evaluate("dialog => dialog.removeAttribute('aria-label')")

    assert {line.split(":")[0] for line in violations(page)} == {"image-alt", "color-contrast", "button-name", "aria-dialog-name"}


# --- On paper -----------------------------------------------------------------------------------------------


def test_answers_are_printed(open_page: Callable[..., Page]) -> None:
    page = open_page("dynamodb/questions-capacity/")
    page.emulate_media(media="print")

    folded = page.evaluate("""() => [...document.querySelectorAll("details.answer li")].filter(
      reason => !reason.checkVisibility() || !reason.getBoundingClientRect().height).length""")
    assert folded == 0


def test_cheat_sheet_is_one_sheet(open_page: Callable[..., Page]) -> None:
    printed = open_page("dynamodb/cheat-sheet/").pdf(format="A4")

    assert len(re.findall(rb"/Type */Page\b", printed)) == 1
