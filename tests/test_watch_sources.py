"""The scheduled look at the sources, against a server that misbehaves in every way it must survive."""

from __future__ import annotations

import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from handbook import watch_sources
from handbook.data import Library, Source, load_library
from handbook.paths import ROOT
from handbook.watch_sources import digest_of, look, report

TEXT = b"# Limits\n\n20 keys\n"


class _Server(http.server.BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []
    finished = threading.Event()

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/slow":
            self.finished.wait(10)          # longer than the client waits; the test ends it
            return
        status, body = {
            "/limits.html": (200, b"<html>menu</html>"), "/limits.md": (200, TEXT), "/plain.html": (200, b"<html>x</html>"),
            "/new": (200, b"new"), "/robots": (403, b""), "/broken": (500, b""),
        }.get(self.path, (404, b""))
        if self.path == "/old":
            self.send_response(301)
            self.send_header("Location", "/new")
        else:
            self.send_response(status)
        self.send_header("Content-Length", str(len(body)) if self.path != "/old" else "0")
        self.end_headers()
        if self.path != "/old":
            self.wfile.write(body)


@pytest.fixture
def server() -> Iterator[str]:
    _Server.asked = []
    _Server.finished.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Server) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{listening.server_address[1]}"
        _Server.finished.set()
        listening.shutdown()


@pytest.fixture
def library(small_project: Path) -> Library:
    return load_library(small_project / "data")


def at(library: Library, url: str) -> Source:
    """The small project's source, at an address of the local server (the register itself takes https only)."""
    return library.sources["guide-limits"].model_copy(update={"url": url})


@pytest.mark.parametrize(("path", "digest", "state", "asked"), [
    ("/limits.html", digest_of(TEXT), "ok", ["/limits.md"]),
    ("/limits.html#section", digest_of(b"#  Limits 20 keys"), "ok", ["/limits.md"]),
    ("/limits.html", digest_of(b"# Limits\n\n5 keys\n"), "changed", ["/limits.md"]),
    ("/limits.html", "", "unrecorded", ["/limits.md"]),
    ("/plain.html", "", "ok", ["/plain.md", "/plain.html"]),
    ("/new", "", "ok", ["/new"]),
    ("/gone.html", "", "gone", ["/gone.md", "/gone.html"]),
    ("/old", "", "moved", ["/old", "/new"]),
    ("/robots", "", "refused", ["/robots"]),
    ("/broken", "", "unreachable", ["/broken"]),
    ("/slow", "", "unreachable", ["/slow"]),
], ids=[
    "unchanged-twin", "only-white-space-changed", "changed-twin", "never-recorded", "page-without-twin", "other-page", "gone", "redirect",
    "refused", "server-error", "timeout",
])
def test_answer_is_understood(library: Library, server: str, path: str, digest: str, state: str, asked: list[str]) -> None:
    (outcome,) = look(
        [at(library, f"http://{server}{path}")], {"guide-limits": digest}, timeout=0.5, delay=0, twin_hosts=frozenset({server}),
    )
    assert outcome.state == state
    assert _Server.asked == asked
    if state == "moved":
        assert outcome.detail == f"http://{server}/new"
    if path == "/slow":
        assert outcome.detail == "時間切れ"


def test_host_that_does_not_answer_is_no_failure(library: Library) -> None:
    (outcome,) = look([at(library, "http://127.0.0.1:9/")], {}, timeout=0.5, delay=0)
    assert outcome.state == "unreachable" and outcome.detail


def test_one_page_is_asked_for_once_and_hosts_get_pauses(library: Library, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(watch_sources.time, "sleep", pauses.append)
    list(look([at(library, f"http://{server}/{path}") for path in ("new", "new#part", "robots")], {}, timeout=5, delay=60))

    assert _Server.asked == ["/new", "/robots"]
    assert pauses[0] == 0 and 50 < pauses[1] <= 60


def test_report_lists_the_facts_to_verify_again(library: Library, server: str) -> None:
    outcomes = list(look(
        [at(library, f"http://{server}/{path}") for path in ("limits.html", "new", "robots")], {"guide-limits": "old"},
        timeout=5, delay=0, twin_hosts=frozenset({server}),
    ))
    text = report(library, outcomes)

    assert "| 内容が変わった（読み直す） | 1 |" in text
    assert f"- [Limits](http://{server}/limits.html) `guide-limits`" in text
    assert text.count("    - `guide.keys.count` キーの数：20個（2026-11-01確認、data/facts/guide.yml:1）") == 1, \
        "a page that refuses machines says nothing about its facts"


def test_command_reports_records_and_never_blocks(
    small_project: Path, server: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path,
) -> None:
    """The register's https address is answered by the local server."""
    honest = watch_sources.fetch
    monkeypatch.setattr(watch_sources, "fetch", lambda url, timeout: honest(url.replace("https://example.com", f"http://{server}"), timeout)
                        ._replace(url=url))
    monkeypatch.setattr(watch_sources, "look", lambda *given, **options: look(*given, **options, twin_hosts=frozenset({"example.com"})))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    data = small_project / "data"
    sources = data / "sources/guide.yml"
    sources.write_text(sources.read_text(encoding="utf-8").replace("com/limits", "com/limits.html"), encoding="utf-8")

    assert watch_sources.main(["--data", str(data), "--delay", "0", "--record"]) == 0
    assert json.loads((data / "source-digests.json").read_text()) == {"guide-limits": digest_of(TEXT)}
    assert watch_sources.main(["--data", str(data), "--delay", "0"]) == 0

    assert "| 変わりなし | 1 |" in capsys.readouterr().out.rpartition("# 出典の確認")[2]
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").count("# 出典の確認") == 2


def test_broken_data_is_one_clear_error(small_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small_project / "data/source-digests.json").write_text("{", encoding="utf-8")
    assert watch_sources.main(["--data", str(small_project / "data")]) == 1
    assert capsys.readouterr().err.startswith("watch_sources: データを読めません → 直す\n")


def test_digests_belong_to_registered_sources() -> None:
    digests = json.loads((ROOT / "data" / watch_sources.DIGESTS).read_text(encoding="utf-8"))
    assert digests.keys() <= load_library(ROOT / "data").sources.keys()


def test_workflow_runs_on_a_schedule_pins_its_actions_and_asks_for_little() -> None:
    text = (ROOT / ".github/workflows/sources.yml").read_text(encoding="utf-8")

    used = re.findall(r"uses: (\S+)", text)
    assert used and all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in used)
    assert set(used) <= set(re.findall(r"uses: (\S+)", (ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8")))
    assert "schedule:" in text and "push" not in text and "pull_request" not in text
    assert "\npermissions:\n  contents: read\n" in text
    assert "make sources" in text and "\nsources:" in (ROOT / "Makefile").read_text(encoding="utf-8")
