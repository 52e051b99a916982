"""検索の精度: the measured figures as tables and in sentences."""

from __future__ import annotations

from pathlib import Path

from handbook.search.scores import Score, Scores, read, total
from handbook.views.markup import japanese_date, table

KINDS = {
    "exact": ("見出しのまま", "削除の時期"), "acronym": ("略語", "GSI"), "english": ("英語", "partition key"),
    "katakana": ("片仮名", "フェイルオーバー"), "kanji-compound": ("漢字の複合語", "条件付書込"), "prefix": ("打ちかけ", "マテリア"),
    "infix": ("語の途中", "シャーディング"), "full-width": ("全角と半角", "ＧＳＩ"), "mixed": ("文字の混ざり", "GSIとは"),
    "natural": ("質問", "GSI あとから追加"), "typo": ("誤字と揺れ", "パーテーション"), "synonym": ("言い換え", "読み取りレプリカ"),
    "old-name": ("旧称", "ハッシュキー"), "reading": ("読み", "けっかせいごうせい"),
}
READERS = {"student": "試験を受ける人", "operator": "運用する人", "beginner": "初めて学ぶ人"}
GENERATED = {
    "heading": "1か所だけにある見出しとページ名", "word": "1ページだけにある語", "phrase": "1ページだけに並ぶ2語",
}
CHAPTERS = {"dynamodb": "DynamoDB"}
SET_TITLES = {"tuning": "調整に使った半分", "held-out": "使わなかった半分"}


def text(root: Path, name: str) -> str:
    """One figure: `measured`, `payload`, `nonsense`, `golden`, `readers`, `readers-before`, `generated` (share that is first)."""
    scores = read(root)
    match name:
        case "measured":
            return japanese_date(scores.measured)
        case "payload":
            return f"{scores.payload}kB"
        case "nonsense":
            return str(scores.golden["nonsense"].asked)
        case "readers-before":
            return _share(scores.readers_before.first, scores.readers_before)
    found = total({"golden": scores.golden, "readers": scores.readers, "generated": scores.generated}[name])
    return _share(found.first, found)


def listing(root: Path, name: str) -> str:
    """One table: `golden`, `kinds`, `halves`, `generated`, `pages`."""
    listings = {"golden": _golden, "kinds": _kinds, "halves": _halves, "generated": _generated, "pages": _pages}
    return listings[name](read(root))


def _share(part: int, score: Score) -> str:
    return f"{part / score.asked:.1%}"


def _row(title: str, score: Score) -> list[str]:
    return [title, str(score.asked), _share(score.first, score), _share(score.in_three, score)]


def _golden(scores: Scores) -> str:
    return table(["", "問い", "1位", "3位まで"], [
        _row("このサイト", total(scores.golden)), _row("素のMaterial（`lang: ja`）", total(scores.material)),
    ])


def _kinds(scores: Scores) -> str:
    return table(["打ち方", "例", "問い", "このサイトの1位", "3位まで", "素のMaterialの1位"], [
        [title, f"`{sample}`", str(scores.golden[kind].asked), str(scores.golden[kind].first), str(scores.golden[kind].in_three),
         str(scores.material[kind].first)]
        for kind, (title, sample) in KINDS.items()
    ])


def _halves(scores: Scores) -> str:
    return table(["問い", "数", "1位", "3位まで"], [
        *(_row(f"打ち方ごとの問い、{title}", scores.halves[half]) for half, title in SET_TITLES.items()),
        _row("読者の問い、誰も結果を見る前", scores.readers_before),
        *(_row(f"読者の問い、{title}", scores.readers_halves[half]) for half, title in SET_TITLES.items()),
        *(_row(f"読者の問い、{title}", scores.readers[reader]) for reader, title in READERS.items()),
    ])


def _generated(scores: Scores) -> str:
    return table(["問い", "数", "1位", "3位まで"], [_row(title, scores.generated[kind]) for kind, title in GENERATED.items()])


def _pages(scores: Scores) -> str:
    return table(["章", "正解", "問い", "初めての1位", "初めての3位まで", "いまの1位", "いまの3位まで"], [
        [CHAPTERS[chapter], answer, str(after[chapter].asked), *(
            _share(part, after[chapter])
            for part in (before[chapter].first, before[chapter].in_three, after[chapter].first, after[chapter].in_three)
        )]
        for chapter in scores.pages
        for answer, before, after in (
            ("ページ", scores.pages_before, scores.pages), ("節", scores.sections_before, scores.sections),
        )
    ])
