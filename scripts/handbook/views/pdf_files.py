"""PDFと1ページ版: the files that `handbook.pdf` adds to a built site."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from html import escape

from handbook.navigation import Chapter
from handbook.views.markup import table


def listing(chapters: Sequence[Chapter], page_url: str, wanted: bool) -> str:
    """A row a chapter, the handbook of all first. They are no pages, so MkDocs does not know them: the links are HTML.

    Pages and sizes are filled in when the PDFs are there (`handbook.pdf.publish`).
    """
    def link(address: str, text: str) -> str:
        return f'<a href="{posixpath.relpath(address, page_url or ".")}{"/" if address.endswith("/") else ""}">{escape(text)}</a>'

    def pdf(name: str, title: str) -> str:
        if not wanted:
            return "作っていません"
        return f'{link(f"pdf/{name}.pdf", f"{title}のPDF")}<br><span class="pdf-size" data-pdf="{name}"></span>'

    return table(["章", "PDF", "1ページ版"], [
        ["すべての章", pdf("handbook", "全体"), "なし"],
        *([chapter.title, pdf(chapter.folder, chapter.title), link(f"print/{chapter.folder}/", "開く")] for chapter in chapters),
    ])
