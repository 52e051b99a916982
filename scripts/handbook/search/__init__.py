"""What the search of the built site reads: `site/search/` (see docs/about/decisions/search.md)."""
