"""Where things are in the repository."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
DATA = ROOT / "data"
SITE = ROOT / "site"
CACHE = ROOT / ".cache"
CONFIG = ROOT / "mkdocs.yml"
NODE_MODULES = ROOT / "node_modules"
