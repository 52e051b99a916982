"""What the search was measured to find: `data/search/scores.yml`, which the page about the search shows.

Nobody types these figures twice: a test measures them in a real browser and names what differs.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from handbook.yamlfile import parse_yaml

FILE = Path("data/search/scores.yml")
HEAD = "# 検索の精度の測定値。[問いの数、1位、3位まで]。測った値と違うとテストが失敗し、貼り替えるファイルを示します。\n"


class Score(NamedTuple):
    """Of `asked` queries, so many had an answer first, and among the first three."""

    asked: int
    first: int
    in_three: int

    def __add__(self, other: Score) -> Score:          # type: ignore[override]
        return Score(*(one + two for one, two in zip(self, other, strict=True)))


class Scores(BaseModel):
    """By kind of query: `golden` for this search, `material` for the theme's own on the same pages."""

    model_config = ConfigDict(extra="forbid")

    measured: date
    payload: int                      # kB after gzip, before the first answer
    golden: dict[str, Score]
    material: dict[str, Score]
    halves: dict[str, Score]          # of the golden set: tuning, held-out
    readers: dict[str, Score]         # questions that were written blind, by reader
    readers_halves: dict[str, Score]
    readers_before: Score             # the same questions before any of them was looked at
    generated: dict[str, Score]       # cut from the pages
    pages: dict[str, Score]           # queries for each page of a chapter: whether the page is found
    pages_before: dict[str, Score]    # the same, at the first measurement
    sections: dict[str, Score]        # and whether the section is
    sections_before: dict[str, Score]


def read(root: Path) -> Scores:
    """The published figures."""
    values, _ = parse_yaml((root / FILE).read_text(encoding="utf-8"), FILE.as_posix())
    return Scores.model_validate(values)


def total(scores: dict[str, Score]) -> Score:
    """Of all kinds that have an answer."""
    return sum((score for kind, score in scores.items() if kind != "nonsense"), Score(0, 0, 0))
