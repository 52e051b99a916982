"""`make check`: every check that needs no browser, on sources and records.

Prints `path:line: rule: what is wrong → what to do` and exits with 1 when there is a finding.
"""

from __future__ import annotations

import argparse
import sys

from handbook.checks import run_checks
from handbook.findings import Finding
from handbook.paths import DATA, DOCS, ROOT
from handbook.project import read_project
from handbook.prose import lint, lint_data
from handbook.yamlfile import BrokenData


def findings(fix: bool = False) -> list[Finding]:
    """Everything wrong with the sources in this repository."""
    try:
        project = read_project(ROOT)
        found = run_checks(project)
    except BrokenData as broken:
        return broken.findings      # nothing else can be judged before the records can be read
    prose = lint([DOCS / path for path in project.pages], ROOT, fix=fix)
    prose += lint_data(sorted(DATA.rglob("*.yml")), ROOT)
    return sorted([*found, *prose])


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fix", action="store_true", help="直せる表記を直す")
    parser.add_argument("paths", nargs="*", help="この文字で始まるファイルの指摘だけを出す")
    arguments = parser.parse_args(argv)
    found = findings(arguments.fix)
    if arguments.paths:
        found = [finding for finding in found if finding.path.startswith(tuple(arguments.paths))]
    for finding in found:
        print(finding)
    if found:
        print(f"{len(found)}件の指摘があります（機械が直せる表記はmake fix）", file=sys.stderr)
        return 1
    print("指摘はありません")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
