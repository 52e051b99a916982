"""What is true: the records in `data/`, their schema, and how they are loaded."""

from handbook.data.library import Library, load_library
from handbook.data.records import (
    Correction,
    Fact,
    NoteBullet,
    NoteSection,
    OutlineHeading,
    Source,
    Term,
    UnsourcedNumber,
)

__all__ = [
    "Correction", "Fact", "Library", "NoteBullet", "NoteSection", "OutlineHeading", "Source", "Term",
    "UnsourcedNumber", "load_library",
]
