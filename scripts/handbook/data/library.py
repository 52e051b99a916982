"""Load `data/` into one read-only library, or say with `path:line` what is broken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from handbook import clock
from handbook.data.records import (
    Correction,
    Fact,
    NoteSection,
    Origin,
    OutlineHeading,
    Question,
    Record,
    Source,
    Term,
    UnsourcedNumber,
)
from handbook.findings import Finding
from handbook.yamlfile import BrokenData, Item, read_items

R = TypeVar("R", bound=Record)

# pydantic's error types, said in the writers' language.
MESSAGES = {
    "missing": "必要な項目がありません",
    "extra_forbidden": "知らない項目です",
    "literal_error": "使える値ではありません（{expected}）",
    "string_pattern_mismatch": "書式が違います（{pattern}）",
    "too_short": "{actual_length}個です（{min_length}個から）",
    "too_long": "{actual_length}個です（{max_length}個まで）",
    "date_from_datetime_parsing": "日付ではありません（YYYY-MM-DD）",
}


@dataclass(frozen=True)
class Library:
    """All records, by id where they have one (ids are unique across files), and the day they are looked at."""

    facts: dict[str, Fact]
    sources: dict[str, Source]
    corrections: dict[str, Correction]
    terms: dict[str, Term]
    questions: dict[str, Question]
    notes: dict[int, NoteSection]
    outline: dict[int, OutlineHeading]
    unsourced: dict[str, UnsourcedNumber]
    today: date

    def source(self, citation: str) -> Source:
        """The source that a record cites; where a section is named (`ddb-quotas#limits-tables`), with its address.

        Raises:
            KeyError: the source is not registered.
        """
        source_id, _, section = citation.partition("#")
        found = self.sources[source_id]
        return found.model_copy(update={"url": f"{found.url.partition('#')[0]}#{section}"}) if section else found

    def is_stale(self, fact: Fact) -> bool:
        """Whether the fact was checked longer ago than its class allows."""
        return fact.is_stale(self.today)

    def records(self) -> Iterable[Record]:
        for room in (
            self.facts, self.sources, self.corrections, self.terms, self.questions, self.notes, self.outline, self.unsourced,
        ):
            yield from room.values()


def load_library(data: Path, today: date | None = None) -> Library:
    """Read every YAML file under `data`.

    Args:
        today: the day on which facts are judged old or not; the clock's without it.

    Raises:
        BrokenData: with one finding for each record that cannot be read.
    """
    findings: list[Finding] = []
    rooms = {
        name: _load_room(files, model, key, data.parent, findings)
        for name, files, model, key in (
            ("facts", data.glob("facts/*.yml"), Fact, _id),
            ("sources", data.glob("sources/*.yml"), Source, _id),
            ("corrections", data.glob("corrections/*.yml"), Correction, _id),
            ("terms", data.glob("glossary/*.yml"), Term, lambda term: term.term),
            ("questions", data.glob("questions/*.yml"), Question, _id),
            ("notes", data.glob("notes/*.yml"), NoteSection, _line),
            ("outline", [data / "notes-outline.yml"], OutlineHeading, _line),
            ("unsourced", data.glob("unsourced-numbers.yml"), UnsourcedNumber, lambda number: number.key),
        )
    }
    if findings:
        raise BrokenData(findings)
    return Library(**rooms, today=today or clock.today())


def _id(record: Any) -> str:
    return record.id


def _line(record: Any) -> int:
    return record.line


def _load_room(
    files: Iterable[Path], model: type[R], key: Callable[[R], Any], root: Path, findings: list[Finding]
) -> dict[Any, R]:
    room: dict[Any, R] = {}
    for file in sorted(files):
        try:
            items = read_items(file, root)
        except BrokenData as broken:
            findings += broken.findings
            continue
        path = file.relative_to(root).as_posix()
        for item in items:
            try:
                record = model.model_validate(_with_origin(item, path))
            except ValidationError as error:
                findings += _explain(error, item, path)
                continue
            if (twin := room.get(key(record))) is not None:
                where = f"{twin.origin.path}:{twin.origin.line}"
                findings.append(Finding(
                    path, item.line, "duplicate-record",
                    f"「{key(record)}」は{where}にもあります → どちらかを消すか、名前を変える",
                ))
                continue
            room[key(record)] = record
    return room


def _with_origin(item: Item, path: str) -> Any:
    if not isinstance(item.values, dict):
        return item.values
    values = {**item.values, "origin": (path, item.line)}
    for parts in ("bullets", "choices"):
        if isinstance(values.get(parts), list):
            values[parts] = [
                {**part, "origin": (path, item.line)} if isinstance(part, dict) else part for part in values[parts]
            ]
    return values


def _explain(error: ValidationError, item: Item, path: str) -> list[Finding]:
    findings = []
    for problem in error.errors():
        field = ".".join(str(part) for part in problem["loc"]) or "(項目全体)"
        line = item.key_lines.get(str(problem["loc"][0]) if problem["loc"] else "", item.line)
        template = MESSAGES.get(problem["type"], problem["msg"].removeprefix("Value error, "))
        message = template.format(**problem.get("ctx", {})) if "ctx" in problem else template
        findings.append(Finding(path, line, "record", f"{field}：{message} → この記録を直す"))
    return findings


__all__ = ["Library", "Origin", "load_library"]
