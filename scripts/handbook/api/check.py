"""Every page's commands, calls and API names, against the models."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handbook.api import models
from handbook.api.calls import check_calls
from handbook.api.cli import check_command
from handbook.api.exceptions import Exceptions
from handbook.api.shell import Unreadable, commands
from handbook.findings import Finding
from handbook.pages import INLINE_CODE, MACRO, Fence, Page

# The services that the pages below dynamodb/ speak of by API names.
FAMILY = ("dynamodb", "dynamodbstreams", "dax", "application-autoscaling", "cloudwatch", "kinesis", "lambda")
CHAPTER = "dynamodb/"
CAMEL = re.compile(r"[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*")
SNAKE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
PAIR = re.compile(rf"(?P<name>{CAMEL.pattern})=(?P<value>[A-Z][A-Z0-9_]+)")        # Select=COUNT
PERMISSION = re.compile(r"\b(?P<service>dynamodb|dax):(?P<name>[A-Z]\w+)")


def findings(pages: Iterable[Page], allowed: Exceptions) -> list[Finding]:
    """Everything that no model knows, and exceptions that nothing needs."""
    found = [finding for page in pages for finding in _page(page, allowed)]
    return sorted({*found, *allowed.unused()})


def _page(page: Page, allowed: Exceptions) -> Iterator[Finding]:
    def finding(line: int, rule: str, problem: str) -> Finding:
        return Finding(page.repository_path, line, rule, f"{problem} → いまの名前や書き方に直す（例外はdata/api-names.yml）")

    json_before: Fence | None = None
    for fence in page.fences:
        content = MACRO.sub("1", fence.content)
        if fence.language == "json":
            json_before = fence
        if fence.language == "bash":
            file = json_before.content if json_before else None
            yield from (finding(line, "api-command", problem) for line, problem in _script(content, fence.line + 1, file, allowed))
        if fence.language == "python":
            yield from (finding(line, "api-call", problem) for line, problem in check_calls(content, fence.line + 1))
        if fence.language in ("bash", "json", "python"):
            for number, line in enumerate(content.split("\n"), start=fence.line + 1):
                yield from (finding(number, "api-name", problem) for problem in _permissions(line, allowed))
    if page.path.startswith(CHAPTER):
        for number, line in enumerate(page.unfenced, start=1):
            for code in INLINE_CODE.finditer(line):
                yield from (finding(number, "api-name", problem) for problem in _inline(code[0].strip("` "), allowed))


def _script(content: str, first_line: int, file: str | None, allowed: Exceptions) -> Iterator[tuple[int, str]]:
    try:
        found = commands(content, first_line)
    except Unreadable as error:
        yield first_line, str(error)
        return
    for command in found:
        yield from check_command(command, file, allowed)
        namespace, metric = (command.options.get(option, []) for option in ("namespace", "metric-name"))
        if command.service == "cloudwatch" and namespace and metric:
            metrics = allowed.metrics(namespace[0].text)
            if metrics is not None and metric[0].text not in metrics:
                yield metric[0].line, f"{namespace[0].text}に「{metric[0].text}」というメトリクスはありません"


def _permissions(text: str, allowed: Exceptions) -> Iterator[str]:
    for match in PERMISSION.finditer(text):
        is_operation = match["name"] in models.service(match["service"]).operation_names
        # DAX has the data operations of DynamoDB as its own permissions.
        is_data = match["service"] == "dax" and match["name"] in models.service("dynamodb").operation_names
        if not (is_operation or is_data or allowed.is_name(match[0])):
            yield f"「{match[0]}」という権限も条件キーもありません"


def _inline(code: str, allowed: Exceptions) -> Iterator[str]:
    yield from _permissions(code, allowed)
    pair = PAIR.fullmatch(code)
    names = pair.groups() if pair else [code] if CAMEL.fullmatch(code) or SNAKE.fullmatch(code) else []
    for name in names:
        if name not in models.names(FAMILY) and not allowed.is_name(name):
            yield f"「{name}」という名前は、DynamoDBと関わるAPIにありません"
