"""Small pieces of Markdown that several views share."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from datetime import date

from handbook.data import Source


def link_to(place: str, page: str) -> str:
    """Address of `place` (`chapter/page.md#anchor`) as a relative Markdown link from `page`."""
    path, hash_mark, anchor = place.partition("#")
    return posixpath.relpath(path, posixpath.dirname(page) or ".") + hash_mark + anchor


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; cells may hold inline Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text).replace("|", "\\|")


def japanese_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def japanese_period(iso: str) -> str:
    """`2018` → 2018年, `2018-12` → 2018年12月, `2018-12-01` → 2018年12月1日."""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(iso.split("-"), "年月日", strict=False))


def sentence(text: str) -> str:
    """`text` closed by exactly one full stop."""
    return text.rstrip("。 \n") + ("" if text.rstrip().endswith(("？", "！")) else "。")


def source_links(sources: Iterable[Source]) -> str:
    return "、".join(f"[{_title(source.title)}]({source.url})" for source in sources)


def _title(text: str) -> str:
    """`text` as the text of a link; a date in it stays on one line."""
    return re.sub(r"\d{4}-\d\d-\d\d", r'<span class="nobr">\g<0></span>', _escape(text))


def _escape(text: str) -> str:
    return text.replace("[", "\\[").replace("]", "\\]").replace("|", "\\|")


def attribute(text: str) -> str:
    """`text` as it may stand between double quotes in an attribute list."""
    return text.replace('"', "”").replace("\n", " ")
