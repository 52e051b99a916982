"""Questions: what they call and where they lead, and that nobody can guess the answer from their form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from handbook.checks import numbers
from handbook.checks.records import place_problem
from handbook.data import Question
from handbook.findings import Finding
from handbook.pages import EXAMPLE, macro_calls
from handbook.project import Project

# Such choices ask for nothing: すべて正しい, AとBの両方が正しい, 該当なし, 前のどれでもない.
CATCH_ALL = re.compile(
    r"(すべて|全て|いずれも|どれも|[A-E]と[A-E]の?(両方|どちらも))(が|は)?(正し|誤|当てはま|該当|間違)|該当なし|[上前]の(すべて|どれでも)"
)
FORM_FROM = 4       # so many questions of one kind show a habit
MOST = 0.5          # share of right answers that may have the same position, or be the longest choice


def check(project: Project) -> Iterator[Finding]:
    shown = Counter(
        tuple(call.arguments) for page in project.pages.values() for call in page.macros if call.name == "questions"
    )
    for question in project.library.questions.values():
        if problem := place_problem(project, question.at):
            yield _at(question, "broken-place", f"at：{problem} → 直す")
        if (times := shown[question.chapter, question.topic]) != 1:
            yield _at(
                question, "question-place",
                f"「{question.chapter}」の話題「{question.topic}」がページに{times}回出ています → "
                f'[= questions("{question.chapter}", "{question.topic}") =]を一回だけ置く',
            )
        if question.verified > project.library.today:
            yield _at(question, "future-date", f"verifiedが未来の日付です（{question.verified}）→ 確認した日にする")
        yield from _calls(project, question)
        yield from _texts(project, question)
    yield from _form(project)


def _at(question: Question, rule: str, message: str) -> Finding:
    return Finding(question.origin.path, question.origin.line, rule, f"「{question.id}」：{message}")


def _calls(project: Project, question: Question) -> Iterator[Finding]:
    called = [call for text in question.texts for call in macro_calls(text)]
    for call in called:
        if call.name not in ("fact", "value") or len(call.arguments) != 1:
            yield _at(question, "unknown-macro", f"マクロ「{call.name}」は問いの中では使えません → factかvalueにする")
    keys = [*question.facts, *(key for call in called for key in call.arguments)]
    for key in dict.fromkeys(keys):
        if key not in project.library.facts:
            yield _at(question, "unknown-record", f"事実「{key}」がありません → idを直すか、記録を書き足す")
    shown = {key for call in called for key in call.arguments}
    for key in question.facts:
        if key in shown or question.facts.count(key) > 1:
            yield _at(question, "repeated-fact", f"事実「{key}」は問いの文にもあります → factsから消す")


def _texts(project: Project, question: Question) -> Iterator[Finding]:
    for text in question.texts:
        typed = numbers.in_record(project.library, EXAMPLE.sub("", text))
        if typed and not EXAMPLE.search(text):
            yield _at(
                question, "number",
                f"数字が手書きです（{'、'.join(dict.fromkeys(typed))}）→ data/facts/の値を呼ぶか、"
                "例なら文の終わりに[## example ##]を付ける",
            )
        if EXAMPLE.search(text) and not typed:
            yield _at(question, "unused-example", f"例の印がありますが、数字がありません（{text}）→ 印を消す")
    for choice in question.choices:
        if CATCH_ALL.search(choice.text):
            yield _at(question, "catch-all-choice", f"選択肢「{choice.text}」は内容を問いません → 具体的な選択肢にする")


def _form(project: Project) -> Iterator[Finding]:
    """A reader who always takes B, or always the longest choice, must not pass."""
    by_chapter: dict[str, list[Question]] = {}
    for question in project.library.questions.values():
        if question.kind == "single":
            by_chapter.setdefault(question.chapter, []).append(question)
    for questions in by_chapter.values():
        if len(questions) < FORM_FROM:
            continue
        place, times = Counter(map(_place_of_answer, questions)).most_common(1)[0]
        if times > MOST * len(questions):
            yield _at(
                questions[0], "answer-position",
                f"この章の{len(questions)}問のうち{times}問の正解が{'ABCDE'[place]}です → 選択肢の順を変える",
            )
        longest = sum(_answer_is_longest(question) for question in questions)
        if longest > MOST * len(questions):
            yield _at(
                questions[0], "answer-length",
                f"この章の{len(questions)}問のうち{longest}問の正解が、いちばん長い選択肢です → 長さをそろえる",
            )


def _place_of_answer(question: Question) -> int:
    return next(place for place, choice in enumerate(question.choices) if choice.right)


def _answer_is_longest(question: Question) -> bool:
    lengths = [len(choice.text) for choice in question.choices]
    return lengths.count(max(lengths)) == 1 and question.choices[lengths.index(max(lengths))].right
