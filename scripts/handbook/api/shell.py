"""Find the `aws` commands of a shell script, and split them into words as a shell would."""

from __future__ import annotations

import re
from typing import NamedTuple

START = re.compile(r"(?:^|(?<=[\s(;|&]))aws(?= +[a-z])", re.M)
END = frozenset("\n;|&)<>")


class Unreadable(ValueError):
    """What is written is no command, value or expression; says why in the writers' language."""


class Word(NamedTuple):
    text: str
    line: int
    is_known: bool       # False where the shell fills in a part: `$TABLE`


class Command(NamedTuple):
    """`aws <service> <operation> --option value…`; a wait's operation is its waiter."""

    line: int
    service: str
    operation: str
    is_wait: bool
    options: dict[str, list[Word]]
    strays: list[Word]   # words that belong to no option


def commands(script: str, first_line: int) -> list[Command]:
    """The `aws` commands of a script that begins on `first_line` of its page, those within `$(…)` too.

    Raises:
        Unreadable: when a quotation does not end.
    """
    found = []
    for match in START.finditer(script):
        before = script[script.rfind("\n", 0, match.start()) + 1:match.start()]
        if "#" not in before:
            line = first_line + script.count("\n", 0, match.start())
            found.append(_command(_words(script, match.end(), line), line))
    return found


def _command(words: list[Word], line: int) -> Command:
    names = [word.text for word in words[:3]]
    is_wait = len(names) == 3 and names[1] == "wait"
    start = 3 if is_wait else 2
    options: dict[str, list[Word]] = {}
    strays: list[Word] = []
    current = strays
    for word in words[start:]:
        if word.text.startswith("--"):
            name, equals, value = word.text[2:].partition("=")
            current = options.setdefault(name, [])
            if equals:
                current.append(word._replace(text=value))
        else:
            current.append(word)
    return Command(line, names[0], names[start - 1] if len(names) >= start else "", is_wait, options, strays)


def _words(script: str, place: int, line: int) -> list[Word]:
    words: list[Word] = []
    text: list[str] | None = None        # of the word that has begun
    known = True
    begun = line
    while place < len(script):
        char = script[place]
        if char == "\\" and script[place + 1:place + 2] == "\n":
            line, place, char = line + 1, place + 1, " "
        if char in END or char.isspace() or (char == "#" and text is None):
            if text is not None:
                words.append(Word("".join(text), begun, known))
            text, known = None, True
            if char in END or char == "#":
                return words
            place += 1
            continue
        if text is None:
            text, begun = [], line
        if char in "'\"":
            part, end = _quoted(script, place)
            known = known and (char == "'" or "$" not in part)
            text.append(part)
            line += script.count("\n", place, end)
            place = end
        elif char == "$":
            known = False
            match = re.compile(r"\$(?:\([^()]*\)|\{[^{}]*\}|\w+)?").match(script, place)
            text.append(match[0])
            place = match.end()
        else:
            text.append(char)
            place += 1
    if text is not None:
        words.append(Word("".join(text), begun, known))
    return words


def _quoted(script: str, place: int) -> tuple[str, int]:
    """What stands between the quotation marks from `place` on, and where it ends."""
    pattern = r"'([^']*)'" if script[place] == "'" else r'"((?:[^"\\]|\\.)*)"'
    match = re.compile(pattern, re.S).match(script, place)
    if not match:
        raise Unreadable("引用符が閉じていません")
    return (match[1] if script[place] == "'" else re.sub(r'\\(["\\$`])', r"\1", match[1])), match.end()
