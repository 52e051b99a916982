"""What a check reports."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One defect: where it is, which rule it breaks, what is wrong and what to do.

    `path` is relative to the repository root; `line` counts from 1.
    """

    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"
