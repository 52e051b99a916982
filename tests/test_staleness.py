"""Facts grow old: a warning for writers and a word to readers, on a day that the caller chooses."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from handbook import check, clock
from handbook.build import build_site
from handbook.checks import run_checks, stale
from handbook.data import Fact, load_library
from handbook.data.records import SHELF_LIFE
from handbook.project import read_project
from handbook.views import facts, questions

VERIFIED = date(2026, 11, 1)        # of the small project's fact, a quota
LAST_GOOD_DAY = VERIFIED + timedelta(days=180)
FIRST_STALE_DAY = VERIFIED + timedelta(days=181)


def seconds(day: date) -> str:
    return str((day - date(1970, 1, 1)).days * 86400)


@pytest.mark.parametrize(("kind", "days"), [("price", 90), ("version", 120), ("status", 120), ("quota", 180), ("concept", 720)])
def test_each_class_has_its_shelf_life(kind: str, days: int) -> None:
    fact = Fact.model_validate({
        "origin": ("x", 1), "id": "x", "statement": "数", "value": 1, "class": kind, "sources": ["s"], "verified": VERIFIED,
    })
    assert not fact.is_stale(VERIFIED + timedelta(days=days))
    assert fact.is_stale(VERIFIED + timedelta(days=days + 1))


def test_every_class_of_fact_has_a_shelf_life() -> None:
    assert set(SHELF_LIFE) == set(facts.KINDS)


def test_clock_follows_source_date_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds(VERIFIED))
    assert clock.today() == VERIFIED
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(SystemExit, match="SOURCE_DATE_EPOCH=yesterday"):
        clock.today()


def test_stale_fact_is_a_warning_and_no_finding(small_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds(FIRST_STALE_DAY))
    project = read_project(small_project)

    warning, *of_questions = stale.warnings(project)

    assert str(warning).startswith("data/facts/guide.yml:1: stale: 「guide.keys.count」の確認から181日たちました（quotaは180日まで）→ ")
    # One shows the value, the other rests on it.
    assert [(each.line, each.message.partition("」")[0]) for each in of_questions] == [(1, "問い「guide.count"), (13, "問い「guide.place")]
    assert run_checks(project) == []


def test_fresh_fact_gives_no_warning(small_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds(LAST_GOOD_DAY))
    assert list(stale.warnings(read_project(small_project))) == []


@pytest.mark.parametrize(("day", "shown"), [(LAST_GOOD_DAY, False), (FIRST_STALE_DAY, True)])
def test_readers_see_that_a_check_is_old(small_project: Path, day: date, shown: bool) -> None:
    library = load_library(small_project / "data", day)
    for view in (
        facts.value_with_mark(library, "guide/keys.md", "guide.keys.count"),
        facts.facts_table(library, "guide/keys.md", library.facts.values()),
        facts.records(library, "guide"),
        questions.listing(library, "guide/questions.md", "guide", "keys", str),
    ):
        assert ("確認から時間が経っています" in view) is shown


def test_day_of_the_build_decides(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = []
    for day in (LAST_GOOD_DAY, FIRST_STALE_DAY):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds(day))
        build_site(project, project / "site", project / "work")
        pages.append((project / "site/guide/index.html").read_text(encoding="utf-8"))
    assert ["確認から時間が経っています" in page for page in pages] == [False, True]


def test_check_prints_warnings_and_passes(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds(date(2029, 1, 1)))
    for prose in ("lint", "lint_data"):     # they have tests of their own
        monkeypatch.setattr(check, prose, lambda *_, **__: [])

    assert check.main(["data/facts/elasticache.yml"]) == 0

    printed = capsys.readouterr()
    assert re.search(r"^data/facts/elasticache\.yml:\d+: stale: ", printed.out, re.M)
    assert "data/facts/aurora.yml" not in printed.out
    assert "値の確認が古くなっています（警告。失敗にはしません）" in printed.err
