"""ノート対応表: what became of every line of the study notes."""

from __future__ import annotations

from collections import Counter

from handbook.data import Library, NoteSection
from handbook.views.markup import link_to, sentence, table

VERDICTS = {
    "correct": "正しい", "wrong": "誤り", "outdated": "古い", "imprecise": "不正確",
    "typo": "誤字", "question": "疑問", "opinion": "意見",
}


def counts(library: Library) -> str:
    """How many lines got which verdict."""
    total = Counter(bullet.verdict for section in library.notes.values() for bullet in section.bullets)
    rows = [[name, str(total[key])] for key, name in VERDICTS.items() if total[key]]
    return table(["判定", "行数"], [*rows, ["合計", str(total.total())]])


def part(library: Library, page: str, first: int, last: int, titles: dict[str, str]) -> str:
    """The sections of the notes between two lines: where they went, and the verdict on every line."""
    blocks = []
    for line, section in sorted(library.notes.items()):
        if first <= line <= last:
            blocks += [f"### {section.heading} {{ #notes-{line} }}", _places(section, page, titles)]
            if section.bullets:
                blocks.append(_bullets(section, page, titles))
    return "\n\n".join(blocks)


def _places(section: NoteSection, page: str, titles: dict[str, str]) -> str:
    links = "、".join(_link(place, page, titles) for place in section.to)
    return f"ノートの{section.line}行目。行き先：{links}"


def _bullets(section: NoteSection, page: str, titles: dict[str, str]) -> str:
    rows = []
    for bullet in section.bullets:
        judgement = [f"**{VERDICTS[bullet.verdict]}**"]
        if bullet.now:
            judgement.append(sentence(bullet.now))
        if bullet.to:
            judgement.append(_link(bullet.to, page, titles))
        rows.append([str(bullet.line), bullet.says, " ".join(judgement)])
    return table(["行", "ノートの内容", "判定といま正しいこと"], rows)


def _link(place: str, page: str, titles: dict[str, str]) -> str:
    return f"[{titles.get(place.partition('#')[0], place)}]({link_to(place, page)})"
