"""出典: the documents that were read."""

from __future__ import annotations

from handbook.data import Library, Source
from handbook.views.markup import source_links, table

USUAL = "AWS"
KINDS = {
    "docs": "公式ドキュメント", "api-model": "APIモデル", "announcement": "発表", "pricing": "料金表",
    "whitepaper": "技術文書", "paper": "論文", "other": "その他",
}


def listing(library: Library, kind: str) -> str:
    rows = [
        [source_links([source]) + _publisher(source), f'<span class="fact-date">{source.checked:%Y-%m-%d}</span>']
        for source in _of_kind(library, kind)
    ]
    return table(["題名", "確認日"], rows)


def _publisher(source: Source) -> str:
    """Named where it is not the one that nearly all have."""
    return "" if source.publisher == USUAL else f"（{source.publisher}）"


def sections(library: Library) -> str:
    blocks = []
    for kind, name in KINDS.items():
        if _of_kind(library, kind):
            blocks += [f"## {name} {{ #kind-{kind} }}", listing(library, kind)]
    return "\n\n".join(blocks)


def _of_kind(library: Library, kind: str) -> list[Source]:
    return sorted(
        (source for source in library.sources.values() if source.kind == kind),
        key=lambda source: (source.publisher != USUAL, source.publisher.casefold(), source.title.casefold()),
    )
