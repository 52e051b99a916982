"""Links and images in sources: strict mode sees broken files, not everything a reader stumbles over."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from handbook.findings import Finding
from handbook.pages import Link, Page
from handbook.project import Project

VAGUE = re.compile(r"^(ここ|こちら|これ|リンク|詳細|詳しくは|続き|こちらのページ|click here|here|link|more|read more)$", re.I)
BARE_URL = re.compile(r"(?<![(<\"'=])\bhttps?://")
EXTERNAL = re.compile(r"^(https?:|mailto:)")


def check(project: Project) -> Iterator[Finding]:
    for page in project.pages.values():
        for link in page.links:
            yield from _text(page, link)
            yield from _target(project, page, link)
        for number, line in enumerate(page.prose, start=1):
            without_links = re.sub(r"\]\([^)]*\)", "]", line)
            if BARE_URL.search(without_links):
                yield Finding(
                    page.repository_path, number, "bare-url", "URLがそのまま書かれています → [行き先の名前](URL)にする"
                )


def _text(page: Page, link: Link) -> Iterator[Finding]:
    text = link.text.strip()
    if link.is_image and not text:
        yield Finding(page.repository_path, link.line, "image-alt", "画像に代替テキストがありません → ![内容の説明](…)にする")
    elif not link.is_image and (not text or VAGUE.match(text)):
        yield Finding(
            page.repository_path, link.line, "link-text",
            f"リンクの文字が「{text}」です → 行き先がわかる言葉にする",
        )


def _target(project: Project, page: Page, link: Link) -> Iterator[Finding]:
    def finding(rule: str, message: str) -> Finding:
        return Finding(page.repository_path, link.line, rule, message)

    if EXTERNAL.match(link.target):
        return
    path, _, anchor = link.target.partition("#")
    if path.startswith("/"):
        yield finding("absolute-link", f"「{path}」は絶対パスです → 相対パス（../chapter/page.md）にする")
        return
    resolved = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path)) if path else page.path
    if path and (path.endswith(("/", ".html")) or (not posixpath.splitext(path)[1])):
        yield finding("rendered-url", f"「{path}」は表示用のアドレスです → 原稿のファイル（.md）へリンクする")
    elif resolved not in project.files:
        yield finding("broken-link", f"「{path}」がありません → パスを直すか、ページを作る")
    elif anchor and resolved in project.pages and anchor not in project.ids[resolved]:
        yield finding("broken-anchor", f"docs/{resolved}に「#{anchor}」がありません → idを直す")
