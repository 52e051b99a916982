"""Join Japanese lines without a space.

Writers put one sentence on a line. HTML shows a line break as a space, which is right between Latin
words and wrong beside Japanese. Used through mkdocs.yml as `handbook.markdown.line_breaks`.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

# Kana, kanji, full-width forms and Japanese punctuation.
JAPANESE = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
# A stashed inline element counts as Latin: only a Japanese neighbour drops the break.
# A line of attributes (`{ .class }`) ends its block: attr_list finds it by its line break.
BREAK = re.compile(rf"(?<=[{JAPANESE}])\n(?!\{{)|\n(?=[{JAPANESE}])")
VERBATIM = {"code", "pre", "script", "style"}


class _JoinLines(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag not in VERBATIM and element.text:
                element.text = BREAK.sub("", element.text)
            if element.tail:
                element.tail = BREAK.sub("", element.tail)


class LineBreaks(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # After the inline patterns (20): text is split into elements by then.
        md.treeprocessors.register(_JoinLines(md), "japanese-line-breaks", 15)


def makeExtension(**options: Any) -> LineBreaks:
    return LineBreaks(**options)
