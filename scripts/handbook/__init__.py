"""Tools that turn `data/` and `docs/` into the handbook's site and keep it true.

Data flows one way: `data/` → views → pages → `mkdocs build` → `site/` → checks.
"""
