"""Draw Mermaid source to SVG with Pele (one JavaScript file) in QuickJS: no browser, same bytes every time."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import NamedTuple

import quickjs

from handbook.cache import Cache
from handbook.paths import CACHE, NODE_MODULES

LIBRARY = NODE_MODULES / "pele" / "dist" / "pele.global.js"
FONT_SIZE = 16
RENDER = """
(() => {
  try {
    const drawn = pele.render(SOURCE, JSON.parse(OPTIONS));
    return JSON.stringify({svg: drawn.svg, width: drawn.width, height: drawn.height});
  } catch (error) {
    return JSON.stringify({
      message: String(error.message || error), code: error.code || "", line: error.line || 1,
    });
  }
})()
"""


class Drawing(NamedTuple):
    """One SVG; width and height in CSS pixels at the natural font size (`FONT_SIZE`)."""

    svg: str
    width: float
    height: float


class Undrawable(Exception):
    """The source has an error. `line` counts from 1 within the source."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class Unsupported(Undrawable):
    """The source is a kind of diagram that the drawer does not know: left to the browser."""


@cache
def _library() -> str:
    if not LIBRARY.is_file():
        raise SystemExit(f"図を描く部品がありません（{LIBRARY}）→ python3 scripts/setup.py siteを実行してください")
    return LIBRARY.read_text(encoding="utf-8")


@cache
def _context() -> quickjs.Context:
    context = quickjs.Context()
    context.eval(_library())
    return context


@cache
def _drawn() -> Cache:
    drawn = Cache(CACHE / "diagrams", ".json", hashlib.sha256(f"{RENDER}{_library()}".encode()).hexdigest())
    drawn.forget_old()
    return drawn


def _render(source: str, options: str) -> str:
    context = _context()
    context.set("SOURCE", source)
    context.set("OPTIONS", options)
    return context.eval(RENDER)


@cache
def draw(source: str, id_prefix: str = "") -> Drawing:
    """Draw one diagram.

    Args:
        source: Mermaid text.
        id_prefix: put before every id inside the SVG, unique on the page.

    Raises:
        Unsupported: the drawer does not know this kind of diagram.
        Undrawable: the source is wrong.
    """
    options = json.dumps({"fontSize": FONT_SIZE, "idPrefix": id_prefix, "links": False})
    # The checks draw what the pages show, in a process of their own: whoever comes first draws for both.
    file = _drawn().file(source, options)
    made = _drawn().read(file)
    result = json.loads(made or _render(source, options))
    if made is None:
        _drawn().write(file, json.dumps(result, ensure_ascii=False).encode())
    if "svg" in result:
        return Drawing(result["svg"], result["width"], result["height"])
    error = Unsupported if result["code"] == "unsupported-diagram" else Undrawable
    first_line = result["message"].splitlines()[0] if result["message"] else "不明な誤り"
    raise error(first_line, result["line"])
