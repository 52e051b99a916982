"""What has been set once is not set again: files below .cache/pdf, named by a digest of all that they are made of."""

from __future__ import annotations

import hashlib
import os
import time
from functools import cache
from importlib.metadata import version
from pathlib import Path

from handbook.pdf.fonts import fonts_digest

LIBRARIES = ("weasyprint", "pydyf", "fonttools", "pikepdf", "tinyhtml5", "tinycss2")
KEPT_DAYS = 14


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


class Cache:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def file(self, *parts: str | bytes) -> Path:
        """Where the file made of `parts` stands, or will stand."""
        digest = hashlib.sha256(tools_digest().encode())
        for part in parts:
            data = part.encode() if isinstance(part, str) else part
            digest.update(len(data).to_bytes(8, "big") + data)
        return self._folder / f"{digest.hexdigest()[:40]}.pdf"

    def read(self, file: Path) -> bytes | None:
        try:
            os.utime(file)
            return file.read_bytes()
        except FileNotFoundError:
            return None

    def write(self, file: Path, content: bytes) -> None:
        """At once or not at all: another build may read at the same time."""
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(content)
        part.replace(file)

    def forget_old(self) -> None:
        oldest = time.time() - KEPT_DAYS * 86_400
        for file in self._folder.glob("*.*"):
            if file.stat().st_mtime < oldest:
                file.unlink(missing_ok=True)
