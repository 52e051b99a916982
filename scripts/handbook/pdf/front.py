"""The pages before the first chapter: cover, and contents with page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from handbook.pdf import svg
from handbook.pdf.chapter import document


class Entry(NamedTuple):
    """A line of the contents. `target` is an id in one of the chapters, `level` 1 the chapter of a handbook."""

    title: str
    target: str
    level: int
    page: int


class Imprint(NamedTuple):
    """What the cover says of the document."""

    name: str             # of its file and its colours
    title: str
    subtitle: str
    description: str
    keywords: Sequence[str]
    site_name: str
    address: str          # of the site
    version: str
    rights: str


# Contents link into documents that are bound to them later; binding turns this scheme into destinations.
INSIDE = "inside:"


def front(imprint: Imprint, entries: Sequence[Entry]) -> str:
    """HTML of the cover and the contents."""
    lines = "".join(
        f'<li class="level-{entry.level}"><a href="{INSIDE}{quote(entry.target)}" data-page="{entry.page}">{escape(entry.title)}</a></li>\n'
        for entry in entries
    )
    head = (
        f'<meta name="author" content="{escape(imprint.site_name)}">\n'
        f'<meta name="description" content="{escape(imprint.description)}">\n'
        f'<meta name="keywords" content="{escape(",".join(imprint.keywords))}">\n'
    )
    content = f"""\
<header class="cover">
<p class="site-name">{escape(imprint.subtitle)}</p>
<h1>{escape(imprint.title)}</h1>
<p>{escape(imprint.description)}</p>
<div class="edition">
<p>{escape(imprint.version)}</p>
<p><a href="{escape(imprint.address)}">{escape(imprint.address)}</a></p>
<p>{escape(imprint.rights)}</p>
</div>
</header>
<section class="contents">
<h2>目次</h2>
<ul>
{lines}</ul>
</section>
"""
    title = imprint.title if imprint.title == imprint.site_name else f"{imprint.title} - {imprint.site_name}"
    return document(title, content, svg.accent(imprint.name), head=head)
