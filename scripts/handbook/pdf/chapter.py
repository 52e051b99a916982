"""A chapter of the menu as one document: for the PDF, and as a page of its own for the reader's printer."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from handbook.navigation import Chapter
from handbook.pdf import svg
from handbook.pdf.addresses import Addresses, anchor, key
from handbook.pdf.article import article
from handbook.project import Project

HOME = "home"
STYLES = Path(__file__).with_name("chapter.css")


@dataclass(frozen=True)
class Volume:
    """One chapter. `name` is that of its files (`dynamodb`), `body` the HTML of its pages."""

    name: str
    title: str
    description: str
    keywords: list[str]
    pages: list[str]
    body: str


def read_volume(project: Project, chapter: Chapter, site: Path) -> Volume:
    """Combine the built pages of a chapter in the order of the menu."""
    first = project.pages[chapter.pages[0]]
    name = chapter.folder or HOME
    addresses = Addresses(chapter.pages, name)
    body = "".join(article(project.library, site, page, addresses, chapter.folder) for page in chapter.pages)
    return Volume(
        name=name, title=chapter.title or str(first.meta["title"]), description=str(first.meta["description"]),
        keywords=[str(project.pages[page].meta["title"]) for page in chapter.pages], pages=chapter.pages, body=body,
    )


def document(title: str, content: str, accent: str, *, head: str = "") -> str:
    """A whole HTML document, self-contained: its styles stand inside."""
    return f"""\
<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
{head}<style>
:root {{ --accent: {accent}; }}
{STYLES.read_text(encoding="utf-8")}</style>
</head>
<body>
{content}</body>
</html>
"""


def print_page(volume: Volume, site_name: str, pdf: bool) -> str:
    """`print/<chapter>/index.html`: the chapter on one page, with its contents."""
    tree = LexborHTMLParser(volume.body)
    entries = []
    for heading in tree.css("h2, h3"):
        identifier, level = heading.attributes["id"] or "", heading.tag[1]
        entries.append(f'<li class="level-{level}"><a href="#{escape(identifier)}">{escape(heading_text(heading.text()))}</a></li>\n')
    alternative = f'、<a href="../../pdf/{volume.name}.pdf">PDFで開く</a>' if pdf else ""
    content = f"""\
<header class="cover">
<p class="site-name">{escape(site_name)}</p>
<h1>{escape(volume.title)}</h1>
<p>{escape(volume.description)}</p>
<p class="screen-only">この章を1ページにまとめたものです。ブラウザーの印刷（Ctrl+P）で紙やPDFに出せます。
<a href="../../{volume.name}/">ふつうのページで読む</a>{alternative}</p>
</header>
<nav class="contents" aria-label="目次">
<h2 id="contents">目次</h2>
<ul>
{"".join(entries)}</ul>
</nav>
<main>
{volume.body}</main>
"""
    head = '<meta name="robots" content="noindex">\n<style>.page + .page { break-before: page; }</style>\n'
    return document(f"{volume.title}（1ページ版） - {site_name}", content, svg.accent(volume.name), head=head)


def heading_text(text: str) -> str:
    return " ".join(text.split())


__all__ = ["HOME", "Volume", "anchor", "document", "heading_text", "key", "print_page", "read_volume"]
