"""The contract of diagrams: what a figure owes readers who see it small, on paper, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.diagrams import Undrawable, Unsupported, draw
from handbook.diagrams.fence import OPTIONS
from handbook.findings import Finding
from handbook.pages import MACRO, Fence, Page
from handbook.project import Project
from handbook.views import facts

ID_FORM = re.compile(r"fig-[a-z0-9]+(-[a-z0-9]+)*")
CLASSES = frozenset({"accent", "store", "muted"})
DESCRIPTION = re.compile(r'^\?\?\?\+? info "図の説明"$')
# At 360 px a page has 334 px for a figure: text of 16 px must not shrink below 10 px.
WIDEST = 16 / 10 * 334


def check(project: Project) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for page in project.pages.values():
        for fence in page.fences:
            if fence.language != "mermaid":
                continue
            yield from _options(page, fence)
            identifier = fence.options.get("id")
            if identifier:
                where = f"{page.repository_path}:{fence.line}"
                if identifier in first:
                    yield _finding(
                        page, fence.line, "diagram-id", f"図のid「{identifier}」は{first[identifier]}にもあります → 変える"
                    )
                first.setdefault(identifier, where)
            yield from _description(page, fence)
            yield from _drawing(project, page, fence)


def _finding(page: Page, line: int, rule: str, message: str) -> Finding:
    return Finding(page.repository_path, line, rule, message)


def _options(page: Page, fence: Fence) -> Iterator[Finding]:
    if unknown := set(fence.options) - OPTIONS:
        yield _finding(page, fence.line, "diagram-option", f"知らない指定です：{', '.join(sorted(unknown))} → 消す")
    if not ID_FORM.fullmatch(fence.options.get("id", "")):
        yield _finding(page, fence.line, "diagram-id", '図のidがありません → ```mermaid id="fig-chapter-topic" と書く')
    if not fence.options.get("caption", "").strip():
        yield _finding(page, fence.line, "diagram-caption", '図の題がありません → caption="…"を書く')
    for keyword in ("accTitle", "accDescr"):
        if not re.search(rf"^\s*{keyword}\s*[:{{]\s*\S", fence.content, re.M):
            yield _finding(
                page, fence.line, "diagram-accessibility", f"{keyword}がありません → 図の中に「{keyword}: …」を書く"
            )
    used = set(re.findall(r":::([\w-]+)", fence.content))
    if unknown := used - CLASSES:
        yield _finding(
            page, fence.line, "diagram-class",
            f"知らないクラスです：{', '.join(sorted(unknown))} → {', '.join(sorted(CLASSES))}だけを使う",
        )
    for offset, line in enumerate(fence.content.splitlines(), start=1):
        if re.match(r"\s*(classDef|style|linkStyle)\s|\s*%%\{", line):
            yield _finding(
                page, fence.line + offset, "diagram-style", "図に色や設定が書かれています → :::accentなどのクラスを使う"
            )


def _description(page: Page, fence: Fence) -> Iterator[Finding]:
    following = (line.strip() for line in page.lines[fence.end:] if line.strip())
    if not DESCRIPTION.match(next(following, "")):
        yield _finding(
            page, fence.line, "diagram-description", '図のすぐ下に説明がありません → ??? info "図の説明" を続ける'
        )


def _drawing(project: Project, page: Page, fence: Fence) -> Iterator[Finding]:
    if fence.options.get("renderer") == "browser":
        return
    source = MACRO.sub(lambda match: _value(project, match), fence.content)
    try:
        drawing = draw(source, f"{fence.options.get('id', '')}-")
    except Unsupported:
        return      # drawn in the browser by the fallback
    except Undrawable as error:
        yield _finding(
            page, fence.line + error.line, "diagram-syntax",
            f"図を描けません（{fence.line}行目からの図）：{error} → Mermaidの書き方を直す",
        )
        return
    if drawing.width > WIDEST:
        yield _finding(
            page, fence.line, "diagram-width",
            f"図の幅が{drawing.width:.0f}pxです（上限{WIDEST:.0f}px）→ 横に並ぶ箱を減らすか、文字を<br/>で折る",
        )


def _value(project: Project, match: re.Match[str]) -> str:
    fact_id = match["arguments"].strip("\"'")
    fact = project.library.facts.get(fact_id)
    return facts.plain_value(project.library, fact.id) if fact else fact_id
