"""Run the search's own JavaScript in QuickJS: one implementation of words for the build, the browser and the tests."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, NamedTuple

import quickjs

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


def words_of(texts: list[str]) -> list[list[Word]]:
    """The words of each text."""
    found = call(_words(), "(texts) => texts.map((text) => SearchWords.words(text))", texts)
    return [[Word(word["kind"], word["text"], word["written"]) for word in words] for words in found]


def shared_words(index: dict[str, Any]) -> list[str]:
    """Words that engine.js takes from headings, addresses and names, in its order."""
    return call(_engine(), "SearchEngine.sharedWords", index)


def is_kanji(word: str) -> bool:
    return call(_engine(), "SearchEngine.isKanji", word)


@cache
def reading_key(text: str) -> str:
    return call(_words(), "SearchWords.readingKey", text)


@cache
def name_key(text: str) -> str:
    """A name as names compare: `読取 レプリカ`."""
    return call(_words(), "SearchWords.key", text)
