"""Read YAML and keep the line of every list item and key, so that errors can name `path:line`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from handbook.findings import Finding


class BrokenData(Exception):
    """One or more records or files cannot be read; carries what is wrong with each."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


class Item(NamedTuple):
    """One entry of a top-level list: its values, its first line, and the line of each of its keys."""

    values: Any
    line: int
    key_lines: dict[str, int]


class _Loader(yaml.CSafeLoader):
    """Safe loader that refuses a key written twice in one mapping (PyYAML keeps the last in silence)."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"キー「{key.value}」が二度あります", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.add_constructor(
    "tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node, deep=True)
)


def parse_yaml(text: str, path: str, first_line: int = 1) -> tuple[Any, yaml.Node | None]:
    """Parse one document; raise `BrokenData` with the line of the error (counted from `first_line`)."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return (loader.construct_document(node) if node else None), node
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or str(error)
        raise BrokenData(
            [Finding(path, line, "yaml", f"YAMLとして読めません（{problem}）→ この行の字下げ、タブ、引用符を直す")]
        ) from error
    finally:
        loader.dispose()


def read_items(file: Path, root: Path) -> list[Item]:
    """Read a YAML file whose top level is a list. The values are not to be changed: the same text gives the same objects."""
    return _items(file.read_text(encoding="utf-8"), file.relative_to(root).as_posix())


# One build reads the records several times, and `make serve` again after each edit.
@lru_cache(maxsize=256)
def _items(text: str, path: str) -> list[Item]:
    values, node = parse_yaml(text, path)
    if values is None:
        return []
    if not isinstance(values, list):
        raise BrokenData([Finding(path, 1, "yaml", "最上位が一覧ではありません → 各項目を「- 」で始める")])
    items = []
    for value, child in zip(values, node.value, strict=True):
        keys = {key.value: key.start_mark.line + 1 for key, _ in child.value} \
            if isinstance(child, yaml.MappingNode) else {}
        items.append(Item(value, child.start_mark.line + 1, keys))
    return items
