"""The records as JSON for other programs: `data/<kind>.json` in the site, and a JSON Schema for each.

The schemas come from the same classes that read `data/`, so they cannot disagree with it. A file is an
object: its schema, and the list of records under the name of their kind.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from handbook.data import Correction, Fact, Library, NoteSection, Question, Source, Term
from handbook.data.records import Record
from handbook.views import corrections, questions

FOLDER = "data"
KINDS: Mapping[str, type[Record]] = {
    "facts": Fact, "corrections": Correction, "glossary": Term, "sources": Source, "notes": NoteSection,
    "questions": Question,
}


def address(kind: str) -> str:
    """Where the records of `kind` stand, from the root of the site."""
    return f"{FOLDER}/{kind}.json"


def schema_address(kind: str) -> str:
    return f"{FOLDER}/schema/{kind}.json"


def write(library: Library, site: Path) -> None:
    """Write every export and its schema into the folder of a built site."""
    for kind in KINDS:
        _write(site / address(kind), export(library, kind))
        _write(site / schema_address(kind), schema(kind))


def export(library: Library, kind: str) -> dict[str, Any]:
    """The records of one kind as JSON values; a text that calls a value holds the value."""
    records = [record.model_dump(mode="json", by_alias=True, exclude_none=True) for record in _records(library, kind)]
    if kind == "corrections":
        for record in records:
            for field in ("before", "now", "why"):
                record[field] = corrections.with_values(library, record[field])
    if kind == "questions":
        for record, question in zip(records, library.questions.values(), strict=True):
            _fill(library, record, "title", "prompt")
            record["facts"] = questions.rests_on(question)
            for choice in record["choices"]:
                _fill(library, choice, "text", "reason")
    return {"$schema": f"schema/{kind}.json", kind: records}


def _fill(library: Library, record: dict[str, Any], *fields: str) -> None:
    record.update({field: questions.plain(library, record[field]) for field in fields})


def schema(kind: str) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the export of one kind."""
    file = create_model(
        f"{kind.title()}File", __base__=_File, **{kind: (list[KINDS[kind]], ...)},     # type: ignore[valid-type]
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **file.model_json_schema(mode="serialization")}


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    schema_: str = Field(alias="$schema")


def _records(library: Library, kind: str) -> Collection[Record]:
    if kind == "glossary":
        return library.terms.values()
    return getattr(library, kind).values()


def _write(file: Path, content: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
