"""AWS CLI commands against the API models: operation, options, values, `--query`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from botocore import xform_name
from botocore.model import OperationModel

from handbook.api import models
from handbook.api.exceptions import Exceptions
from handbook.api.output import check_query
from handbook.api.shell import Command, Unreadable
from handbook.api.values import from_words, problems

EVERYWHERE = frozenset({
    "debug", "endpoint-url", "no-verify-ssl", "no-paginate", "output", "query", "profile", "region", "version", "color", "no-sign-request",
    "ca-bundle", "cli-read-timeout", "cli-connect-timeout", "cli-binary-format", "no-cli-pager", "cli-auto-prompt", "no-cli-auto-prompt",
    "cli-input-json", "cli-input-yaml", "generate-cli-skeleton",
})
PAGING = frozenset({"starting-token", "page-size", "max-items"})


def check_command(command: Command, file: str | None, allowed: Exceptions) -> Iterator[tuple[int, str]]:
    """Line and what is wrong there."""
    name = f"{command.service} {command.operation}"
    if allowed.is_cli_only(name):
        return
    if models.service(command.service) is None:
        yield command.line, f"「aws {command.service}」というサービスはありません"
        return
    known = models.waiters(command.service) if command.is_wait else models.operations(command.service, "-")
    operation = known.get(command.operation)
    if operation is None:
        kind = "waitの条件" if command.is_wait else "操作"
        yield command.line, f"「aws {command.service}」に「{command.operation}」という{kind}はありません"
        return
    if command.strays:
        yield command.strays[0].line, f"「{command.strays[0].text}」は、どのオプションの値でもありません"
    yield from _options(command, operation, file, allowed, name)


def _options(
    command: Command, operation: OperationModel, file: str | None, allowed: Exceptions, name: str
) -> Iterator[tuple[int, str]]:
    shape = operation.input_shape
    members = {xform_name(member, "-"): member for member in shape.members} if shape else {}
    everywhere = EVERYWHERE | (PAGING if models.has_pages(command.service, operation.name) else frozenset())
    values: dict[str, object] = {}
    is_whole = True     # all values can be read, so that missing ones are missing
    for option, words in command.options.items():
        line = words[0].line if words else command.line
        positive = option.removeprefix("no-")
        try:
            if option in members:
                values[members[option]] = from_words(shape.members[members[option]], words, file)
            elif positive in members and shape.members[members[positive]].type_name == "boolean":
                values[members[positive]] = False
            elif option == "query" and words and words[0].is_known:
                check_query(words[0].text, operation.output_shape)
            elif option not in everywhere and not allowed.is_cli_option(name, option):
                yield line, f"「aws {name}」に「--{option}」というオプションはありません"
        except Unreadable as error:
            is_whole = False
            yield line, f"--{option}：{error}" if option != "query" else str(error)
    if shape and is_whole and not command.options.keys() & {"cli-input-json", "cli-input-yaml", "generate-cli-skeleton"}:
        for member in operation.idempotent_members:
            values.setdefault(member, "x")      # the client fills these in
        for problem in problems(shape, values):
            yield _line_of(problem, command, members), f"「aws {name}」：{problem}"


def _line_of(problem: str, command: Command, members: Mapping[str, str]) -> int:
    """Where the option stands that the validator speaks of."""
    for option, words in command.options.items():
        if words and re.search(rf"\b{members.get(option, option)}\b", problem):
            return words[0].line
    return command.line
