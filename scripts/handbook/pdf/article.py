"""One built page as it stands in its chapter's document: for paper, with everything unrolled and noted."""

from __future__ import annotations

import base64
import mimetypes
import posixpath
import re
from html import escape
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from handbook.data import Library
from handbook.pdf import blocks, svg, tables
from handbook.pdf.addresses import REFERENCE, Addresses, key
from handbook.pdf.inline import JOINER
from handbook.pdf.notes import Notes, address, fact_note
from handbook.pdf.slots import MARK, Slots
from handbook.terms import url
from handbook.views import facts

# What only a screen has a use for. On paper the columns share the width by their words already (tables.py).
SCREEN_ONLY = (
    "wbr, .headerlink, .diagram__tools, .chapter-pdf, .screen-only, .term-jumps, .calc, .calc-without, script, style, input, .tabbed-labels"
)
REFERENCES = ("aria-labelledby", "aria-describedby", "headers")
BLOCKS, END = ("li", "p", "td", "dd"), re.compile(r"[」）。\s]*")
FACT = re.compile(r"#fact-(?P<id>.+)$")


def article(library: Library, site: Path, page: str, addresses: Addresses, folder: str) -> str:
    """HTML of one page, its headings one level lower (the chapter's title is the h1).

    Args:
        page: path below docs/.
        folder: of the chapter; empty for the home page.
    """
    tree = LexborHTMLParser((site / url(page) / "index.html").read_text(encoding="utf-8"))
    node = tree.css_first("article")
    slots, prefix = Slots(), key(page)
    unroll_tabs(node, slots)
    for screen in node.css(SCREEN_ONLY):
        screen.decompose()
    for box in node.css("a .nobr"):     # a box inside a link would be a second link of the PDF
        box.unwrap()
    for drawing in node.css("svg"):
        svg.for_paper(drawing, svg.accent(folder))
    _embed_pictures(node, site, page)
    _prefix_ids(node, prefix)
    notes = Notes(prefix)
    _resolve_links(node, slots, notes, library, page, addresses)
    blocks.prepare(node)
    unroll_details(node, slots)
    for item in node.css("li:has(> p)"):
        item.attrs["class"] = "loose"
    tables.prepare(node, slots)
    for level in range(5, 0, -1):
        for heading in node.css(f"h{level}"):
            identifier = f' id="{prefix}"' if level == 1 else f' id="{escape(heading.attributes.get("id") or "")}"'
            slots.rename(heading, f"<h{level + 1}{identifier}>", f"</h{level + 1}>")
    inner = re.sub(r"^<article[^>]*>|</article>$", "", slots.html(node)).strip()
    return f'<article class="page">\n{re.sub(chr(10) + "{3,}", chr(10), inner)}\n{notes.html()}</article>\n'


def unroll_tabs(node: LexborNode, slots: Slots) -> None:
    """Every tab below the one before, with its title."""
    for tabs in node.css(".tabbed-set"):
        labels = [label.text().strip() for label in tabs.css(".tabbed-labels label")]
        for label, block in zip(labels, tabs.css(".tabbed-block"), strict=True):
            slots.wrap(block, f'<div class="tab"><p class="tab-title">{escape(label)}</p>', "</div>")


def unroll_details(node: LexborNode, slots: Slots) -> None:
    """Folded text as an open frame."""
    for summary in node.css("details > summary"):
        slots.rename(summary, '<p class="admonition-title">', "</p>")
    for details in node.css("details"):
        kind = details.attributes.get("class") or "note"
        slots.rename(details, f'<div class="admonition {escape(kind)}">', "</div>")


def _embed_pictures(node: LexborNode, site: Path, page: str) -> None:
    """Pictures stand in the document itself."""
    for picture in node.css("img[src]"):
        file = site / posixpath.normpath(posixpath.join(url(page), picture.attributes["src"] or ""))
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        picture.attrs["src"] = f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode('ascii')}"


def _prefix_ids(node: LexborNode, prefix: str) -> None:
    for element in node.css("[id]"):
        element.attrs["id"] = f"{prefix}--{element.attributes['id']}"
    for name in REFERENCES:
        for element in node.css(f"[{name}]"):
            element.attrs[name] = " ".join(f"{prefix}--{part}" for part in (element.attributes[name] or "").split())


def _resolve_links(node: LexborNode, slots: Slots, notes: Notes, library: Library, page: str, addresses: Addresses) -> None:
    for link in node.css("a[href]"):
        href = link.attributes["href"] or ""
        kinds = (link.attributes.get("class") or "").split()
        target = addresses.resolve(href, page)
        fact = FACT.search(href)
        is_value = "fact-mark" in kinds or "fact-date" in kinds
        if "title" in link.attributes:
            del link.attrs["title"]
        if is_value and fact and target.kind != "internal":
            mark = notes.mark(fact_note(library, facts.find_fact(library, fact["id"])))
            if "fact-mark" in kinds:
                slots.replace(link, mark)
            else:
                slots.rename(link, '<span class="fact-date">', f"</span>{mark}")
            continue
        link.attrs["href"] = target.href
        if target.kind == "external":
            shown, cell = link.text().strip(), link.parent
            if cell is not None and cell.tag == "td" and cell.text().strip() == shown:
                link.insert_after(slots.mark(f"<br>{address(href)}"))       # a list of sources: no need to look it up
            elif shown != href:
                link.insert_after(slots.mark(notes.mark(address(href))))
        elif name := addresses.name(href, page):
            _refer(link, slots, name, inside=target.kind == "internal" and not name.startswith(f"{key(page)}--"))


def _refer(link: LexborNode, slots: Slots, name: str, *, inside: bool) -> None:
    """Room for the number of the page where `name` stands; binding.py writes it where that page is in the same PDF.

    In the midst of a sentence only where it surely is: a place left empty at the end of a block is not seen.
    """
    room = f'{JOINER}<span class="page-ref" data-to="{REFERENCE}{escape(name)}"></span>{JOINER}'
    block = link.parent
    while block is not None and block.tag not in BLOCKS:
        block = block.parent
    if block is None or (link.attributes.get("class") or "") == "term":
        return
    if END.fullmatch(_text_after(link, block)):
        # After several links in a row, a number would seem to be that of all.
        if inside or not _in_a_row(link):
            block.insert_child(slots.mark(room))
    elif inside:
        link.insert_after(slots.mark(room))


def _in_a_row(link: LexborNode) -> bool:
    between = link.prev
    return (
        between is not None and between.is_text_node and (between.text_content or "").strip() in ("、", "・")
        and between.prev is not None and between.prev.tag == "a"
    )


def _text_after(link: LexborNode, block: LexborNode) -> str:
    """What of the block's text follows the link."""
    parts, node = [], link
    while node is not None and node.mem_id != block.mem_id:
        after = node.next
        while after is not None:
            parts.append(after.text() if after.is_element_node else after.text_content or "")
            after = after.next
        node = node.parent
    return MARK.sub("", "".join(parts))
