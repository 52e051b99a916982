"""`data/api-names.yml`: what pages may name although no API model has it, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from handbook.findings import Finding
from handbook.yamlfile import BrokenData, read_items

FILE = "api-names.yml"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    line: int = 0


class Names(_Entry):
    """Names in prose: of examples, of IAM, of another language."""

    kind: Literal["names"]
    names: list[str]
    reason: str


class Cli(_Entry):
    """What AWS CLI adds to the API: a command of its own, or options."""

    kind: Literal["cli"]
    command: str             # `s3 ls`
    options: list[str] = []  # empty: the whole command is the CLI's own
    reason: str


class Metrics(_Entry):
    """All metrics of a CloudWatch namespace: no API model has them. A list, so unused ones may stay."""

    kind: Literal["metrics"]
    namespace: str
    source: str              # id in data/sources/
    names: list[str]


Entry = Annotated[Names | Cli | Metrics, Field(discriminator="kind")]


class Exceptions:
    """The entries, and which of them have been needed."""

    def __init__(self, entries: list[Names | Cli | Metrics], path: str) -> None:
        self._path = path
        self._entries = entries
        self._used: set[tuple[int, str]] = set()

    def sources(self) -> set[str]:
        """Ids of the documents that the lists of metrics come from."""
        return {entry.source for entry in self._entries if isinstance(entry, Metrics)}

    def metrics(self, namespace: str) -> frozenset[str] | None:
        found = [entry for entry in self._entries if isinstance(entry, Metrics) and entry.namespace == namespace]
        return frozenset(name for entry in found for name in entry.names) if found else None

    def is_name(self, name: str) -> bool:
        metrics = any(isinstance(entry, Metrics) and name in entry.names for entry in self._entries)
        return metrics or self._use(name, [entry for entry in self._entries if isinstance(entry, Names) and name in entry.names])

    def is_cli_only(self, command: str) -> bool:
        return self._use(command, [entry for entry in self._cli(command) if not entry.options])

    def is_cli_option(self, command: str, option: str) -> bool:
        return self._use(option, [entry for entry in self._cli(command) if option in entry.options])

    def _cli(self, command: str) -> list[Cli]:
        return [entry for entry in self._entries if isinstance(entry, Cli) and entry.command == command]

    def _use(self, name: str, entries: list[Names] | list[Cli]) -> bool:
        self._used |= {(entry.line, name) for entry in entries}
        return bool(entries)

    def unused(self) -> Iterator[Finding]:
        for entry in self._entries:
            if isinstance(entry, Metrics):
                continue
            names = entry.names if isinstance(entry, Names) else entry.options or [entry.command]
            for name in names:
                if (entry.line, name) not in self._used:
                    yield Finding(self._path, entry.line, "unused-exception", f"「{name}」はページにありません → この例外を消す")


def read_exceptions(root: Path) -> Exceptions:
    """
    Raises:
        BrokenData: when an entry cannot be read.
    """
    file = root / "data" / FILE
    path = file.relative_to(root).as_posix()
    if not file.is_file():
        return Exceptions([], path)
    entries, broken = [], []
    for item in read_items(file, root):
        try:
            entries.append(TypeAdapter(Entry).validate_python({**item.values, "line": item.line}))
        except ValidationError as error:
            broken.append(Finding(path, item.line, "record", f"{error.errors()[0]['msg']} → この記録を直す"))
    if broken:
        raise BrokenData(broken)
    return Exceptions(entries, path)
