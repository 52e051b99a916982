"""Front matter: what a page says of itself, for search, previews and lists."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.findings import Finding
from handbook.project import Project

TYPES = ("home", "index", "concept", "hands-on", "comparison", "reference", "about")
SHORTEST, LONGEST = 40, 120     # characters of a description: what a result list shows


def check(project: Project) -> Iterator[Finding]:
    for page in project.pages.values():
        path = page.repository_path
        if not page.front_matter_end:
            yield Finding(path, 1, "front-matter", "前書き（---で囲むtitle, description, type）がありません → 書き足す")
            continue
        title, description, kind = (page.meta.get(key) for key in ("title", "description", "type"))
        if not isinstance(title, str) or not title.strip():
            yield Finding(path, 1, "front-matter", "titleがありません → 目次に出る短い題名を書く")
        if not isinstance(description, str) or not SHORTEST <= len(description) <= LONGEST:
            length = len(description) if isinstance(description, str) else 0
            yield Finding(
                path, 1, "description-length",
                f"descriptionが{length}文字です → {SHORTEST}〜{LONGEST}文字でページの中身を書く",
            )
        if kind not in TYPES:
            yield Finding(path, 1, "page-type", f"typeが「{kind}」です → {', '.join(TYPES)}のどれかにする")
