"""`make bench`: how long builds take, how that grows, and what our additions cost.

Measures, each in a process of its own, on a copy of the sources:

* a cold build of the content at 1x, 4x and 16x (copies of every chapter),
* a rebuild after one edited page, ours in the same process as `make serve` does it,
* the same content built by plain Material: macros already expanded, no diagrams drawn, none of our
  extensions, overrides or styles,
* what is made of the finished pages besides: `print/` and the zip for a disk. PDFs come out of a cache, and
  handbook.pdf.bench measures them.

Prints a table with ratios. Nothing is asserted here: the figures depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml
from jinja2 import Environment

from handbook import build, terms
from handbook.navigation import read_chapters
from handbook.paths import CONFIG, ROOT
from handbook.views.macros import define_env

PLAIN, PAGES, WHOLE = "plain", "pages", "whole"
KINDS = {PLAIN: "素のMaterial", PAGES: "ページと検索", WHOLE: "印刷用とzipも"}
SOURCES = ("docs", "data", "overrides", "scripts")
PLAIN_EXTENSIONS = [
    "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", {"toc": {"permalink": True}},
    "pymdownx.details", "pymdownx.highlight", "pymdownx.superfences", {"pymdownx.tabbed": {"alternate_style": True}},
]


def copy_sources(target: Path, times: int) -> None:
    """The handbook's sources in `target`, with every chapter copied until there are `times` of each."""
    for name in SOURCES:
        shutil.copytree(ROOT / name, target / name)
    config = (ROOT / CONFIG.name).read_text(encoding="utf-8")
    chapters = [chapter for chapter in read_chapters(CONFIG) if chapter.folder]
    lines = []
    for number in range(2, times + 1):
        lines.append(f"  - {number}冊目:")
        for chapter in chapters:
            lines.append(f"      - {chapter.title}:")
            for path in chapter.pages:
                copied = f"copy{number}/{path}"
                _copy_page(target / "docs" / path, target / "docs" / copied, number)
                lines.append(f"          - {copied}")
    (target / CONFIG.name).write_text(config.rstrip() + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


def _copy_page(source: Path, target: Path, number: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    text = source.read_text(encoding="utf-8").replace('id="fig-', f'id="fig-copy{number}-')
    target.write_text(text, encoding="utf-8")


def make_plain(target: Path) -> None:
    """Turn a copy of the sources into the same pages for plain Material."""
    docs = target / "docs"
    macros: dict[str, Any] = {}
    jinja = Environment(
        variable_start_string="[=", variable_end_string="=]", block_start_string="[%", block_end_string="%]",
        comment_start_string="[##", comment_end_string="##]", keep_trailing_newline=True,
    )
    file = SimpleNamespace(src_uri="", url="")
    define_env(SimpleNamespace(
        conf={"config_file_path": str(target / CONFIG.name), "docs_dir": str(docs), "extra": {"pdf": "no"}},
        page=SimpleNamespace(file=file),
        macro=lambda function: macros.setdefault(function.__name__, function),
        render=lambda text: jinja.from_string(text).render(**macros),
    ))
    for page in docs.rglob("*.md"):
        file.src_uri = page.relative_to(docs).as_posix()
        file.url = terms.url(file.src_uri)
        text = jinja.from_string(page.read_text(encoding="utf-8")).render(**macros)
        page.write_text(re.sub(r'^```mermaid .*$', "```mermaid", text, flags=re.M), encoding="utf-8")
    nav = (target / CONFIG.name).read_text(encoding="utf-8").partition("\nnav:")[2]
    plain = {
        "site_name": "plain",
        "theme": {"name": "material", "language": "ja", "font": False, "features": [
            "navigation.tabs", "navigation.indexes", "navigation.prune", "navigation.footer", "content.code.copy",
        ]},
        "plugins": [{"search": {"lang": "ja"}}],
        "markdown_extensions": PLAIN_EXTENSIONS,
    }
    text = yaml.safe_dump(plain, allow_unicode=True) + "\nnav:" + nav
    (target / CONFIG.name).write_text(text, encoding="utf-8")


def child(project: Path, kind: str) -> None:
    """What `make site` does, and a rebuild after an edit; prints the seconds and the peak memory as JSON."""
    build.leave_quickly()
    build.fail_on = lambda found: None      # the copies may stand there twice

    def seconds() -> float:
        started = time.perf_counter()
        build.build_site(project, project / "site", project / "work", downloads=kind == WHOLE)
        return time.perf_counter() - started

    cold = seconds()
    edit(project)
    again = seconds()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cold": cold, "again": again, "memory": memory}))


def edit(project: Path) -> None:
    page = project / "docs" / "dynamodb" / "indexes.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n追記です。\n", encoding="utf-8")


def run(command: list[str]) -> tuple[float, float, str]:
    """Seconds, peak memory in MB, and output of a process."""
    started = time.perf_counter()
    # PDFs are measured by handbook.pdf.bench: a cache makes them, not the number of pages.
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "PDF": "no"}) as process:
        output = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"bench: ビルドに失敗しました\n{output[-2000:]}")
    return time.perf_counter() - started, used.ru_maxrss / 1024, output


def measure_plain(project: Path) -> dict[str, float]:
    """MkDocs itself, without a line of ours; a process of its own for the rebuild too."""
    make_plain(project)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(project / CONFIG.name)]
    cold, memory, _ = run(command)
    edit(project)
    return {"cold": cold, "again": run(command)[0], "memory": memory}


def measure_ours(project: Path, kind: str) -> dict[str, float]:
    seconds, _, output = run([sys.executable, "-m", "handbook.bench", "--child", str(project), "--kind", kind])
    figures = json.loads(output.splitlines()[-1])
    # The process' own start and end belong to a cold build.
    return {**figures, "cold": seconds - figures["again"]}


def measure(times: int, kind: str, runs: int) -> dict[str, float]:
    """The best of `runs` processes, with the number of pages."""
    results = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            project = Path(folder)
            copy_sources(project, times)
            pages = sum(1 for _ in (project / "docs").rglob("*.md"))
            figures = measure_plain(project) if kind == PLAIN else measure_ours(project, kind)
            results.append({**figures, "pages": pages})
    return {key: min(result[key] for result in results) for key in results[0]}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 4, 16])
    parser.add_argument("--runs", type=int, default=1, help="繰り返す回数（最小値を取る）")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--kind", choices=[PAGES, WHOLE], help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    if arguments.child:
        child(arguments.child, arguments.kind)
        return 0
    print(f"{platform.platform()}、{os.cpu_count()}コア、Python {platform.python_version()}")
    print(f"{'分量':>4} {'ページ':>6} {'作り':<10} {'初回':>8} {'1ページ後':>9} {'メモリ':>8} {'対1倍':>6} {'対素':>6}")
    base: dict[str, float] = {}
    for size in arguments.sizes:
        plain = 0.0
        for kind, name in KINDS.items():
            figures = measure(size, kind, arguments.runs)
            base.setdefault(kind, figures["cold"])
            plain = plain or figures["cold"]
            print(
                f"{size:>4}倍 {figures['pages']:>6.0f} {name:<10} {figures['cold']:>7.2f}秒 {figures['again']:>7.2f}秒"
                f" {figures['memory']:>6.0f}MB {figures['cold'] / base[kind]:>6.2f} {figures['cold'] / plain:>6.2f}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
