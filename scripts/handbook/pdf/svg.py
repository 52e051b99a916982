"""Diagrams for paper: colours and sizes written out, because a PDF knows neither style sheets nor variables."""

from __future__ import annotations

import re
from functools import cache

from selectolax.lexbor import LexborNode

from handbook.paths import DOCS

# The drawing's natural letters (16 px) at 8.5 pt, and the room it may take: a taller one leaves too much paper white.
# It is made smaller to the wished height, as long as its letters are not below 7 pt, and to the greatest in any case.
MM_PER_PX = 8.5 / 16 * 25.4 / 72
SMALLEST = 7 / 8.5
WIDEST_MM, WISHED_MM, HIGHEST_MM = 174, 100, 116
PALETTE = DOCS / "assets" / "stylesheets" / "palette.css"
INK, SOFT, PAPER, SUNK = "#111111", "#444444", "#ffffff", "#f4f4f2"
# The variables that the drawer sets on its root, in the light colours of components.css on white paper.
VARIABLES = {
    "--_bg": PAPER, "--_fg": INK, "--_m": SOFT, "--_l": SOFT, "--_s": PAPER, "--_a": SUNK, "--_b": SOFT, "--_r": "4",
}
VARIABLE = re.compile(r"var\((--_\w+)(?:,[^()]*)?\)")
MIX = re.compile(r"color-mix\(in srgb, ?(#\w{6}) ([\d.]+)%, ?(#\w{6})\)")
SHAPES = "rect, path, circle, ellipse, polygon"


@cache
def accents() -> dict[str, str]:
    """The light accent of every chapter."""
    light = PALETTE.read_text(encoding="utf-8").partition('[data-md-color-scheme="slate"]')[0]
    return dict(re.findall(r"--accent-(\w+): (#\w{6})", light))


def accent(folder: str) -> str:
    return accents().get(folder, accents()["home"])


def mix(first: str, share: float, second: str) -> str:
    """`share` per cent of the first colour and the rest of the second, as color-mix() in sRGB does."""
    pairs = zip(bytes.fromhex(first[1:]), bytes.fromhex(second[1:]), strict=True)
    return "#" + "".join(f"{round(a * share / 100 + b * (1 - share / 100)):02x}" for a, b in pairs)


def resolve(value: str, colours: dict[str, str]) -> str:
    """`value` without var() and color-mix()."""
    plain = VARIABLE.sub(lambda match: colours[match[1]], value)
    return MIX.sub(lambda match: mix(match[1], float(match[2]), match[3]), plain)


def for_paper(svg: LexborNode, chapter_accent: str) -> None:
    """Change the drawing in place; its title becomes the whole alternative text."""
    colours = {**VARIABLES, "--_c": chapter_accent}
    width, height = float(svg.attributes["width"] or 0), float(svg.attributes["height"] or 0)
    scale = min(MM_PER_PX, WIDEST_MM / width, HIGHEST_MM / height, max(WISHED_MM / height, SMALLEST * MM_PER_PX))
    description = svg.css_first("desc")
    title = svg.css_first("title")
    alternative = "。".join(filter(None, [title.text(), description.text() if description else ""]))
    for node in svg.css("*"):
        for name, value in list(node.attributes.items()):
            if value and ("var(" in value or "color-mix(" in value):
                node.attrs[name] = resolve(value, colours)
        if (style := node.attributes.get("style")) and node.tag != "svg":
            # `rx` is a property on the screen, an attribute on paper.
            node.attrs["rx"] = style.partition("rx:")[2] or "0"
            del node.attrs["style"]
    for kind, fill in (("accent", mix(chapter_accent, 14, PAPER)), ("store", SUNK)):
        for node in svg.css(f"g.pele-node.{kind}"):
            for shape in _own_shapes(node):
                if shape.attributes.get("fill") != "none":
                    shape.attrs["fill"] = fill
                if kind == "accent":
                    shape.attrs["stroke"], shape.attrs["stroke-width"] = chapter_accent, "2"
    for node in svg.css("g.pele-node.muted"):
        for shape in _own_shapes(node):
            shape.attrs["stroke-dasharray"] = "4 3"
    svg.attrs["width"], svg.attrs["height"] = f"{width * scale:.2f}mm", f"{height * scale:.2f}mm"
    svg.attrs["style"] = "font-family: BIZ UDPGothic, sans-serif; font-size: 16px"
    svg.attrs["fill"] = INK
    title.inner_html = ""
    title.insert_child(alternative)
    if description:
        description.decompose()
        del svg.attrs["aria-describedby"]


def _own_shapes(node: LexborNode) -> list[LexborNode]:
    return [shape for shape in node.iter() if shape.tag in SHAPES.split(", ")]
