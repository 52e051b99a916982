"""How records of `data/` look in pages: pure functions from records to Markdown."""
