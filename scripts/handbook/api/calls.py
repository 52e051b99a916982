"""Calls of boto3 in Python blocks against the API models."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from handbook.api import models
from handbook.api.values import problems, stand_in

TABLE = "Table"              # a table of boto3's resources, or of a DAX client's
OWN_METHODS = {              # boto3's own, which no API model has
    TABLE: frozenset({"batch_writer", "load", "reload", "meta"}),
    "client": frozenset({"get_paginator", "get_waiter", "can_paginate", "close", "exceptions", "meta", "generate_presigned_url"}),
}


class _Caller(NamedTuple):
    service: str
    is_table: bool


def check_calls(source: str, first_line: int) -> Iterator[tuple[int, str]]:
    """Line and what is wrong there."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield first_line + (error.lineno or 1) - 1, f"Pythonとして読めません（{error.msg}）"
        return
    callers = {"table": _Caller("dynamodb", True)}      # also as a parameter of a function
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and (made := _made(node.value)):
            callers[node.targets[0].id] = made
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            caller = callers.get(owner.id) if isinstance(owner, ast.Name) else _made(owner)
            if caller:
                yield from ((first_line + node.lineno - 1, problem) for problem in _call(node, node.func.attr, caller))


def _made(node: ast.expr) -> _Caller | None:
    """What `boto3.client("rds")` and `….Table("Orders")` make."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return None
    if node.func.attr == TABLE:
        return _Caller("dynamodb", True)
    if node.func.attr == "client" and node.args and isinstance(node.args[0], ast.Constant):
        return _Caller(str(node.args[0].value), False)
    return None


def _call(node: ast.Call, method: str, caller: _Caller) -> Iterator[str]:
    if models.service(caller.service) is None:
        yield f"「{caller.service}」というサービスはありません"
        return
    if method in OWN_METHODS[TABLE if caller.is_table else "client"]:
        return
    operation = models.operations(caller.service, "_").get(method)
    shape = operation.input_shape if operation else None
    if operation is None or (caller.is_table and "TableName" not in shape.members):
        yield f"「{caller.service}」に「{method}」というメソッドはありません"
        return
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    values: dict[str, object] = {}
    for name, value in given.items():
        if name is None:
            continue
        if not shape or name not in shape.members or (caller.is_table and name == "TableName"):
            yield f"{method}()に「{name}」という引数はありません"
            continue
        try:
            # A table takes Python's own values, which boto3 turns into the API's.
            values[name] = stand_in(shape.members[name]) if caller.is_table else ast.literal_eval(value)
        except ValueError:
            values[name] = stand_in(shape.members[name])
    if not shape or None in given:
        return
    if caller.is_table:
        values["TableName"] = "x"
    for member in operation.idempotent_members:
        values.setdefault(member, "x")
    yield from (f"{method}()：{problem}" for problem in problems(shape, values))
