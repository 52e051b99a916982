"""What has been set once is not set again: the cache of PDFs, below .cache/pdf."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from handbook.cache import Cache
from handbook.pdf.fonts import fonts_digest

LIBRARIES = ("weasyprint", "pydyf", "fonttools", "pikepdf", "tinyhtml5", "tinycss2")


@cache
def tools_digest() -> str:
    """Digest of this package, of the libraries' versions and of the fonts."""
    from weasyprint.text.ffi import pango

    digest = hashlib.sha256(f"{pango.pango_version()} {fonts_digest()}".encode())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)} ".encode())
    for file in sorted(Path(__file__).parent.glob("*.*")):
        if file.suffix in (".py", ".css"):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def cache_in(folder: Path) -> Cache:
    """The finished PDFs and their parts in a folder."""
    return Cache(folder, ".pdf", tools_digest())
