"""What has been made once is not made again: files named by a digest of all that they are made of."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

KEPT_DAYS = 14


class Cache:
    """One kind of file in a folder of its own.

    Args:
        suffix: of the files, with its dot.
        tools: digest of what makes them; a file of other tools is another file.
    """

    def __init__(self, folder: Path, suffix: str, tools: str) -> None:
        self._folder, self._suffix, self._tools = folder, suffix, tools

    def file(self, *parts: str | bytes) -> Path:
        """Where the file made of `parts` stands, or will stand."""
        digest = hashlib.sha256(self._tools.encode())
        for part in parts:
            data = part.encode() if isinstance(part, str) else part
            digest.update(len(data).to_bytes(8, "big") + data)
        return self._folder / f"{digest.hexdigest()[:40]}{self._suffix}"

    def read(self, file: Path) -> bytes | None:
        try:
            os.utime(file)
            return file.read_bytes()
        except FileNotFoundError:
            return None

    def write(self, file: Path, content: bytes) -> None:
        """At once or not at all: another process may read at the same time."""
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(content)
        part.replace(file)

    def forget_old(self) -> None:
        """Drop what nobody has read for some time."""
        oldest = time.time() - KEPT_DAYS * 86_400
        for file in self._folder.glob("*.*"):
            if file.stat().st_mtime < oldest:
                file.unlink(missing_ok=True)
