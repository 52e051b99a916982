"""Whether a `--query` asks for what an operation answers: JMESPath expressions against output shapes."""

from __future__ import annotations

from typing import Any

import jmespath
from botocore.model import Shape
from jmespath.exceptions import JMESPathError

from handbook.api.shell import Unreadable


class _Many:
    """A list that an expression makes of what it finds."""

    type_name = "list"

    def __init__(self, member: Any) -> None:
        self.member = member


def check_query(expression: str, shape: Shape | None) -> None:
    """
    Raises:
        Unreadable: when it is no JMESPath, or names a member that the answer does not have.
    """
    try:
        tree = jmespath.compile(expression).parsed
    except JMESPathError as error:
        raise Unreadable(f"--queryがJMESPathとして読めません（{str(error).splitlines()[0]}）") from None
    _look(tree, shape)


def _look(node: dict[str, Any], shape: Any) -> Any:
    """The shape of what `node` finds in `shape`; None where it cannot be told."""
    kind, children = node["type"], node.get("children", [])
    if kind == "field":
        return _member(node["value"], shape)
    if kind in ("subexpression", "index_expression", "pipe"):
        for child in children:
            shape = _look(child, shape)
        return shape
    if kind in ("index", "slice"):
        found = _element(shape)
        return found if kind == "index" else shape
    if kind in ("projection", "filter_projection", "value_projection"):
        every = _look(children[0], shape)
        element = every.value if kind == "value_projection" and every is not None and every.type_name == "map" else _element(every)
        for child in children[2:]:      # of a filter: its condition
            _look(child, element)
        return _Many(_look(children[1], element))
    if kind == "flatten":
        found = _look(children[0], shape)
        inner = _element(found)
        return _Many(_element(inner) if getattr(inner, "type_name", "") == "list" else inner)
    if kind in ("identity", "current"):
        return shape
    if kind == "literal":
        return None
    for child in children:              # lists and hashes of expressions, functions, comparisons
        _look(child, shape)
    return None


def _element(shape: Any) -> Any:
    return shape.member if shape is not None and shape.type_name == "list" else None


def _member(name: str, shape: Any) -> Any:
    if shape is None:
        return None
    if shape.type_name == "structure":
        if name not in shape.members:
            raise Unreadable(f"--queryの「{name}」が、応答の{shape.name}にありません（{'、'.join(list(shape.members)[:8])}）")
        return shape.members[name]
    if shape.type_name == "map":
        return shape.value
    raise Unreadable(f"--queryの「{name}」は、{shape.type_name}の中を見ています")
