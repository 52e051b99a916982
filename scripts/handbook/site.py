"""Checks on the built site that are cheap enough for every build.

The thorough ones (links, HTML validity, real browser) are in tests/.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from handbook.findings import Finding

# Elements whose address the browser fetches by itself; a plain link to another host is no request.
FETCHING = {"src": "[src]", "srcset": "[srcset]", "href": "link[href]", "data": "object[data]", "poster": "[poster]"}
FETCHED_RELATIONS = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload"}
CSS_ADDRESS = re.compile(r"(?:url\(\s*|@import\s+)[\"']?(?:https?:)?//")
MACRO_ERROR = re.compile(r"Macro (Syntax|Rendering) Error|\[= ?\w+\(|=\]")
ATTRIBUTES = re.compile(r"\{:? ?[.#][a-z][\w-]* ?\}")


def check_site(site: Path) -> list[Finding]:
    """Findings on every page below `site`; paths are relative to its parent."""
    found: list[Finding] = []
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site.parent).as_posix()
        found += check_html(file.read_text(encoding="utf-8"), path)
    for file in sorted(site.rglob("*.css")):
        if CSS_ADDRESS.search(file.read_text(encoding="utf-8")):
            path = file.relative_to(site.parent).as_posix()
            found.append(Finding(path, 1, "external-resource", "よそのアドレスを読み込んでいます → サイトの中に置く"))
    return found


def check_html(html: str, path: str) -> Iterator[Finding]:
    tree = LexborHTMLParser(html)
    ids = Counter(node.attributes["id"] for node in tree.css("[id]"))
    for identifier, times in ids.items():
        if times > 1:
            yield Finding(path, 1, "duplicate-id", f"id「{identifier}」が{times}回あります → 見出しや図のidを変える")
    for attribute, selector in FETCHING.items():
        for node in tree.css(selector):
            address = node.attributes.get(attribute) or ""
            if _is_fetched(node.tag, node.attributes) and urlsplit(address).netloc:
                yield Finding(path, 1, "external-resource", f"「{address}」を読み込みます → サイトの中に置く")
    article = tree.css_first("article")
    if article:
        for code in article.css("pre, code, script, style"):
            code.decompose()
        if match := MACRO_ERROR.search(article.text()):
            yield Finding(path, 1, "macro-error", f"マクロが展開されていません（{match[0]}）→ 書き方を直す")
        if match := ATTRIBUTES.search(article.text()):
            yield Finding(path, 1, "attributes-as-text", f"属性が文字のまま出ています（{match[0]}）→ 置き場所を直す")


def _is_fetched(tag: str, attributes: dict[str, str | None]) -> bool:
    if tag == "a":
        return False
    return tag != "link" or bool(set((attributes.get("rel") or "").split()) & FETCHED_RELATIONS)
