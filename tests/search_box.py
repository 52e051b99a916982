"""Ask the search of a site in a real browser, as a reader does: type, and see what Enter would open."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FOLDER = Path(__file__).parent / "search"
# Keeps every message between the dialog and its worker, so that an answer can be told from an earlier one.
LISTEN = """
(() => {
  const Original = window.Worker;
  window.answers = [];
  window.isReady = false;
  window.Worker = class extends Original {
    constructor(address) {
      super(address);
      this.addEventListener("message", ({ data }) => {
        if (data.type === 1) window.isReady = true;
        if (data.type === 3) window.answers.push(data.data.query);
      });
    }
  };
})();
"""
# Sets the box as an input method does, and waits for the answer to just that. Material's own worker answers
# each question once and in order, and names none. What Enter opens is told as Material's dialog chooses it.
ASK = """
async ([query, limit]) => {
  const box = document.querySelector("[data-md-component=search-query]");
  const before = window.answers.length;
  if (box.value === query) { box.value = ""; box.dispatchEvent(new Event("input", { bubbles: true })); }
  box.value = query;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  const started = performance.now();
  while (!window.answers.slice(before).some((answered) => answered === undefined || answered === query)) {
    if (performance.now() - started > limit) throw new Error(`no answer: ${query.slice(0, 80)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setTimeout(resolve));
  const links = [...document.querySelectorAll(":first-child [href]")]
    .filter((link) => link.closest("[data-md-component=search-result]") && !link.closest("details:not([open])"))
    .map((link) => [link.href, Number(link.firstElementChild.dataset.mdScore)]);
  return links.sort((a, b) => b[1] - a[1]).map(([address]) => address);
}
"""
OURS = re.compile(r'assets/javascripts/search/worker\.js')


class Query(NamedTuple):
    """What is typed, and the places (`chapter/page.md#anchor`) that answer it; none for nonsense."""

    text: str
    kind: str
    expected: frozenset[str]


@dataclass
class Score:
    """Counts over one kind of queries."""

    asked: int = 0
    first: int = 0
    in_three: int = 0
    empty: int = 0

    def add(self, query: Query, places: list[str]) -> None:
        self.asked += 1
        self.empty += not places
        if query.expected:
            self.first += bool(query.expected & set(places[:1]))
            self.in_three += bool(query.expected & set(places[:3]))
        else:
            self.first += not places
            self.in_three += not places

    def __add__(self, other: Score) -> Score:
        return Score(self.asked + other.asked, self.first + other.first, self.in_three + other.in_three, self.empty + other.empty)


def golden() -> list[Query]:
    """The golden set: every way of typing."""
    return [*_read("golden.yml"), *_read("golden-blind.yml")]


def readers() -> list[Query]:
    """Questions of three readers."""
    return _read("golden-readers.yml")


def by_page() -> dict[str, list[Query]]:
    """By chapter, queries for each of its pages; their kind is the page."""
    return {file.stem.removeprefix("pages-"): _read(file.name) for file in sorted(FOLDER.glob("pages-*.yml"))}


def page_only(query: Query) -> Query:
    """The same query, answered by whatever section of the pages that answer it."""
    return query._replace(expected=frozenset(as_address(place).partition("#")[0] for place in query.expected))


def _read(name: str) -> list[Query]:
    return [
        Query(entry["query"], entry["kind"], frozenset(entry["expect"]))
        for entry in yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    ]


def half(query: Query) -> str:
    """`tuning` or `held-out`: by a hash, so that a query stays where it is. Whoever works on the ranking looks at
    the misses of one half only.
    """
    return "held-out" if int(hashlib.sha256(query.text.encode()).hexdigest()[:8], 16) % 2 else "tuning"


class Stock(NamedTuple):
    """Material's own search: the address of its worker in the site, and the file of its index."""

    worker: str
    index: Path


class SearchBox:
    """The search box of one page of a site.

    Args:
        stock: put Material's own worker and index behind the dialog, on the same pages.
    """

    def __init__(self, browser: Any, address: str, *, stock: Stock | None = None) -> None:
        self.address = address
        self.page = browser.new_page()
        self.page.add_init_script(LISTEN)
        if stock:
            self.page.route(f"{address}/", lambda route: self._with_worker(route, stock.worker))
            self.page.route(f"{address}/search/search_index.json", lambda route: route.fulfill(path=stock.index))
        self.page.goto(f"{address}/")
        self.page.wait_for_function("window.isReady")
        self.page.locator("[data-md-component=search-query]").focus()

    @staticmethod
    def _with_worker(route: Any, worker: str) -> None:
        response = route.fetch()
        html = OURS.sub(worker, response.text())
        route.fulfill(response=response, body=re.sub(r"<script>document\.forms.*?</script>", "", html))

    def ask(self, query: str, limit: int = 20_000) -> list[str]:
        """Places in the order in which Enter chooses; `limit` in milliseconds."""
        return list(dict.fromkeys(self.place(link) for link in self.page.evaluate(ASK, [query, limit])))

    def place(self, link: str) -> str:
        """`chapter/page.md#anchor` of an address."""
        path, _, anchor = link.removeprefix(self.address).partition("#")
        folder = path.partition("?")[0].strip("/")
        return f"{folder}#{anchor}" if anchor else folder

    def close(self) -> None:
        self.page.close()


def as_address(place: str) -> str:
    """A place as `SearchBox.ask` names it: `dynamodb/indexes#gsi`."""
    path, hash_mark, anchor = place.partition("#")
    return re.sub(r"(^|/)index$", "", path.removesuffix(".md")) + hash_mark + anchor


@dataclass
class Measured:
    """Scores by kind, those of the queries that have an answer by half, and a line for each miss of the tuning half."""

    kinds: dict[str, Score]
    halves: dict[str, Score]
    missed: list[str]


def measure(box: SearchBox, queries: list[Query]) -> Measured:
    found = Measured({}, {}, [])
    for query in queries:
        expected = frozenset(as_address(place) for place in query.expected)
        places = box.ask(query.text)
        known = query._replace(expected=expected)
        found.kinds.setdefault(query.kind, Score()).add(known, places)
        if expected:
            found.halves.setdefault(half(query), Score()).add(known, places)
        if half(query) == "tuning" and ((expected and not expected & set(places[:1])) or (not expected and places)):
            found.missed.append(f"{query.kind}: {query.text} → {', '.join(places[:3]) or '(nothing)'}")
    return found


def measure_pages(box: SearchBox, queries: list[Query]) -> Score:
    """Like `measure`, for queries whose answer is a page, at whatever section it opens."""
    score = Score()
    for query in queries:
        pages = list(dict.fromkeys(place.partition("#")[0] for place in box.ask(query.text)))
        score.add(query, pages)
    return score
