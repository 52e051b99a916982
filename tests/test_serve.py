"""`make serve` from the first page to Ctrl+C: what an editor sees while pages, search and PDFs follow each other."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handbook.paths import ROOT

START = "import sys; from pathlib import Path; from handbook.serve import main; sys.exit(main(['--port', sys.argv[1]], Path(sys.argv[2])))"
PATIENCE = 120      # seconds; only a hanging server takes so long


class Server:
    """A running `handbook.serve` on a copy of the small project."""

    def __init__(self, project: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.project = project
        self.said = project / "said.txt"
        with self.said.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-c", START, str(self.port), str(project)], stdout=said, stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")}, start_new_session=True,
            )

    def get(self, path: str) -> str:
        """Text at an address, whatever its status; empty while nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=10) as answer:
                return answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.read().decode("utf-8", "replace")
        except OSError:
            return ""

    def wait(self, for_what: Callable[[], bool]) -> None:
        started = time.monotonic()
        while not for_what():
            assert self.process.poll() is None, self.said.read_text()
            assert time.monotonic() - started < PATIENCE, self.said.read_text()
            time.sleep(0.1)

    def has_said(self, text: str, times: int = 1) -> bool:
        return self.said.read_text().count(text) >= times

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.project / path
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    def interrupt(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)

    def group(self) -> list[int]:
        """Processes that the server began and that still live, in whatever group they are."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if str(self.project) in (folder / "environ").read_bytes().decode("utf-8", "replace"):
                    found.append(int(folder.name))
            except OSError:
                continue
        return found


@pytest.fixture
def server(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("MADE_FOR", str(project))       # tells its processes from others
    made = Server(project)
    yield made
    if made.process.poll() is None:
        made.interrupt()


def test_pages_come_first_and_search_and_pdfs_follow(server: Server) -> None:
    server.wait(lambda: "キー" in server.get("guide/keys/"))
    server.wait(lambda: server.has_said("検索とPDFも"))

    assert '"postings"' in server.get("search/index.json")
    assert server.get("pdf/guide.pdf").startswith("%PDF")
    assert "guide-keys" in server.get("print/guide/")
    assert "ページが見つかりません" in server.get("nowhere/"), "the page for missing addresses"


def test_changed_value_is_on_the_page_at_the_next_look(server: Server) -> None:
    server.wait(lambda: "20個" in server.get("guide/keys/"))
    server.edit("data/facts/guide.yml", "value: 20", "value: 25")
    server.wait(lambda: "25個" in server.get("guide/keys/"))

    assert "20個" not in server.get("guide/keys/")


def test_edit_ends_what_still_completes_the_last_site(server: Server) -> None:
    server.wait(lambda: "キー" in server.get("guide/keys/"))       # who answers, watches already
    # Both come while the PDFs of the site before are being set.
    server.edit("docs/guide/keys.md", "キーは項目を", "1回目のキーは項目を")
    server.wait(lambda: "1回目の" in server.get("guide/keys/"))
    server.edit("docs/guide/keys.md", "1回目の", "2回目の")
    server.wait(lambda: "2回目の" in server.get("guide/keys/"))
    server.wait(lambda: server.has_said("検索とPDFも"))

    assert "2回目" in server.get("search/text/guide/keys.json"), "the search is the newest page's"
    assert "Traceback" not in server.said.read_text()


def test_broken_source_is_told_and_the_last_site_stays(server: Server) -> None:
    server.wait(lambda: server.has_said("検索とPDFも"))
    server.edit("data/facts/guide.yml", "value: 20", "value: [20")
    server.wait(lambda: server.has_said("前のサイトを見せています"))

    assert "data/facts/guide.yml:" in server.said.read_text()
    assert "Traceback" not in server.said.read_text()
    assert "20個" in server.get("guide/keys/")
    assert '"postings"' in server.get("search/index.json")

    server.edit("data/facts/guide.yml", "value: [20", "value: 25")
    server.wait(lambda: "25個" in server.get("guide/keys/"))


def test_interrupted_server_leaves_nobody_behind(server: Server) -> None:
    server.wait(lambda: len(server.group()) > 1 and server.has_said("で見られます"))
    server.interrupt()

    started = time.monotonic()
    while server.group() and time.monotonic() - started < PATIENCE:
        time.sleep(0.1)
    assert server.group() == []
    assert "Traceback" not in server.said.read_text()
