"""確認問題: questions of one topic, each with its answer folded away below it.

The search knows a question by its title alone: whoever searches wants the section that explains, and a
result must not give an answer away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from string import ascii_uppercase

from handbook.data import Choice, Library, Question
from handbook.pages import EXAMPLE, MACRO, macro_calls
from handbook.views import facts
from handbook.views.facts import UnknownRecord
from handbook.views.markup import link_to, sentence

STALE = "この答えの値は、確認から時間が経っています。"
JUDGEMENT = {True: "正解", False: "誤り"}


def anchor(question: Question) -> str:
    return f"q-{question.name}"


def select(library: Library, chapter: str, topic: str) -> list[Question]:
    """The questions of one topic, in the order of the file."""
    found = [question for question in library.questions.values() if (question.chapter, question.topic) == (chapter, topic)]
    if not found:
        raise UnknownRecord(f"「{chapter}」の話題「{topic}」の問いがdata/questions/にありません")
    return found


def rests_on(question: Question) -> list[str]:
    """Ids of all facts that the question depends on: those it shows, and those its record names besides."""
    shown = [key for text in question.texts for call in macro_calls(text) for key in call.arguments]
    return list(dict.fromkeys([*shown, *question.facts]))


def is_stale(library: Library, question: Question) -> bool:
    return any(library.is_stale(library.facts[key]) for key in rests_on(question))


def plain(library: Library, text: str) -> str:
    """`text` of a question with the values themselves, for programs."""
    return _filled(text, lambda _, key: facts.plain_value(library, key))


def listing(library: Library, page: str, chapter: str, topic: str, name_of: Callable[[str], str]) -> str:
    """The questions of one topic.

    Args:
        name_of: what readers call a place (`dynamodb/indexes.md#gsi`).
    """
    return "\n\n".join(_block(library, page, question, name_of) for question in select(library, chapter, topic))


def _block(library: Library, page: str, question: Question, name_of: Callable[[str], str]) -> str:
    def shown(text: str) -> str:
        def value(macro: str, key: str) -> str:
            return facts.value_with_mark(library, page, key) if macro == "fact" else facts.plain_value(library, key)
        return _filled(text, value)

    asked = f"（{question.pick}つ選ぶ）" if question.kind == "multiple" else ""
    lettered = list(zip(ascii_uppercase, question.choices, strict=False))
    right = "と".join(letter for letter, choice in lettered if choice.right)
    place = f"[{name_of(question.at)}]({link_to(question.at, page)})"
    return "\n\n".join([
        f"### {shown(question.title)} {{ #{anchor(question)} }}",
        f"{sentence(shown(question.prompt))}{asked}\n<small>{'、'.join(question.exams)}</small>\n{{: data-search-exclude }}",
        _choices(shown(choice.text) for _, choice in lettered),
        '<details class="answer" data-search-exclude markdown="block">\n<summary>答えと理由</summary>',
        f"**正解は{right}**",
        "\n".join(f"- {_verdict(letter, choice)}{sentence(shown(choice.reason))}" for letter, choice in lettered),
        *([STALE] if is_stale(library, question) else []),
        f"本文：{place}",
        "</details>",
    ])


def _verdict(letter: str, choice: Choice) -> str:
    return f"**{letter}（{JUDGEMENT[choice.right]}）**："


def _choices(texts: Iterable[str]) -> str:
    """A list A, B, C, which Markdown cannot write."""
    items = "\n".join(f'<li markdown="span">{text}</li>' for text in texts)
    return f'<ol class="choices" type="A" data-search-exclude markdown="block">\n{items}\n</ol>'


def _filled(text: str, value: Callable[[str, str], str]) -> str:
    def shown(call: str) -> str:
        (macro,) = macro_calls(call)
        return value(macro.name, *macro.arguments)
    return MACRO.sub(lambda match: shown(match[0]), EXAMPLE.sub("", text)).strip()
