"""`make check`: every check that needs no browser, on sources and records.

Prints `path:line: rule: what is wrong → what to do` and exits with 1 when there is a finding. Facts whose
check has become old are warnings: printed, and no reason to fail.
"""

from __future__ import annotations

import argparse
import sys

from handbook import api
from handbook.api.exceptions import read_exceptions
from handbook.checks import run_checks, stale
from handbook.findings import Finding
from handbook.paths import DATA, DOCS, ROOT
from handbook.project import read_project
from handbook.prose import lint, lint_data
from handbook.yamlfile import BrokenData


def findings(fix: bool = False) -> tuple[list[Finding], list[Finding]]:
    """Everything wrong with the sources in this repository, and the warnings."""
    try:
        project = read_project(ROOT)
        found = run_checks(project) + api.findings(project.pages.values(), read_exceptions(ROOT))
    except BrokenData as broken:
        return broken.findings, []      # nothing else can be judged before the records can be read
    prose = lint([DOCS / path for path in project.pages], ROOT, fix=fix)
    prose += lint_data(sorted(DATA.rglob("*.yml")), ROOT)
    return sorted([*found, *prose]), sorted(stale.warnings(project))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fix", action="store_true", help="直せる表記を直す")
    parser.add_argument("paths", nargs="*", help="この文字で始まるファイルの指摘だけを出す")
    arguments = parser.parse_args(argv)
    found, warnings = (
        [finding for finding in group if finding.path.startswith(tuple(arguments.paths or [""]))]
        for group in findings(arguments.fix)
    )
    for finding in [*warnings, *found]:
        print(finding)
    if warnings:
        print(f"{len(warnings)}件の値の確認が古くなっています（警告。失敗にはしません）", file=sys.stderr)
    if found:
        print(f"{len(found)}件の指摘があります（機械が直せる表記はmake fix）", file=sys.stderr)
        return 1
    print("指摘はありません")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
