"""mkdocs-mermaid2-plugin's fallback draws from the site's own mermaid.js, without any network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import serve_folder
from playwright.sync_api import Browser, expect

from handbook.build import build_site


@pytest.fixture
def address_of_fallback(project: Path, tmp_path: Path) -> Iterator[str]:
    """The small project with its one diagram left to the browser, built and served."""
    page = project / "docs/guide/keys.md"
    source = page.read_text(encoding="utf-8")
    assert source.count(' caption="キーと項目"') == 1
    page.write_text(source.replace(' caption="キーと項目"', ' renderer="browser" caption="キーと項目"'), encoding="utf-8")
    build_site(project, tmp_path / "site", tmp_path / "work")
    yield from serve_folder(tmp_path / "site")


@pytest.mark.browser
def test_diagram_left_to_the_browser_is_drawn_without_the_network(address_of_fallback: str, browser: Browser) -> None:
    outside: list[str] = []
    errors: list[str] = []
    with browser.new_context(locale="ja-JP") as context:
        context.route(
            lambda url: not url.startswith(address_of_fallback),
            lambda route: (outside.append(route.request.url), route.abort()),
        )
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address_of_fallback}/guide/keys/")

        drawing = page.locator("figure#fig-guide-keys div.mermaid svg")
        expect(drawing).to_be_visible()
        # <br/> in a label and the arrow came through the plugin's escaping.
        expect(drawing).to_contain_text("キー")
        expect(drawing).to_contain_text("項目")
        expect(drawing.locator(".node")).to_have_count(2)

    assert outside == []
    assert errors == []
