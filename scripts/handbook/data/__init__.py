"""What is true: the records in `data/`, their schema, and how they are loaded."""

from handbook.data.library import Library, load_library
from handbook.data.records import (
    Choice,
    Correction,
    Fact,
    NoteBullet,
    NoteSection,
    OutlineHeading,
    Question,
    Source,
    Term,
    UnsourcedNumber,
)

__all__ = [
    "Choice", "Correction", "Fact", "Library", "NoteBullet", "NoteSection", "OutlineHeading", "Question", "Source",
    "Term", "UnsourcedNumber", "load_library",
]
