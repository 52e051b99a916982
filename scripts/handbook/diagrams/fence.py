"""The `mermaid` fence of the pages: a figure with caption, drawing and copyable source.

Used by pymdownx.superfences through mkdocs.yml. Writers' rules are checked before the build
(handbook.checks.diagrams, with file and line); what fails here all the same stops the build.
"""

from __future__ import annotations

from html import escape
from typing import Any

from pymdownx.superfences import SuperFencesException

from handbook.diagrams.drawing import Undrawable, Unsupported, draw

OPTIONS = frozenset({"id", "caption", "renderer"})
# HTML wants a caption first or last in its figure; components.css shows it above the tools.
FIGURE = """\
<figure class="diagram" id="{id}">
<div class="diagram__canvas" data-search-exclude>{canvas}</div>
<div class="diagram__tools" data-search-exclude>
<button type="button" class="diagram__enlarge" hidden aria-label="図を拡大：{caption}">拡大</button>
<details class="diagram__source"><summary>図のソース</summary>
<pre><code>{source}</code></pre>
</details>
</div>
<figcaption>図：{caption}</figcaption>
</figure>"""


def validate(
    language: str, inputs: dict[str, str], options: dict[str, Any], attrs: dict[str, Any], md: Any
) -> bool:
    """Accept a fence with our options only; superfences hands them over one fence at a time."""
    if unknown := set(inputs) - OPTIONS:
        raise SuperFencesException(f"mermaid: 知らない指定です：{', '.join(sorted(unknown))}")
    options.update(inputs)
    return True


def render(
    source: str, language: str, css_class: str, options: dict[str, Any], md: Any, **_: Any
) -> str:
    """Return the figure's HTML.

    `renderer="browser"`, or a kind of diagram that the drawer does not know, leaves the drawing to the
    self-hosted mermaid.js, which mkdocs-mermaid2-plugin adds to pages with a `div.mermaid`.
    """
    identifier, caption = options.get("id", ""), options.get("caption", "")
    try:
        if options.get("renderer") == "browser":
            raise Unsupported("renderer=browser", 1)
        canvas = draw(source, f"{identifier}-").svg
    except Unsupported:
        canvas = f'<div class="mermaid">{escape(source)}</div>'
    except Undrawable as error:
        raise SuperFencesException(f"{identifier}: {error.line}行目：{error}") from error
    return FIGURE.format(
        id=escape(identifier), caption=escape(caption), canvas=canvas, source=escape(source.strip())
    )
