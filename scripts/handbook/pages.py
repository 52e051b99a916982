"""Read a page's source once, fence-aware and with line numbers, for every check and view.

Only what the checks ask is parsed: front matter, headings, fences, links, images. Code is blanked in
`prose`, so that a sample never counts as a heading or a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from handbook.yamlfile import parse_yaml

FENCE = re.compile(r"^(?P<indent> *)(?P<marks>`{3,}|~{3,}) *(?P<info>[^`]*)$")
HEADING = re.compile(r"^(?P<marks>#{1,6}) +(?P<text>.*?)\s*$")
ATTRIBUTES = re.compile(r"\s*\{(?P<list>:?[^{}]*)\}$")
INLINE_CODE = re.compile(r"(?P<marks>`+)(?!`).+?(?<!`)(?P=marks)(?!`)")
LINK = re.compile(r"(?P<bang>!?)\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^()\s]*(?:\([^()]*\))?[^()\s]*)(?: +\"[^\"]*\")?\)")
OPTION = re.compile(r"(?P<key>[a-z_]+)=\"(?P<value>[^\"]*)\"")
MACRO = re.compile(r"\[= *(?P<name>\w+)\((?P<arguments>.*?)\) *=\]")
# Says that the numbers of a text are invented; readers do not see it.
EXAMPLE = re.compile(r"\[## *example *##\]")


class Heading(NamedTuple):
    line: int
    level: int
    text: str
    id: str | None
    attributes: str | None   # what stands between the braces, spaces included; None without braces


class Fence(NamedTuple):
    line: int                # of the opening marks
    language: str
    options: dict[str, str]
    content: str
    indent: int
    end: int                 # line of the closing marks
    closed: bool


class Link(NamedTuple):
    line: int
    text: str
    target: str
    is_image: bool


class MacroCall(NamedTuple):
    line: int
    name: str
    arguments: list[str]     # the quoted ones


def macro_calls(text: str, line: int = 0) -> list[MacroCall]:
    """The calls in a text that stands on one line."""
    return [
        MacroCall(line, match["name"], re.findall(r"[\"']([^\"']*)[\"']", match["arguments"]))
        for match in MACRO.finditer(text)
    ]


@dataclass(frozen=True)
class Page:
    """One Markdown file. `path` is relative to the docs folder, `source` is the whole text."""

    path: str
    source: str
    repository_path: str

    @cached_property
    def lines(self) -> list[str]:
        return self.source.split("\n")

    @cached_property
    def front_matter_end(self) -> int:
        """Number of lines up to and including the closing `---`; 0 without front matter."""
        if self.lines[0] != "---":
            return 0
        for number, line in enumerate(self.lines[1:], start=2):
            if line == "---":
                return number
        return 0

    @cached_property
    def meta(self) -> dict[str, Any]:
        """Front matter.

        Raises:
            BrokenData: when it is not YAML; names the line.
        """
        text = "\n".join(self.lines[1:self.front_matter_end - 1]) if self.front_matter_end else ""
        values, _ = parse_yaml(text, self.repository_path, first_line=2)
        return values if isinstance(values, dict) else {}

    @cached_property
    def fences(self) -> list[Fence]:
        fences: list[Fence] = []
        opening: tuple[int, re.Match[str]] | None = None
        for number, line in enumerate(self.lines[self.front_matter_end:], start=self.front_matter_end + 1):
            match = FENCE.match(line)
            if opening is None:
                if match:
                    opening = (number, match)
            elif match and match["marks"].startswith(opening[1]["marks"]) and not match["info"].strip():
                fences.append(self._fence(*opening, end=number, closed=True))
                opening = None
        if opening is not None:
            fences.append(self._fence(*opening, end=len(self.lines), closed=False))
        return fences

    def _fence(self, line: int, match: re.Match[str], end: int, closed: bool) -> Fence:
        indent = len(match["indent"])
        info = match["info"].strip()
        body = self.lines[line:end - 1 if closed else end]
        content = "\n".join(text.lstrip() if text[:indent].strip() else text[indent:] for text in body)
        options = {option["key"]: option["value"] for option in OPTION.finditer(info)}
        return Fence(line, info.split(maxsplit=1)[0] if info else "", options, content, indent, end, closed)

    @cached_property
    def unfenced(self) -> list[str]:
        """The lines with front matter, fences and HTML comments blanked; numbers stay."""
        lines = list(self.lines)
        lines[:self.front_matter_end] = [""] * self.front_matter_end
        for fence in self.fences:
            lines[fence.line - 1:fence.end] = [""] * (fence.end - fence.line + 1)
        text = re.sub(r"<!--.*?-->", lambda match: "\n" * match[0].count("\n"), "\n".join(lines), flags=re.S)
        return text.split("\n")

    @cached_property
    def prose(self) -> list[str]:
        """`unfenced`, with the characters of inline code replaced by spaces."""
        return [INLINE_CODE.sub(lambda match: " " * len(match[0]), line) for line in self.unfenced]

    @cached_property
    def headings(self) -> list[Heading]:
        headings = []
        for number, line in enumerate(self.unfenced, start=1):
            if match := HEADING.match(line):
                attributes = ATTRIBUTES.search(match["text"])
                identifier = re.search(r"#([^\s}]+)", attributes["list"]) if attributes else None
                headings.append(Heading(
                    number, len(match["marks"]), ATTRIBUTES.sub("", match["text"]),
                    identifier[1] if identifier else None, attributes["list"] if attributes else None,
                ))
        return headings

    @cached_property
    def links(self) -> list[Link]:
        return [
            Link(number, match["text"], match["target"], bool(match["bang"]))
            for number, line in enumerate(self.prose, start=1)
            for match in LINK.finditer(line)
        ]

    @cached_property
    def macros(self) -> list[MacroCall]:
        """Calls anywhere on the page, code included, but not between `[% raw %]` and `[% endraw %]`."""
        calls = []
        raw = False
        for number, line in enumerate(self.lines, start=1):
            raw = raw or "[% raw %]" in line
            if not raw:
                calls += macro_calls(line, number)
            raw = raw and "[% endraw %]" not in line
        return calls

    @cached_property
    def ids(self) -> set[str]:
        """Every id that the source gives: of headings and of diagrams."""
        return {heading.id for heading in self.headings if heading.id} | {
            fence.options["id"] for fence in self.fences if "id" in fence.options
        }


def read_page(file: Path, docs: Path) -> Page:
    source = file.read_text(encoding="utf-8")
    return Page(file.relative_to(docs).as_posix(), source, file.relative_to(docs.parent).as_posix())


def read_pages(docs: Path) -> dict[str, Page]:
    """Every page below `docs`, by its path relative to it."""
    return {page.path: page for page in (read_page(file, docs) for file in _markdown_files(docs))}


def _markdown_files(docs: Path) -> Iterable[Path]:
    return sorted(file for file in docs.rglob("*.md") if "vendor" not in file.parts)
