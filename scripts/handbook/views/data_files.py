"""データファイル: where other programs find the records."""

from __future__ import annotations

import posixpath

from handbook import exports
from handbook.views.markup import table

NAMES = {
    "facts": "値の記録", "corrections": "いま／むかし", "glossary": "用語集", "sources": "出典", "notes": "ノート対応表",
    "questions": "確認問題",
}


def listing(page_url: str) -> str:
    """The exports with their schemas. They are no pages, so MkDocs does not know them: the links are HTML."""
    def link(address: str, ending: str = "") -> str:
        # The schema goes by the bare name: two columns of file names would leave a phone.
        name = posixpath.basename(address).removesuffix(ending)
        return f'<a href="{posixpath.relpath(address, page_url or ".")}">{name}</a>'

    return table(["データ", "JSON", "JSON Schema"], [
        [name, link(exports.address(kind)), link(exports.schema_address(kind), ".json")]
        for kind, name in NAMES.items()
    ])


def download(address: str, page_url: str) -> str:
    """A link to a file that the build adds to the site."""
    return f'<a href="{posixpath.relpath(address, page_url or ".")}" download>{posixpath.basename(address)}</a>'
