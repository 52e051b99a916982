"""Notes on terms and facts in a real Chromium: mouse, keyboard, touch, a narrow window, no JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PAGE = "dynamodb/indexes/"
MARKS = (".md-content a.term", ".md-content a.fact-mark")


@contextmanager
def opened(browser: Browser, url: str, **options: object) -> Iterator[Page]:
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
    page = context.new_page()
    page.goto(url)
    yield page
    context.close()


@pytest.mark.parametrize("selector", MARKS)
def test_mouse_shows_the_note_and_may_move_onto_it(browser: Browser, address: str, selector: str) -> None:
    with opened(browser, f"{address}/{PAGE}") as page:
        mark, note = page.locator(selector).first, page.locator("#hint")
        text = mark.get_attribute("data-hint")
        height = page.evaluate("document.documentElement.scrollHeight")
        mark.hover()
        expect(note).to_be_visible()
        expect(note).to_have_text(text)
        assert page.evaluate("document.documentElement.scrollHeight") == height, "no shift of the layout"
        note.hover()
        page.wait_for_timeout(400)          # longer than the note's own delay
        expect(note).to_be_visible()
        page.mouse.move(2, 2)
        expect(note).to_be_hidden()


@pytest.mark.parametrize("selector", MARKS)
def test_keyboard_focus_shows_the_note_and_escape_hides_it(browser: Browser, address: str, selector: str) -> None:
    with opened(browser, f"{address}/{PAGE}") as page:
        mark, note = page.locator(selector).first, page.locator("#hint")
        mark.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        expect(mark).to_be_focused()
        expect(note).to_be_visible()
        expect(mark).to_have_accessible_description(mark.get_attribute("data-hint"))
        page.keyboard.press("Escape")
        expect(note).to_be_hidden()
        expect(mark).to_be_focused()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        expect(note).to_be_visible()
        page.keyboard.press("Tab")
        expect(mark).not_to_have_attribute("aria-describedby", "hint")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/reference/"))


@pytest.mark.parametrize("selector", MARKS)
def test_first_tap_shows_the_note_and_the_second_follows_the_link(browser: Browser, address: str, selector: str) -> None:
    with opened(browser, f"{address}/{PAGE}", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True) as page:
        mark, note = page.locator(selector).first, page.locator("#hint")
        mark.tap()
        expect(note).to_be_visible()
        box = note.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 360 and box["y"] >= 0 and box["y"] + box["height"] <= 740
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        expect(page).to_have_url(f"{address}/{PAGE}")
        page.locator("h2").first.tap()
        expect(note).to_be_hidden()
        mark.tap()
        mark.tap()
        expect(page).to_have_url(re.compile("/reference/"))


def test_note_stays_in_the_window_beside_every_mark(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{PAGE}", viewport={"width": 360, "height": 740}) as page:
        note = page.locator("#hint")
        for mark in page.locator(", ".join(MARKS)).all():
            if mark.is_visible():
                mark.scroll_into_view_if_needed()
                mark.hover()
                expect(note).to_have_text(mark.get_attribute("data-hint"))
                box = note.bounding_box()
                assert box["x"] >= 0 and box["x"] + box["width"] <= 360, mark.text_content()
                page.keyboard.press("Escape")


@pytest.mark.parametrize("selector", MARKS)
def test_without_javascript_they_are_links_with_a_title(browser: Browser, address: str, selector: str) -> None:
    with opened(browser, f"{address}/{PAGE}", java_script_enabled=False) as page:
        mark = page.locator(selector).first
        assert len(mark.get_attribute("title")) > 10
        mark.click()
        expect(page).to_have_url(re.compile("/reference/"))
