"""Headings: their order, and ids that stay addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.findings import Finding
from handbook.pages import Heading, Page
from handbook.project import Project

ID_FORM = re.compile(r" #[a-z][a-z0-9]*(-[a-z0-9]+)* ")
# Ids that the theme and extensions give to their own elements.
RESERVED = re.compile(r"^(__|fn|fnref|fact-|then-now-|notes-|term-|row-|kind-|letter-|q-)")


def check(project: Project) -> Iterator[Finding]:
    for page in project.pages.values():
        yield from _order(page)
        yield from _ids(page)
        yield from _sections(page)
        for heading in page.headings:
            if heading.text.endswith(("。", "．")):
                yield _finding(page, heading, "heading-full-stop", "見出しが「。」で終わっています → 「。」を取る")


def _finding(page: Page, heading: Heading, rule: str, message: str) -> Finding:
    return Finding(page.repository_path, heading.line, rule, message)


def _order(page: Page) -> Iterator[Finding]:
    tops = [heading for heading in page.headings if heading.level == 1]
    if not tops:
        yield Finding(page.repository_path, 1, "one-h1", "H1（# 見出し）がありません → ページの題名を一つ書く")
    for heading in tops[1:]:
        yield _finding(page, heading, "one-h1", "H1が二つ以上あります → H2（##）以下にする")
    previous = 0
    for heading in page.headings:
        if heading.level > previous + 1:
            skipped = f"H{previous}の次がH{heading.level}です" if previous else f"最初の見出しがH{heading.level}です"
            yield _finding(page, heading, "skipped-level", f"{skipped} → 段を飛ばさない")
        previous = heading.level


def _ids(page: Page) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for heading in page.headings:
        if heading.level not in (2, 3) and heading.attributes is None:
            continue
        if heading.attributes is None:
            yield _finding(
                page, heading, "heading-id",
                f"見出し「{heading.text}」にidがありません → 行末に「 {{ #subject-topic }}」を付ける",
            )
        elif not ID_FORM.fullmatch(heading.attributes):
            yield _finding(
                page, heading, "heading-id",
                f"idの書き方が「{{{heading.attributes}}}」です → 「{{ #subject-topic }}」（小文字の英数字とハイフン）にする",
            )
        elif RESERVED.match(heading.id or ""):
            yield _finding(
                page, heading, "reserved-id", f"id「{heading.id}」は自動で付くidと重なります → 別の名前にする"
            )
    named = [(heading.line, heading.id) for heading in page.headings if heading.id]
    named += [(fence.line, fence.options["id"]) for fence in page.fences if "id" in fence.options]
    for line, identifier in sorted(named):
        if identifier in seen:
            yield Finding(
                page.repository_path, line, "duplicate-id",
                f"id「{identifier}」は{seen[identifier]}行目にもあります → どちらかを変える",
            )
        seen.setdefault(identifier, line)


def _sections(page: Page) -> Iterator[Finding]:
    """A heading needs text, a figure or a deeper heading before the next of its level."""
    ends = [*(heading.line for heading in page.headings[1:]), len(page.lines) + 1]
    levels = [*(heading.level for heading in page.headings[1:]), 0]
    for heading, end, next_level in zip(page.headings, ends, levels, strict=True):
        body = page.lines[heading.line:end - 1]
        if not any(line.strip() for line in body) and next_level <= heading.level:
            yield _finding(page, heading, "empty-section", f"「{heading.text}」の中身がありません → 書くか見出しを消す")
