"""The bench compares like with like; its figures are no matter of tests."""

from __future__ import annotations

from pathlib import Path

import yaml

from handbook.bench import copy_sources, make_plain
from handbook.navigation import read_chapters


def test_plain_pages_hold_the_text_of_the_macros(tmp_path: Path) -> None:
    copy_sources(tmp_path, 1)
    make_plain(tmp_path)

    assert "20個" in (tmp_path / "docs/dynamodb/indexes.md").read_text(encoding="utf-8")
    left = [page for page in (tmp_path / "docs").rglob("*.md") if "[= fact(" in page.read_text(encoding="utf-8")]
    assert [page.name for page in left] == ["writing.md"], "only the writers' page shows a macro"
    assert set(yaml.safe_load((tmp_path / "mkdocs.yml").read_text(encoding="utf-8"))["plugins"][0]) == {"search"}


def test_copies_stand_in_the_menu_with_pages_of_their_own(tmp_path: Path) -> None:
    copy_sources(tmp_path, 3)

    paths = [path for chapter in read_chapters(tmp_path / "mkdocs.yml") for path in chapter.pages]
    assert len(paths) == len(set(paths))
    assert {"dynamodb/indexes.md", "copy2/dynamodb/indexes.md", "copy3/dynamodb/indexes.md"} <= set(paths)
    assert all((tmp_path / "docs" / path).is_file() for path in paths)
