"""Let long names in tables break between their words.

`ProvisionedThroughputExceededException` is one word to a browser: on a phone it takes the whole table and leaves
one character for each other column. A `<wbr>` at its joints changes neither the text nor what a reader copies.
Used through mkdocs.yml as `handbook.markdown.long_names`.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

CELL = re.compile(r"<td\b.*?</td>", re.DOTALL)
# Tags are matched to be passed over: attributes stay as they are.
TAG_OR_NAME = re.compile(r"<[^>]*>|[A-Za-z][\w.:]{13,}", re.ASCII)
JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[_.:])(?=\w)", re.ASCII)


def _with_breaks(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("<") else JOINT.sub("<wbr>", found[0])


class _BreakNames(Postprocessor):
    def run(self, text: str) -> str:
        return CELL.sub(lambda cell: TAG_OR_NAME.sub(_with_breaks, cell[0]), text)


class LongNames(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # After stashed HTML, inline code among it, is back in the text (30).
        md.postprocessors.register(_BreakNames(md), "long-names", 5)


def makeExtension(**options: Any) -> LongNames:
    return LongNames(**options)
