"""A build that fails says why in clear lines, exits with 1 and leaves no site behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.build import BuildFailed, build_site

KEYS = Path("docs/guide/keys.md")


def build(project: Path) -> Path:
    site = project / "site"
    build_site(project, site, project / "work")
    return site


def test_small_project_is_built_whole(project: Path) -> None:
    site = build(project)
    html = (site / "guide" / "keys" / "index.html").read_text(encoding="utf-8")

    assert 'href="../../reference/facts/guide/#fact-guide.keys.count"' in html
    assert 'class="admonition then-now"' in html
    assert '<figure class="diagram" id="fig-guide-keys">' in html
    assert not (site / "assets" / "vendor" / "mermaid.min.js").exists(), "no page needs the fallback"
    assert not (project / "work").exists()


def test_fallback_library_is_in_a_site_that_needs_it(project: Path) -> None:
    page = project / KEYS
    page.write_text(page.read_text(encoding="utf-8").replace(' caption="キー', ' renderer="browser" caption="キー'), encoding="utf-8")
    site = build(project)

    assert (site / "assets" / "vendor" / "mermaid.min.js").stat().st_size > 1_000_000
    assert '<script src="../../assets/vendor/mermaid.min.js">' in (site / "guide/keys/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("file", "old", "new", "message"), [
    (KEYS, '[= fact("guide.keys.count") =]', '[= fact("guide.gone") =]', "docs/guide/keys.md:13: unknown-record"),
    (KEYS, '[= fact("guide.keys.count") =]', "[= fact( =]", "guide/keys"),
    (KEYS, "title: キー\n", "title: [キー\n", "docs/guide/keys.md:3: yaml"),
    (Path("data/facts/guide.yml"), "  unit: 個", "\tunit: 個", "data/facts/guide.yml:4: yaml"),
    (KEYS, ":::accent --> item", ":::accent -->| item", "docs/guide/keys.md:19: diagram-syntax"),
    (Path("docs/guide/index.md"), "(keys.md)", "(gone.md)", "docs/guide/index.md:11: broken-link"),
    (Path("docs/index.md"), "#partition-key)", "#gone)", "docs/index.md:9: broken-anchor"),
    (KEYS, "../assets/key.svg", "../assets/gone.svg", "docs/guide/keys.md:35: broken-link"),
    (KEYS, "#partition-key-place", "#partition-key", "docs/guide/keys.md:28: duplicate-id"),
    (Path("mkdocs.yml"), "strict: true", "strict: true\nno_such_setting: 1", "no_such_setting"),
    (Path("mkdocs.yml"), "  - tables\n", "  - no_such_extension\n", "no_such_extension"),
], ids=[
    "unknown-fact", "malformed-macro", "malformed-front-matter", "tab-in-data", "mermaid-syntax-error", "broken-link", "broken-anchor",
    "missing-image", "duplicate-id", "unknown-setting", "unknown-extension",
])
def test_bad_input_fails_with_its_place_and_leaves_no_site(project: Path, file: Path, old: str, new: str, message: str) -> None:
    yesterday = project / "site"
    yesterday.mkdir()
    (yesterday / "index.html").write_text("昨日のサイト")
    target = project / file
    text = target.read_text(encoding="utf-8")
    assert old in text
    target.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(BuildFailed) as failed:
        build(project)

    assert message in str(failed.value)
    assert not yesterday.exists() and not (project / "work").exists()
