"""いま／むかし: what older material says, and what holds now."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handbook.data import Correction, Library
from handbook.pages import MACRO
from handbook.views import facts
from handbook.views.facts import UnknownRecord
from handbook.views.markup import japanese_period, link_to, sentence, source_links

# How the four sentences begin: where a correction stands in a chapter, and among the misconceptions.
THEN_NOW = ("むかし", "いま", "なぜ残るか")
MISCONCEPTION = ("誤解", "いま正しいこと", "なぜ広まったか")
KINDS = {"changed": "変わった", "mistaken": "もともと誤り", "renamed": "改名", "ended": "終了"}


def anchor(correction: Correction) -> str:
    return f"then-now-{correction.id}"


def find_correction(library: Library, correction_id: str) -> Correction:
    try:
        return library.corrections[correction_id]
    except KeyError:
        raise UnknownRecord(f"訂正「{correction_id}」がdata/corrections/にありません") from None


def with_values(library: Library, text: str) -> str:
    """`text` of a correction, which may name values (`[= value("…") =]`), with the values themselves."""
    return MACRO.sub(lambda call: facts.plain_value(library, call["arguments"].strip("\"'")), text)


def body(library: Library, correction: Correction, labels: tuple[str, str, str] = THEN_NOW) -> list[str]:
    """The four sentences of a correction."""
    def filled(text: str) -> str:
        return with_values(library, sentence(text))

    before, now, why = labels
    since = f"（{japanese_period(correction.since)}から）" if correction.since else ""
    return [
        f"**{before}**：{filled(correction.before)}",
        f"**{now}{since}**：{filled(correction.now)}",
        f"**{why}**：{filled(correction.why)}",
        f"出典：{source_links(map(library.source, correction.sources))}",
    ]


def admonition(library: Library, correction_id: str) -> str:
    """The block that stands at the correction's place in a chapter."""
    correction = find_correction(library, correction_id)
    head = f'!!! then-now "いま／むかし：{correction.title}"'
    return "\n\n".join([head, *(f"    {line}" for line in body(library, correction))])


def misconceptions(library: Library, page: str, ids: Iterable[str], name_of: Callable[[str], str]) -> str:
    """Some corrections once more, each with the section that says more.

    Args:
        name_of: what readers call a place (`dynamodb/indexes.md#gsi`).
    """
    blocks = []
    for correction in (find_correction(library, identifier) for identifier in ids):
        head = f"### {correction.title} {{ #{anchor(correction)} data-search-exclude }}"
        place = f"本文：[{name_of(correction.at)}]({link_to(correction.at, page)})"
        blocks.append("\n\n".join([head, *body(library, correction, MISCONCEPTION), place]))
    return "\n\n".join(blocks)


def listing(library: Library, page: str, chapter: str) -> str:
    """All corrections of one chapter, for the page that lists them."""
    blocks = []
    for correction in library.corrections.values():
        if not correction.at.startswith(f"{chapter}/"):
            continue
        place = f"[この項目の本文]({link_to(correction.at, page)})"
        head = f"### {correction.title} {{ #{anchor(correction)} }}"
        kind = f"種類：{KINDS[correction.kind]}。{place}"
        blocks.append("\n\n".join([head, *body(library, correction), kind]))
    return "\n\n".join(blocks)
