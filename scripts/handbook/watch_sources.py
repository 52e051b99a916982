"""`make sources`: ask every registered source whether it is still there, and unchanged where that can be told.

Runs on a schedule (.github/workflows/sources.yml), never in a build. AWS's documentation has a Markdown twin
beside each page (`.md` for `.html`), without menus and dates: its digest tells whether the text has changed
since `--record` stored it in data/source-digests.json. The report, in Markdown, lists the facts to verify
again. What a source answers is no failure: the exit code is 0.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urldefrag, urlsplit

from handbook.data import Fact, Library, Source, load_library
from handbook.paths import DATA
from handbook.yamlfile import BrokenData

DIGESTS = "source-digests.json"
TWIN_HOSTS = frozenset({"docs.aws.amazon.com"})
USER_AGENT = "aws-database-handbook source check (one request at a time)"
LARGEST = 5_000_000         # bytes read of one answer

# State → what a writer should do, in the order of the report.
STATES = {
    "changed": "内容が変わった（読み直す）",
    "gone": "なくなった（出典を替える）",
    "moved": "移った（urlを改める）",
    "unreachable": "つながらない（次も続くなら確かめる）",
    "refused": "機械には見せない（人が開いて確かめる）",
    "unrecorded": "比べる要約値がまだない（--recordで残す）",
    "ok": "変わりなし",
}
TO_VERIFY = ("changed", "gone", "moved")


class Answer(NamedTuple):
    """Status (0 when there was none), final address, body, and what went wrong."""

    status: int
    url: str
    body: bytes = b""
    problem: str = ""


class Outcome(NamedTuple):
    source: Source
    state: str
    detail: str = ""
    digest: str = ""


def fetch(url: str, timeout: float) -> Answer:
    """Get one address; every failure of network or server is an answer, too."""
    request = urllib.request.Request(url, headers={"User-Agent": USER_AGENT})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return Answer(response.status, response.url, response.read(LARGEST))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.url or url, problem=f"HTTP {error.code}")
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        return Answer(0, url, problem="時間切れ" if isinstance(reason, TimeoutError) else f"{reason}")


def look(
    sources: Iterable[Source], digests: Mapping[str, str], *, timeout: float, delay: float, twin_hosts: frozenset[str] = TWIN_HOSTS,
) -> Iterator[Outcome]:
    """Ask each source in turn.

    Args:
        digests: source id → digest that was stored.
        timeout: seconds to wait for an answer.
        delay: seconds between two requests to one host.
        twin_hosts: hosts whose pages have a Markdown twin.
    """
    asked: dict[str, float] = {}
    answers: dict[str, Answer] = {}

    def ask(url: str) -> Answer:
        if url not in answers:
            host = urlsplit(url).netloc
            time.sleep(max(0.0, asked.get(host, -delay) + delay - time.monotonic()) if host in asked else 0.0)
            answers[url] = fetch(url, timeout)
            asked[host] = time.monotonic()
        return answers[url]

    for source in sources:
        url = urldefrag(source.url).url
        twin = url.removesuffix(".html") + ".md" if url.endswith(".html") and urlsplit(url).netloc in twin_hosts else ""
        answer = ask(twin) if twin else ask(url)
        if twin and answer.status in (403, 404):        # no twin of this page: the page itself must do
            twin = ""
            answer = ask(url)
        yield _judge(source, twin or url, answer, digests.get(source.id, ""), comparable=bool(twin))


def _judge(source: Source, url: str, answer: Answer, known: str, comparable: bool) -> Outcome:
    if answer.status in (404, 410):
        return Outcome(source, "gone", answer.problem)
    if answer.status in (401, 403, 405, 429):
        return Outcome(source, "refused", answer.problem)
    if answer.status != 200:
        return Outcome(source, "unreachable", answer.problem)
    digest = digest_of(answer.body) if comparable else ""
    if answer.url.rstrip("/") != url.rstrip("/"):
        return Outcome(source, "moved", answer.url, digest)
    if comparable and known != digest:
        return Outcome(source, "changed" if known else "unrecorded", "", digest)
    return Outcome(source, "ok", "", digest)


def digest_of(body: bytes) -> str:
    """SHA-256 of a text, whatever its white space."""
    return hashlib.sha256(b" ".join(body.split())).hexdigest()


def facts_of(library: Library, source: Source) -> list[Fact]:
    return [fact for fact in library.facts.values() if source.id in {citation.partition("#")[0] for citation in fact.sources}]


def report(library: Library, outcomes: Iterable[Outcome]) -> str:
    """Markdown for the job's summary: how many of each state, then what to do."""
    by_state: dict[str, list[Outcome]] = {state: [] for state in STATES}
    for outcome in outcomes:
        by_state[outcome.state].append(outcome)
    lines = ["# 出典の確認", "", "| 状態 | 件数 |", "| --- | --- |"]
    lines += [f"| {STATES[state]} | {len(found)} |" for state, found in by_state.items()]
    for state, found in by_state.items():
        if not found or state in ("ok", "unrecorded"):
            continue
        lines += ["", f"## {STATES[state]}", ""]
        for source, _, detail, _ in found:
            lines.append(f"- [{source.title}]({source.url}) `{source.id}`{f'：{detail}' if detail else ''}")
            if state in TO_VERIFY:
                lines += [
                    f"    - `{fact.id}` {fact.statement}：{fact.display}（{fact.verified}確認、{fact.origin.path}:{fact.origin.line}）"
                    for fact in facts_of(library, source)
                ]
    return "\n".join(lines) + "\n"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA, help="データのフォルダー")
    parser.add_argument("--timeout", type=float, default=20, help="返事を待つ秒数")
    parser.add_argument("--delay", type=float, default=1, help="同じサーバーへの要求の間隔（秒）")
    parser.add_argument("--record", action="store_true", help="いまの要約値をdata/source-digests.jsonに残す")
    arguments = parser.parse_args(argv)
    try:
        library = load_library(arguments.data)
        file = arguments.data / DIGESTS
        digests = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    except (BrokenData, json.JSONDecodeError) as broken:
        print(f"watch_sources: データを読めません → 直す\n{broken}", file=sys.stderr)
        return 1
    outcomes = list(look(library.sources.values(), digests, timeout=arguments.timeout, delay=arguments.delay))
    if arguments.record:
        fresh = {outcome.source.id: outcome.digest for outcome in outcomes if outcome.digest}
        kept = {key: value for key, value in digests.items() if key in library.sources}
        file.write_text(json.dumps(dict(sorted((kept | fresh).items())), indent=1) + "\n", encoding="utf-8")
    text = report(library, outcomes)
    print(text)
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as target:
            target.write(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
