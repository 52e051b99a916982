"""`make site`: check the sources, build the whole site, check it, and only then put it in `site/`.

A failed build leaves no `site/`, so that nobody publishes half of one or yesterday's.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

from handbook.checks import run_checks
from handbook.findings import Finding
from handbook.paths import CACHE, CONFIG, ROOT, SITE
from handbook.project import read_project
from handbook.site import check_site
from handbook.yamlfile import BrokenData

FALLBACK_LIBRARY = "assets/vendor/mermaid.min.js"


class BuildFailed(Exception):
    """The site cannot be built; carries one line for each reason."""


def source_findings(root: Path) -> list[Finding]:
    try:
        return run_checks(read_project(root))
    except BrokenData as broken:
        return broken.findings


def build_site(root: Path, target: Path, work: Path) -> None:
    """Build the sources below `root` into `target`, by way of `work`.

    Raises:
        BuildFailed: with everything that is wrong; `target` does not exist then.
    """
    shutil.rmtree(target, ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)
    if found := source_findings(root):
        raise BuildFailed("\n".join(map(str, found)))
    try:
        run_mkdocs(root / CONFIG.name, work)
    except (Abort, ConfigurationError, MkDocsException) as error:
        shutil.rmtree(work, ignore_errors=True)
        raise BuildFailed(f"mkdocs: {error}") from error
    drop_unused_fallback(work)
    if found := check_site(work):
        shutil.rmtree(work, ignore_errors=True)
        raise BuildFailed("\n".join(map(str, found)))
    work.rename(target)


def run_mkdocs(config_file: Path, target: Path) -> None:
    """One strict MkDocs build (strict is set in mkdocs.yml itself)."""
    logger = logging.getLogger("mkdocs")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    handler.setLevel(logging.WARNING)
    logger.addHandler(handler)
    try:
        config = load_config(str(config_file), site_dir=str(target))
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build(config)
        finally:
            config.plugins.on_shutdown()
    finally:
        logger.removeHandler(handler)


def drop_unused_fallback(site: Path) -> None:
    """mermaid.js weighs 3 MB: only sites with a diagram for the browser carry it."""
    if not any('class="mermaid"' in file.read_text(encoding="utf-8") for file in site.rglob("*.html")):
        (site / FALLBACK_LIBRARY).unlink(missing_ok=True)


def main(argv: list[str] | None = None) -> int:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args(argv)
    try:
        build_site(ROOT, SITE, CACHE / "site")
    except BuildFailed as failed:
        print(failed, file=sys.stderr)
        print("サイトは作られていません（前のsite/も消しました）", file=sys.stderr)
        return 1
    pages = sum(1 for _ in SITE.rglob("*.html"))
    size = sum(file.stat().st_size for file in SITE.rglob("*") if file.is_file())
    print(f"site/に{pages}ページ（{size / 1e6:.1f}MB）を作りました")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
