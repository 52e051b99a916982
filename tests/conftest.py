"""Shared fixtures: a small project to break, the real site built once, a server, a browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.build import build_site
from handbook.paths import ROOT

FIXTURES = Path(__file__).parent / "fixtures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture
def small_project(tmp_path: Path) -> Path:
    """A copy of the small flawless project, for a test to break."""
    return Path(shutil.copytree(FIXTURES / "good", tmp_path / "project"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built once a run."""
    folder = tmp_path_factory.mktemp("handbook")
    build_site(ROOT, folder / "site", folder / "work")
    return folder / "site"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a built site as a static host does: 404.html for what is not there."""

    def log_message(self, *_: object) -> None:
        pass

    def send_error(self, code: int, *arguments: object) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            return super().send_error(code, *arguments)
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None


def serve_folder(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the real site is served, without a slash at the end."""
    yield from serve_folder(site)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A real Chromium; `scripts/setup.py test` found or installed it."""
    from playwright.sync_api import sync_playwright

    chosen = os.environ.get("CHROME") or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert chosen, "Chromiumがありません → make testで始めると入ります"
    with sync_playwright() as playwright:
        # No sandbox as root (containers); no background requests of Chromium's own.
        chromium = playwright.chromium.launch(
            executable_path=shutil.which(chosen), args=["--no-sandbox", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()
