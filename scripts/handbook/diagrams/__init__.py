"""Mermaid diagrams, drawn to inline SVG while the site is built."""

from handbook.diagrams.drawing import Drawing, Undrawable, Unsupported, draw

__all__ = ["Drawing", "Undrawable", "Unsupported", "draw"]
