"""What PDFs a built site asks for, in three steps: read the site, make them (slow, apart from the site), put them in."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from html import unescape
from pathlib import Path
from typing import NamedTuple

from handbook.navigation import read_config
from handbook.paths import CONFIG
from handbook.pdf.cache import cache_in
from handbook.pdf.chapter import HOME, Volume, print_page, read_volume
from handbook.pdf.fonts import CannotPrint, fonts, missing_characters, require_pango
from handbook.pdf.front import Imprint
from handbook.pdf.make import Order, make, set_pages
from handbook.pdf.version import Version, read_version, sources_of
from handbook.project import Project
from handbook.views.markup import japanese_date

ALL = "handbook"
PROCESSES = 2
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
SIZE = re.compile(r'(<span class="pdf-size" data-pdf="(?P<name>[\w-]+)">)[^<]*(?=</span>)')
CACHE = ".cache/pdf"


class Made(NamedTuple):
    """A finished PDF, still in the cache."""

    name: str
    file: Path
    pages: int


class Plan(NamedTuple):
    """The PDFs of one site: a chapter each, and last the handbook. Empty where none are wanted."""

    orders: list[Order]
    cache: Path

    def make(self) -> list[Made]:
        """Make every PDF, two at a time. Touches nothing but the cache.

        Raises:
            CannotPrint: when one cannot be made.
        """
        if not self.orders:
            return []
        # The largest first, so that both processes end at the same time; the handbook has what no chapter has (the home page).
        orders = sorted(self.orders, key=lambda order: -sum(len(volume.body) for volume in order.volumes))
        parts = [order._replace(volumes=(volume,)) for order in orders[:1] for volume in order.volumes]
        parts.sort(key=lambda part: -len(part.volumes[0].body))
        # Fresh processes: `make serve` builds from a thread, while it serves.
        with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
            list(pool.map(set_pages, parts))
            made = dict(zip([order.name for order in orders], pool.map(make, orders), strict=True))
        cache_in(self.cache).forget_old()
        return [Made(order.name, *made[order.name]) for order in self.orders]


def wanted() -> bool:
    """Whether PDFs are asked for; `PDF=no` leaves them out."""
    return os.environ.get("PDF", "yes") != "no"


def write_pdfs(root: Path, project: Project, site: Path) -> None:
    """Add `print/` and `pdf/` to the built site in `site`: the three steps at once.

    Raises:
        CannotPrint: when the machine or a page does not allow it.
    """
    publish(plan(root, project, site).make(), site)


def plan(root: Path, project: Project, site: Path) -> Plan:
    """Read the built pages, and write the pages of `print/`, which need no PDF.

    Raises:
        CannotPrint: when something is missing on this machine, or a letter in the fonts.
    """
    config = read_config(root / CONFIG.name)
    site_name = str(config["site_name"])
    volumes = [read_volume(project, chapter, site) for chapter in project.chapters]
    for volume in volumes:
        if volume.name != HOME:
            file = site / "print" / volume.name / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(print_page(volume, site_name, pdf=wanted()), encoding="utf-8")
    if not wanted():
        return Plan([], root / CACHE)
    require_pango()
    fonts()
    require_letters(project, volumes)
    address = CANONICAL.search((site / "index.html").read_text(encoding="utf-8"))[1]
    rights = str(config.get("copyright") or "")

    def order(name: str, title: str, subtitle: str, description: str, keywords: list[str], version: Version, parts: list[Volume]) -> Order:
        imprint = Imprint(name, title, subtitle, description, keywords, site_name, address, f"{version}", rights)
        return Order(imprint, tuple(parts), f"{address}  {japanese_date(version.day)}版", root / CACHE)

    orders = [
        order(
            volume.name, volume.title, site_name, volume.description, volume.keywords,
            read_version(root, sources_of(project, volume.pages)), [volume],
        )
        for volume in volumes if volume.name != HOME
    ]
    orders.append(order(
        ALL, site_name, "すべての章", str(config.get("site_description") or ""), [volume.title for volume in volumes],
        read_version(root, ["docs", "data"]), volumes,
    ))
    return Plan(orders, root / CACHE)


def require_letters(project: Project, volumes: Sequence[Volume]) -> None:
    """Raises:
        CannotPrint: names page and letter where the fonts lack one.
    """
    lines = []
    for volume in volumes:
        for letter in missing_characters(unescape(volume.body)):
            where = next((
                f"{project.pages[path].repository_path}:{number}"
                for path in volume.pages for number, line in enumerate(project.pages[path].lines, start=1) if letter in line
            ), f"data/（{volume.title}の章で使う記録）")
            lines.append(f"{where}: missing-glyph: 「{letter}」（U+{ord(letter):04X}）はPDFのフォントにない文字です → 別の文字にする")
    if lines:
        raise CannotPrint("\n".join(lines))


def publish(made: Sequence[Made], site: Path) -> None:
    """Put the PDFs into the site, and their numbers of pages and sizes into the list of them."""
    if not made:
        return
    (site / "pdf").mkdir(exist_ok=True)
    for pdf in made:
        shutil.copyfile(pdf.file, site / "pdf" / f"{pdf.name}.pdf")
    sizes = {pdf.name: f"{pdf.pages}ページ、{pdf.file.stat().st_size / 1e6:.1f}MB" for pdf in made}
    for page in site.glob("*/*/index.html"):
        html = page.read_text(encoding="utf-8")
        if 'class="pdf-size"' in html:
            filled = SIZE.sub(lambda match: match[1] + sizes.get(match["name"], ""), html)
            page.write_text(filled, encoding="utf-8")
