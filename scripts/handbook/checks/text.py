"""Leftovers of writing, code without a language, raw HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.findings import Finding
from handbook.project import Project

LEFTOVER = re.compile(r"\b(TODO|FIXME|XXX)\b|lorem ipsum|準備中|coming soon|（仮）|後で書く|あとで書く", re.I)
RAW_HTML = re.compile(r"</?[a-zA-Z][^<>]*>")
# Layout of the home page and of the lists that send readers on; nowhere else.
MAY_HOLD_HTML = re.compile(r'<div class="(cards|ways)[^"]*" markdown>|</div>')


def check(project: Project) -> Iterator[Finding]:
    for page in project.pages.values():
        path = page.repository_path
        for number, line in enumerate(page.prose, start=1):
            if match := LEFTOVER.search(line):
                yield Finding(path, number, "leftover", f"書きかけの印「{match[0]}」があります → 書き上げるか消す")
            if (match := RAW_HTML.search(line)) and not MAY_HOLD_HTML.fullmatch(match[0]):
                yield Finding(path, number, "raw-html", f"HTML「{match[0]}」があります → Markdownで書く")
        for fence in page.fences:
            if not fence.closed:
                yield Finding(path, fence.line, "unclosed-fence", "コードブロックが閉じていません → ```で閉じる")
            if not fence.language:
                yield Finding(path, fence.line, "fence-language", "コードブロックに言語がありません → ```bashのように書く（文章はtext）")
