"""From the words of a command to the values of an API's input: JSON, AWS CLI's shorthand, plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from botocore.model import Shape
from botocore.validate import ParamValidator

from handbook.api.shell import Unreadable, Word

INTEGERS = frozenset({"integer", "long"})
FLOATS = frozenset({"float", "double"})


def from_words(shape: Shape, words: Sequence[Word], file: str | None) -> Any:
    """The value of one option.

    Args:
        file: what a `file://` of this command holds, where the page shows it.

    Raises:
        Unreadable: when the words are no value of this kind.
    """
    if shape.type_name == "list" and not (len(words) == 1 and words[0].text.startswith(("[", "file://"))):
        if any(not word.is_known and not word.text.startswith("{") for word in words):
            return stand_in(shape)
        if shape.member.type_name in ("structure", "map", "list"):
            return [from_words(shape.member, [word], file) for word in words]
        return [cast(shape.member, part) for word in words for part in word.text.split(",")]
    if shape.type_name == "boolean" and not words:
        return True
    if len(words) != 1:
        raise Unreadable(f"値が{len(words)}個あります（1個だけ書けます）")
    return _from_word(shape, words[0], file)


def _from_word(shape: Shape, word: Word, file: str | None) -> Any:
    text = word.text
    is_compound = shape.type_name in ("structure", "map", "list")
    if text.startswith("file://"):
        if not is_compound:
            return stand_in(shape)
        if file is None:
            raise Unreadable(f"{text}の中身（JSON）が、このブロックの前にありません")
        text = file
    if not is_compound:
        return cast(shape, text) if word.is_known else stand_in(shape)
    if text.lstrip().startswith(("{", "[")):
        try:
            return json.loads(text)
        except ValueError as error:
            raise Unreadable(f"JSONとして読めません（{error}）") from None
    return cast(shape, shorthand(text)) if word.is_known else stand_in(shape)


def cast(shape: Shape | None, value: Any) -> Any:
    """Strings as the kind of value that `shape` asks for; what does not fit stays, for the validator to see."""
    kind = shape.type_name if shape is not None else "string"
    if isinstance(value, dict):
        members = shape.members if kind == "structure" else {}
        return {key: cast(members.get(key) or (shape.value if kind == "map" else None), part) for key, part in value.items()}
    if isinstance(value, list):
        return [cast(shape.member if kind == "list" else None, part) for part in value]
    if kind == "list":
        return [cast(shape.member, value)]
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    if kind in INTEGERS and re.fullmatch(r"-?\d+", value):
        return int(value)
    if kind in FLOATS and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return float(value)
    return value


def stand_in(shape: Shape) -> Any:
    """Some valid value, where the page leaves the real one to the shell."""
    kind = shape.type_name
    if kind == "structure":
        return {name: stand_in(shape.members[name]) for name in shape.required_members}
    if kind == "list":
        return [stand_in(shape.member)] * max(1, shape.metadata.get("min", 1))
    if kind == "map":
        return {}
    if kind == "boolean":
        return True
    if kind in INTEGERS | FLOATS:
        return shape.metadata.get("min", 1)
    if kind == "timestamp":
        return "2026-01-01"
    return shape.enum[0] if getattr(shape, "enum", None) else "x" * max(1, shape.metadata.get("min", 1))


def shorthand(text: str) -> dict[str, Any]:
    """`Name=TableName,Value=Orders`, `Scope={Minimum=1}`, `Values=[a,b]`."""
    value, place = _pairs(text, 0, "")
    if place != len(text):
        raise Unreadable(f"短縮構文として読めません（{text[place:]}）")
    return value


def _pairs(text: str, place: int, end: str) -> tuple[dict[str, Any], int]:
    pairs: dict[str, Any] = {}
    while True:
        match = re.compile(r"\s*([\w.:-]+)=").match(text, place)
        if not match:
            raise Unreadable(f"短縮構文として読めません（{text[place:] or '途中で終わっています'}）")
        value, place = _value(text, match.end())
        several = [value]
        # `Values=a,b`: what follows a comma and is no pair belongs to the same key.
        while re.compile(r",(?!\s*[\w.:-]+=)").match(text, place):
            value, place = _value(text, place + 1)
            several.append(value)
        pairs[match[1]] = several if len(several) > 1 else several[0]
        if end and text[place:place + 1] == end:
            return pairs, place + 1
        if text[place:place + 1] != ",":
            return pairs, place
        place += 1


def _value(text: str, place: int) -> tuple[Any, int]:
    if text[place:place + 1] == "{":
        return _pairs(text, place + 1, "}")
    if text[place:place + 1] == "[":
        items: list[Any] = []
        place += 1
        while text[place:place + 1] not in ("]", ""):
            item, place = _value(text, place)
            items.append(item)
            place += text[place:place + 1] == ","
        return items, place + 1
    match = re.compile(r"\"([^\"]*)\"|'([^']*)'|([^,\]}]*)").match(text, place)
    return next((part for part in match.groups() if part is not None), ""), match.end()


def problems(shape: Shape, value: Any) -> Iterator[str]:
    """What the API's model refuses: unknown, missing and mistyped members, values that no enum has."""
    report = ParamValidator().validate(value, shape)
    if report.has_errors():
        yield from report.generate_report().splitlines()
    yield from _unknown_values(shape, value, "")


def _unknown_values(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if shape.type_name == "structure" and isinstance(value, dict):
        for name in value.keys() & shape.members.keys():
            yield from _unknown_values(shape.members[name], value[name], f"{path}.{name}")
    elif shape.type_name == "list" and isinstance(value, list):
        for item in value:
            yield from _unknown_values(shape.member, item, path)
    elif shape.type_name == "map" and isinstance(value, dict):
        for item in value.values():
            yield from _unknown_values(shape.value, item, path)
    elif shape.type_name == "string" and shape.enum and isinstance(value, str) and value not in shape.enum and "$" not in value:
        yield f"{path.lstrip('.') or shape.name}に「{value}」という値はありません（{'、'.join(shape.enum[:8])}）"
