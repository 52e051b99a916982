"""The font files of the PDFs, what the system must have for them, and characters that they lack."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

FAMILY, MONOSPACE = "BIZ UDPGothic", "BIZ UDGothic"
SKIP = "PDFなしで作るには、PDF=noを付ける"
PANGO_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
FONT_PACKAGE = "fonts-morisawa-bizud-gothic"


class CannotPrint(Exception):
    """The PDFs cannot be made; carries one line for each reason."""


class Face(NamedTuple):
    family: str
    weight: str
    file: str


FACES = (
    Face(FAMILY, "normal", "BIZUDPGothic-Regular.ttf"), Face(FAMILY, "bold", "BIZUDPGothic-Bold.ttf"),
    Face(MONOSPACE, "normal", "BIZUDGothic-Regular.ttf"), Face(MONOSPACE, "bold", "BIZUDGothic-Bold.ttf"),
)


def font_folders() -> list[Path]:
    """Where systems keep their fonts; the user's own first."""
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return [
        data / "fonts", home / ".fonts", home / "Library" / "Fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"),
        Path("/Library/Fonts"), Path("C:/Windows/Fonts"),
    ]


def find_fonts(folders: Iterable[Path]) -> dict[Face, Path]:
    """The file of every face.

    Raises:
        CannotPrint: when one is nowhere; never a substitute, so that no PDF differs or shows boxes.
    """
    wanted = {face.file: face for face in FACES}
    found: dict[Face, Path] = {}
    for folder in folders:
        for file in sorted(folder.rglob("BIZUD*.ttf")) if folder.is_dir() else []:
            if file.name in wanted:
                found.setdefault(wanted[file.name], file)
    if missing := [face.file for face in FACES if face not in found]:
        raise CannotPrint(f"pdf: 日本語フォント（{'、'.join(missing)}）がありません → {FONT_PACKAGE}を入れる。{SKIP}")
    return {face: found[face] for face in FACES}


@cache
def fonts() -> dict[Face, Path]:
    return find_fonts(font_folders())


def require_pango() -> None:
    """Load the libraries below WeasyPrint.

    Raises:
        CannotPrint: when the system lacks them.
    """
    try:
        import weasyprint  # noqa: F401  (loads Pango and HarfBuzz)
    except OSError as error:
        library = str(error).partition("'")[2].partition("'")[0] or "Pango"
        raise CannotPrint(f"pdf: 文字を組む部品（{library}）がありません → {PANGO_PACKAGES}を入れる。{SKIP}") from error


@cache
def _characters() -> frozenset[int]:
    """Code points that every face has."""
    from fontTools.ttLib import TTFont

    return frozenset.intersection(*(frozenset(TTFont(file, lazy=True).getBestCmap()) for file in fonts().values()))


def missing_characters(text: str) -> list[str]:
    """Characters of `text` that would print as an empty box; spaces and invisible marks need no glyph."""
    return sorted(
        letter for letter in set(text)
        if ord(letter) not in _characters() and not letter.isspace() and unicodedata.category(letter) != "Cf"
    )


@cache
def fonts_digest() -> str:
    digest = hashlib.sha256()
    for file in fonts().values():
        digest.update(file.read_bytes())
    return digest.hexdigest()


def font_face_rules() -> str:
    """CSS that takes the letters from these files and not from whatever the system offers by that name."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; src: url("{file.as_uri()}"); }}'
        for face, file in fonts().items()
    )
