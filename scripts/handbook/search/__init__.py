"""What the search of the built site reads: `site/search/` (see docs/about/decisions/search.md)."""

from handbook.search.assets import write_search

__all__ = ["write_search"]
