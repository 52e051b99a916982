"""The JSON exports agree with their schemas, and with the pages: one changed value changes all of its places."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from handbook import exports
from handbook.build import build_site
from handbook.data import load_library
from handbook.paths import DATA
from handbook.views import data_files

FACTS = Path("data/facts/guide.yml")


@pytest.mark.parametrize("kind", exports.KINDS)
def test_export_of_the_handbook_follows_its_schema(kind: str) -> None:
    library = load_library(DATA)
    content = json.loads(json.dumps(exports.export(library, kind)))
    validator = jsonschema.Draft202012Validator(exports.schema(kind), format_checker=jsonschema.FormatChecker())
    validator.check_schema(validator.schema)

    assert list(validator.iter_errors(content)) == []
    assert len(content[kind]) == len(getattr(library, "terms" if kind == "glossary" else kind)) > 20
    assert "[=" not in json.dumps(content), "a program cannot expand macros"


@pytest.mark.parametrize("broken", [
    {"unit": 5}, {"class": "limit"}, {"sources": []}, {"verified": "yesterday"}, {"origin": ["data/facts/guide.yml", 1]},
], ids=["unit-of-wrong-type", "unknown-class", "no-source", "no-date", "unknown-key"])
def test_schema_refuses_a_broken_record(small_project: Path, broken: dict[str, object]) -> None:
    content = exports.export(load_library(small_project / "data"), "facts")
    validator = jsonschema.Draft202012Validator(exports.schema("facts"), format_checker=jsonschema.FormatChecker())
    assert validator.is_valid(content)

    content["facts"][0] |= broken

    assert not validator.is_valid(content)


def test_correction_holds_the_value_itself(small_project: Path) -> None:
    (correction,) = exports.export(load_library(small_project / "data"), "corrections")["corrections"]
    assert correction["now"] == "既定の上限は20個である"


def test_question_holds_the_value_itself_and_no_mark(small_project: Path) -> None:
    exported = exports.export(load_library(small_project / "data"), "questions")["questions"]
    questions = {question["id"]: question for question in exported}

    count, size = questions["guide.count"], questions["guide.size"]
    assert [choice["text"] for choice in count["choices"]] == ["20個", "2つだけ", "1つだけ"]
    assert count["choices"][0] == {"text": "20個", "right": True, "reason": "既定の上限は20個です"}
    assert [count["facts"], questions["guide.place"]["facts"]] == [["guide.keys.count"]] * 2, "shown or not"
    assert size["prompt"] == "40KBを4つ読む計算はどれですか"
    assert [question["kind"] for question in exported] == ["single"] * 4 + ["multiple"]


def test_links_to_the_files_are_relative_to_the_page() -> None:
    listing = data_files.listing("reference/")

    row = '<a href="../data/facts.json">facts.json</a> | <a href="../data/schema/facts.json">facts</a> |'
    assert f"| 値の記録 | {row}" in listing
    assert set(data_files.NAMES) == set(exports.KINDS)


def built(project: Path) -> dict[str, bytes]:
    site = project / "site"
    build_site(project, site, project / "work")
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def add_quota_page(project: Path) -> None:
    (project / "docs/reference/quotas.md").write_text(
        "---\ntitle: クォータ一覧\n"
        "description: 検査の見本にする、クォータの一覧のページです。値を一つ変えたときに、この表も変わることを確かめます。\n"
        'type: reference\n---\n\n# クォータ一覧\n\n[= quotas("guide") =]\n', encoding="utf-8",
    )
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("      - reference/quotas.md\n")


def test_one_changed_value_changes_its_places_and_nothing_else(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793491200")       # 2026-11-01: builds of one day are the same
    add_quota_page(project)
    before = built(project)
    assert built(project) == before, "the same sources give the same site"

    facts = project / FACTS
    facts.write_text(facts.read_text(encoding="utf-8").replace("value: 20", "value: 25"), encoding="utf-8")
    after = built(project)

    assert before.keys() == after.keys()
    assert {path for path in before if before[path] != after[path]} == {
        "guide/keys/index.html",            # in the text, the diagram and the correction
        "guide/index.html",                 # in the table
        "reference/quotas/index.html", "reference/facts/guide/index.html",
        "guide/questions/index.html",       # in a choice and its reason
        "data/facts.json", "data/corrections.json", "data/questions.json",
        "search/index.json",                # and in what the search says of these pages
        "search/offline.js", "offline.zip", # online and from a disk
        "search/text/guide/keys.json", "search/text/guide.json",
        "search/text/reference/quotas.json", "search/text/reference/facts/guide.json",
        "pdf/guide.pdf", "pdf/reference.pdf", "pdf/handbook.pdf", "print/guide/index.html", "print/reference/index.html",
    }
    for path in (
        "guide/keys/index.html", "guide/questions/index.html", "guide/index.html", "reference/quotas/index.html", "data/facts.json",
    ):
        assert "20個" in before[path].decode() and "20個" not in after[path].decode()
        assert "25個" in after[path].decode()
