"""Part of `make bench`: what the search costs readers: bytes before the first answer, and time for each key.

Reads the built site. Queries of the golden set are typed letter by letter in Chromium, at 1x and 10x content
(synthetic copies of every page), at full speed and four times slower. DevTools slow down pages, not workers,
so the engine runs on the page here.
"""

from __future__ import annotations

import argparse
import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from handbook.chromium import chromium
from handbook.paths import DOCS, ROOT, SITE
from handbook.project import read_project
from handbook.search import assets
from handbook.search.script import SCRIPTS
from handbook.search.sections import IndexedPage

GOLDEN = ROOT / "tests" / "search"
# What the first question fetches; the texts of the results come a page at a time.
WHEN_ASKED = ("words.js", "engine.js", "results.js", "answers.js")
ON_EVERY_PAGE = ("worker.js", "box.js", "landing.js")
SIZES = (1, 10)
SLOWDOWNS = (1, 4)
# Every so many queries: at 10x a sample is enough.
EVERY = {1: 1, 10: 5}
TYPE = Path(__file__).with_name("keystrokes.js")


def sizes(site: Path) -> dict[str, int]:
    """Bytes after gzip, by file."""
    scripts = site / SCRIPTS.relative_to(DOCS)
    files = [site / "search" / "index.json", *(scripts / name for name in (*WHEN_ASKED, *ON_EVERY_PAGE))]
    return {file.name: len(gzip.compress(file.read_bytes(), 9)) for file in files}


def copies(pages: list[IndexedPage], times: int) -> list[IndexedPage]:
    """The pages, and each again below `copy2/`, `copy3/` …, as the copies of the other benchmark lie."""
    return pages + [
        replace(page, location=f"copy{number}/{page.location}", source=f"copy{number}/{page.source}")
        for number in range(2, times + 1) for page in pages
    ]


def keystrokes(browser: Any, made: dict[str, Any], queries: list[str], slowdowns: tuple[int, ...] = SLOWDOWNS) -> list[dict[str, float]]:
    """Milliseconds in Chromium, by slowdown: `load`, and `median`, `p95`, `longest` of `keys` keystrokes."""
    page = browser.new_page()
    for name in ("words.js", "engine.js", "results.js"):
        page.add_script_tag(path=SCRIPTS / name)
    page.add_script_tag(path=TYPE)
    page.evaluate("(text) => { globalThis.index = text; }", json.dumps(made, ensure_ascii=False))
    session = page.context.new_cdp_session(page)
    found = []
    for slowdown in slowdowns:
        session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
        found.append(page.evaluate("(queries) => typeAll(JSON.parse(index), queries)", queries))
    page.close()
    return found


def golden_queries() -> list[str]:
    return [
        entry["query"] for file in sorted(GOLDEN.glob("golden*.yml")) for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def main(argv: list[str] | None = None) -> int:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args(argv)
    if not (SITE / "search" / "index.json").is_file():
        raise SystemExit("bench: site/がありません → make siteを先に実行してください")
    found = sizes(SITE)
    print(f"検索 gzip後{sum(found.values()) / 1000:.1f}kB（{'、'.join(f'{name} {size / 1000:.1f}' for name, size in found.items())}）")
    project = read_project(ROOT)
    pages = assets.read(project, SITE)
    with chromium() as browser:
        for times in SIZES:
            made = assets.build(project, copies(pages, times))
            timings = keystrokes(browser, made, golden_queries()[::EVERY[times]])
            for slowdown, timed in zip(SLOWDOWNS, timings, strict=True):
                print(
                    f"検索 分量{times}倍、CPU {slowdown}倍遅い：準備{timed['load']:.0f}ミリ秒、{timed['keys']:.0f}打鍵の"
                    f"中央値{timed['median']:.1f}、95% {timed['p95']:.1f}、最大{timed['longest']:.1f}ミリ秒", flush=True,
                )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
