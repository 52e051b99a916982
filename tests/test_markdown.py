"""Our extension of Markdown, and the fence of the diagrams, as the pages use them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import markdown
import pytest
from pymdownx.superfences import SuperFencesException

from handbook.cache import Cache
from handbook.diagrams import Undrawable, Unsupported, draw, drawing
from handbook.diagrams.fence import render, validate

FLOW = 'flowchart TB\n  accTitle: 題\n  accDescr: 説明\n  a["1 < 2 & 3"]:::accent --> b[("倉庫")]:::store\n'


def html(text: str) -> str:
    return markdown.markdown(text, extensions=["handbook.markdown.line_breaks"])


@pytest.mark.parametrize(("text", "shown"), [
    ("一つ目。\n二つ目。", "<p>一つ目。二つ目。</p>"),
    ("表を\nGSIで引く", "<p>表をGSIで引く</p>"),
    ("GSI\nで引く", "<p>GSIで引く</p>"),
    ("two\nwords", "<p>two\nwords</p>"),
    ("**太字**\n続き", "<p><strong>太字</strong>続き</p>"),
    ("    コード\n    次の行", "<pre><code>コード\n次の行\n</code></pre>"),
])
def test_japanese_lines_join_without_a_space(text: str, shown: str) -> None:
    assert html(text) == shown


@pytest.mark.parametrize(("cell", "shown"), [
    ("`ResourceInUseException`", "<td><code>Resource<wbr>In<wbr>Use<wbr>Exception</code></td>"),
    ("AmazonDynamoDBFullAccess_v2", "<td>Amazon<wbr>Dynamo<wbr>DBFull<wbr>Access_<wbr>v2</td>"),
    ("`dynamodb:LeadingKeys`", "<td><code>dynamodb:<wbr>Leading<wbr>Keys</code></td>"),
    ("`PutItem`", "<td><code>PutItem</code></td>"),
    ("[名](a/LongAddressOfSomePage.md)", '<td><a href="a/LongAddressOfSomePage.md">名</a></td>'),
])
@pytest.mark.parametrize("inline", [[], ["pymdownx.inlinehilite"]])
def test_long_names_break_between_their_words_in_tables(inline: list[str], cell: str, shown: str) -> None:
    extensions = ["tables", "handbook.markdown.long_names", *inline]
    table = markdown.markdown(f"| 名前 |\n| --- |\n| {cell} |\n\n`ResourceInUseException`", extensions=extensions)

    assert shown in table
    assert "<p><code>ResourceInUseException</code></p>" in table


def test_attributes_of_a_paragraph_are_not_its_text() -> None:
    extensions = ["attr_list", "handbook.markdown.line_breaks"]

    assert markdown.markdown("一行目。\n二行目。\n{ .screen-only }", extensions=extensions) == '<p class="screen-only">一行目。二行目。</p>'


def figure(source: str, **options: str) -> str:
    return render(source, "mermaid", "", {"id": "fig-x", "caption": "題 & 図", **options}, None)


def test_drawing_is_the_same_every_time() -> None:
    """Drawn anew, not read from a cache."""
    drawn = []
    for _ in range(2):
        drawing._context.cache_clear()
        drawn.append(drawing._render(FLOW, json.dumps({"idPrefix": "fig-x-"})))

    assert "<svg" in drawn[0]
    assert drawn[0] == drawn[1]


def test_drawing_is_kept_for_whoever_needs_it_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_drawn", lambda: Cache(tmp_path, ".json", "tools"))
    draw.cache_clear()
    first = draw(FLOW, "fig-x-")
    draw.cache_clear()
    monkeypatch.setattr(drawing, "_render", lambda *_: pytest.fail("drawn twice"))

    assert draw(FLOW, "fig-x-") == first
    draw.cache_clear()


def test_drawing_escapes_labels_and_prefixes_ids() -> None:
    svg = draw(FLOW, "fig-x-").svg

    assert "1 &lt; 2 &amp; 3" in svg
    assert (ids := re.findall(r' id="([^"]+)"', svg)) and all(name.startswith("fig-x-") for name in ids)
    assert 'class="pele-node pele-shape-cyl store"' in svg


def test_drawing_takes_its_colours_from_the_page() -> None:
    assert not re.search(r'(fill|stroke)="#', draw(FLOW).svg)


def test_figure_has_caption_drawing_and_copyable_source() -> None:
    shown = figure(FLOW)

    assert '<figure class="diagram" id="fig-x">' in shown
    assert "<figcaption>図：題 &amp; 図</figcaption>" in shown
    assert "<svg" in shown and "<pre><code>flowchart TB" in shown and "1 &lt; 2 &amp; 3" in shown


def test_syntax_error_names_its_line() -> None:
    with pytest.raises(Undrawable) as broken:
        draw('flowchart TB\n  a["一"] --> b["二"]\n  a -->| c\n')
    assert broken.value.line == 3


def test_syntax_error_stops_the_build() -> None:
    with pytest.raises(SuperFencesException, match="fig-x"):
        figure("flowchart TB\n  a -->| b\n")


def test_unknown_kind_is_left_to_the_browser() -> None:
    with pytest.raises(Unsupported):
        draw("nosuchdiagram\n  a --> b\n")
    assert '<div class="mermaid">nosuchdiagram' in figure("nosuchdiagram\n  a --&gt; b\n")


def test_browser_can_be_asked_for() -> None:
    shown = figure(FLOW, renderer="browser")

    assert '<div class="mermaid">flowchart TB' in shown and "1 &lt; 2 &amp; 3" in shown and "<svg" not in shown


def test_unknown_option_is_refused() -> None:
    with pytest.raises(SuperFencesException, match="width"):
        validate("mermaid", {"width": "10"}, {}, {}, None)
