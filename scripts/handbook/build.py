"""`make site`: check the sources, build the whole site, check it, and only then put it in `site/`.

A failed build leaves no `site/`, so that nobody publishes half of one or yesterday's.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import logging
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from handbook import exports, offline, terms
from handbook.checks import run_checks
from handbook.findings import Finding
from handbook.paths import CACHE, CONFIG, ROOT, SITE
from handbook.project import read_project
from handbook.search import assets
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


def build_site(root: Path, target: Path, work: Path, site_url: str | None = None, *, downloads: bool = True) -> None:
    """Build the sources below `root` into `target`, by way of `work`.

    Args:
        downloads: also the chapters on paper, and the handbook for a disk.

    Raises:
        BuildFailed: with everything that is wrong; `target` does not exist then.
    """
    shutil.rmtree(target, ignore_errors=True)
    with few_collections(), scratch(work), second_process() as beside:
        prepared = beside.submit(prepare_search, root)
        write_pages(root, work, site_url, beside)
        prepared.result()
        searched = beside.submit(add_search, root, work)
        mark_terms(root, work)
        fail_on(check_pages(root, work))
        if downloads:
            add_paper(root, work)
        searched.result()
        if downloads:
            offline.write(work)
        work.rename(target)


def write_pages(root: Path, work: Path, site_url: str | None, beside: Executor) -> None:
    """MkDocs' pages in `work`, while `beside` checks the sources that they are made from.

    Args:
        site_url: where the site will be served; mkdocs.yml's own setting without it.

    Raises:
        BuildFailed: with what the checks found; with MkDocs' own words when they found nothing.
    """
    found = beside.submit(source_findings, root)
    try:
        run_mkdocs(root / CONFIG.name, work, site_url)
    except Exception:       # whatever broken sources lead to: the checks say it in a better way
        fail_on(found.result())
        raise
    fail_on(found.result())


def mark_terms(root: Path, work: Path) -> None:
    """Add to the pages the links of their terms."""
    drop_unused_fallback(work)
    terms.annotate_site(read_project(root), work)


def check_pages(root: Path, work: Path) -> list[Finding]:
    """Write the records beside the pages, and say what is wrong with the pages; their terms do not matter here."""
    exports.write(read_project(root).library, work)
    return check_site(work)


def prepare_search(root: Path) -> None:
    """What the search needs of the sources; runs while MkDocs makes the pages."""
    assets.prepare(read_project(root))


def add_search(root: Path, site: Path) -> None:
    assets.write_search(read_project(root), site)


def add_paper(root: Path, site: Path) -> None:
    """Add the chapters on paper, made of finished pages.

    Raises:
        BuildFailed: when a PDF cannot be made, or a page to print is broken.
    """
    from handbook import pdf  # slow to load, and not wanted before: the search is being made meanwhile

    try:
        pdf.write_pdfs(root, read_project(root), site)
    except pdf.CannotPrint as reason:
        raise BuildFailed(str(reason)) from reason
    fail_on(check_site(site / "print"))


def complete(root: Path, site: Path) -> None:
    """Add everything that can follow the pages: they can be read before.

    Raises:
        BuildFailed: with everything that is wrong.
    """
    add_search(root, site)
    add_paper(root, site)
    offline.write(site)


@contextmanager
def few_collections() -> Iterator[None]:
    """A build makes millions of objects and keeps most until its end: looking for garbage all the time costs a tenth of it."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def scratch(work: Path) -> Iterator[None]:
    """An empty place to build in; a failed build leaves nothing there."""
    shutil.rmtree(work, ignore_errors=True)
    try:
        yield
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def second_process() -> Executor:
    """One worker beside this process; started afresh, since a fork of a server's threads is not safe."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=leave_quickly)


def leave_quickly() -> None:
    """Spare this process its last look for garbage: with a site in memory, a fifth of a second."""
    atexit.register(gc.freeze)


def fail_on(found: list[Finding]) -> None:
    """
    Raises:
        BuildFailed: when something was found.
    """
    if found:
        raise BuildFailed("\n".join(map(str, found)))


class _Messages(logging.Handler):
    """Keeps what MkDocs and its plugins say from a level on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"mkdocs: {record.levelname}: {record.getMessage().strip()}")


def run_mkdocs(config_file: Path, target: Path, site_url: str | None = None) -> None:
    """One strict MkDocs build (strict is set in mkdocs.yml itself).

    Raises:
        BuildFailed: with MkDocs' warnings and errors, each on a line of its own.
    """
    logger = logging.getLogger("mkdocs")
    messages = _Messages()
    logger.addHandler(messages)
    try:
        settings = {"site_url": site_url} if site_url else {}
        config = load_config(str(config_file), site_dir=str(target), **settings)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build(config)
        finally:
            config.plugins.on_shutdown()
    # mkdocs-macros-plugin leaves by SystemExit when a macro fails.
    except (MkDocsException, SystemExit) as error:
        raise BuildFailed("\n".join([*messages.lines, f"mkdocs: {error}"])) from error
    finally:
        logger.removeHandler(messages)


def drop_unused_fallback(site: Path) -> None:
    """mermaid.js weighs 3 MB: only sites with a diagram for the browser carry it."""
    if not any('class="mermaid"' in file.read_text(encoding="utf-8") for file in site.rglob("*.html")):
        (site / FALLBACK_LIBRARY).unlink(missing_ok=True)


def main(argv: list[str] | None = None) -> int:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args(argv)
    leave_quickly()
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
