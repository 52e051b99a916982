"""Numbers typed by hand: a limit, price, version or date in a page comes from `data/facts/`.

What counts: a number with a unit of measure, a count above three, a number beside a word such as 最大
or 上限, a version from which something holds, a date. Names (S3, Python 3, HTTP 200), numbered steps,
what the text itself lists (次の4つ) and what it quotes (「GSIは5個」) are prose. A number that the record
of a fact on the same line states has its source there. Pages of `type: about` tell of this site and are free.

A writer says that numbers are invented with the comment `[## example ##]`, which the build drops: at the
end of a line for that line, alone on a line for everything up to the next heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.data import Fact, Library
from handbook.data.records import UNITS
from handbook.findings import Finding
from handbook.pages import EXAMPLE, INLINE_CODE, LINK, Page, macro_calls
from handbook.project import Project

SMALL = 3       # counts up to here are prose: 2台、3つのAZ

# Counts of things, and how many times: small ones need no source. All other units measure.
COUNTED = frozenset({
    "個", "件", "台", "本", "つ", "回", "倍", "人", "行", "列", "文", "通り", "種類", "段", "段階", "か所",
    "ノード", "シャード", "クラスター", "パーティション", "リージョン", "AZ", "接続", "キー", "属性",
    "スロット", "スライス", "スレッド", "ユニット", "ファイル", "テーブル", "インデックス", "レプリカ", "項目",
})
MEASURED = (UNITS - COUNTED) | {
    "億", "万", "割", "円", "ドル", "パーセント", "IOPS", "Mbps", "Gbps", "ビット",
}
_UNITS = "|".join(map(re.escape, sorted(COUNTED | MEASURED, key=len, reverse=True)))
# 4分野 and 3分の1 are no minutes, 2行目 is no count. No number begins inside a name, an id or a path.
NUMBER = re.compile(
    rf"(?<![A-Za-z0-9._/#-])(?P<number>\d[\d,]*(?:\.\d+)*)(?:[〜～](?P<upper>\d[\d,]*(?:\.\d+)*))?"
    rf"(?: ?(?P<unit>{_UNITS})(?!目|の\d|(?<=分)[野散類割離析布担岐]))?"
)
LIMIT_BEFORE = re.compile(
    r"(最大|最小|最長|最短|最低|上限|下限|既定|デフォルト|しきい値)(値|数|容量|回数|サイズ|時間)?(は|が|で|の|：)?約?$"
    r"|毎[秒分時日月]約?$|[$＄]$"
)
LIMIT_AFTER = re.compile(r"まで(?!に|絞)|以内|未満")      # 2つまで絞る is no limit
PER_ONE = re.compile(r"あたり|ごと|につき|ずつ")
VERSION_BEFORE = re.compile(r"バージョン ?$")
PRODUCT_BEFORE = re.compile(r"[A-Za-z)] $")
VERSION_CLAIM = re.compile(r"以降|以前|まで|未満|から")
DATE = re.compile(r"(?<![\d,])(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?|(?<![\d-])(?:19|20)\d\d-\d\d(?:-\d\d)?")
QUOTED = re.compile(r"「[^」]*」")
# What a text counts of its own: 次の4つ, 5つの質問, 4つの性質, A、B、C、Dの4種類.
OWN_LIST_BEFORE = re.compile(r"[次前]の$")
OWN_LIST_AFTER = re.compile(r"の(質問|問い|章|点|観点|例|手順|条件|理由|方法|性質|形|基本操作|操作|群)")

MACRO = re.compile(r"\[=.*?=\]|\[%.*?%\]|\[##.*?##\]")
ATTRIBUTES = re.compile(r"\s*\{:?[^{}]*\}\s*$")
LIST_NUMBER = re.compile(r"^(\s*)\d+\. ")
OWN_ESTIMATE = re.compile(r"所要時間")      # how long a hands-on takes is ours to say


def check(project: Project) -> Iterator[Finding]:
    exceptions = list(project.library.unsourced.values())
    used: set[str] = set()
    for page in project.pages.values():
        if page.meta.get("type") == "about":
            continue
        texts = [exception.text for exception in exceptions if exception.page == page.path]
        yield from _page(project, page, texts, used)
    for exception in exceptions:
        if exception.key not in used:
            yield Finding(
                exception.origin.path, exception.origin.line, "unused-exception",
                f"docs/{exception.page}に「{exception.text}」の手書きの数字がありません → この例外を消す",
            )


def _page(project: Project, page: Page, excepted: list[str], used: set[str]) -> Iterator[Finding]:
    path = page.repository_path
    marks = _marks(page)
    stated = _stated(project, page)
    needed: set[int] = set()
    for line, text in _reader_text(page):
        for exception in excepted:
            if exception in text:
                if typed_by_hand(exception):
                    used.add(f"{page.path}: {exception}")
                text = text.replace(exception, "□")
        numbers = [number for number in typed_by_hand(text) if number not in stated.get(line, ())]
        if not numbers:
            continue
        if line in marks:
            needed.add(marks[line])
            continue
        yield Finding(
            path, line, "number",
            f"数字が手書きです（{'、'.join(dict.fromkeys(numbers))}）→ data/facts/の値を[= value(…) =]で呼ぶか、"
            "例なら行末に[## example ##]を付ける",
        )
    for mark in sorted(set(marks.values()) - needed):
        yield Finding(path, mark, "unused-example", "例の印の範囲に手書きの数字がありません → 印を消す")


def typed_by_hand(text: str) -> list[str]:
    """The numbers in `text` that need a source, as they are written."""
    found = DATE.findall(text)
    text = DATE.sub("□", text)
    for match in NUMBER.finditer(text):
        if _needs_source(match, text[:match.start()], text[match.end():]):
            found.append(match[0])
    return found


def in_record(library: Library, text: str) -> list[str]:
    """The numbers in a text of a record that need a source and have none among the values that it calls."""
    called = [library.facts[key] for call in macro_calls(text) for key in call.arguments if key in library.facts]
    stated = set().union(*map(_numbers_of, called))
    return [number for number in typed_by_hand(_readable(INLINE_CODE.sub(" ", text))) if number not in stated]


def _needs_source(match: re.Match[str], before: str, after: str) -> bool:
    values = [match[name].replace(",", "") for name in ("number", "upper") if match[name]]
    unit = match["unit"]
    if any(value.count(".") > 1 for value in values):       # 8.0.28 is a version, whatever stands beside it
        return True
    if VERSION_BEFORE.search(before) or (not unit and PRODUCT_BEFORE.search(before) and VERSION_CLAIM.match(after)):
        return True
    if set(map(float, values)) == {0.0}:
        return False
    if values == ["1"] and PER_ONE.match(after):
        return False
    if (unit != "倍" and LIMIT_BEFORE.search(before)) or (LIMIT_AFTER.match(after) and (unit or float(values[-1]) > SMALL)):
        return True
    if unit is None:
        return "," in match[0]
    if unit in MEASURED:
        return values != ["1"]      # 1秒に, 1 ACUは: the unit itself
    if OWN_LIST_BEFORE.search(before) or (unit == "つ" and OWN_LIST_AFTER.match(after)):
        return False
    if before.endswith("の") and before.rpartition("。")[2].count("、") + 1 == float(values[-1]):
        return False                # the sentence has just listed them
    return any(float(value) > SMALL or not float(value).is_integer() for value in values)


def _stated(project: Project, page: Page) -> dict[int, set[str]]:
    """Line → the numbers in the records of the facts that stand on it."""
    stated: dict[int, set[str]] = {}
    for call in page.macros:
        for key in call.arguments if call.name in ("fact", "value") else ():
            if fact := project.library.facts.get(key):
                stated.setdefault(call.line, set()).update(_numbers_of(fact))
    return stated


def _numbers_of(fact: Fact) -> set[str]:
    words = " ".join(filter(None, (fact.statement, fact.display, fact.scope, fact.note)))
    return {*DATE.findall(words), *(match[0] for match in NUMBER.finditer(words))}


def _marks(page: Page) -> dict[int, int]:
    """Line → line of the mark that makes its numbers an example."""
    headings = {heading.line for heading in page.headings}
    covered: dict[int, int] = {}
    section_mark = 0
    for number, line in enumerate(page.unfenced, start=1):
        if number in headings:
            section_mark = 0
        line = INLINE_CODE.sub("", line)
        if EXAMPLE.search(line):
            if EXAMPLE.sub("", line).strip():
                covered[number] = number
                continue
            section_mark = number
        if section_mark:
            covered[number] = section_mark
    return covered


def _reader_text(page: Page) -> Iterator[tuple[int, str]]:
    """What readers see of every line, without code, macros, link texts and ids; diagrams included."""
    lines = list(page.prose)
    for fence in page.fences:
        if fence.language == "mermaid":
            lines[fence.line - 1] = fence.options.get("caption", "")
            lines[fence.line:fence.end - 1] = page.lines[fence.line:fence.end - 1]
    for number, line in enumerate(lines, start=1):
        if OWN_ESTIMATE.search(line):
            continue
        yield number, LIST_NUMBER.sub(r"\1", ATTRIBUTES.sub("", _readable(line)))


def _readable(text: str) -> str:
    """`text` without what is no statement of its own: calls, links, quotations."""
    return QUOTED.sub("□", LINK.sub("□", MACRO.sub("□", text)))
