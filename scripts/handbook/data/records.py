"""Schema of the records in `data/`, one class a kind.

Every record remembers where it stands (`origin`), so that a check can name `path:line`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, computed_field, field_validator, model_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
# A source, or a section of it by the fragment of its address: `ddb-quotas`, `ddb-quotas#limits-tables`.
Citation = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*(#[\w.:-]+)?$")]
# A day, a month or a year, as exactly as it is known.
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# A place in the site: `chapter/page.md` or `chapter/page.md#anchor`.
Place = Annotated[str, StringConstraints(pattern=r"^[a-z0-9/-]+\.md(#[a-z0-9][a-z0-9._-]*)?$")]

# What a value may be counted in. A new unit is added here on purpose, so that a typo cannot make one.
UNITS = frozenset({
    "個", "件", "台", "本", "つ", "回", "倍", "%", "人", "行", "列", "文", "文字", "通り", "種類", "段", "段階", "か所",
    "ミリ秒", "マイクロ秒", "秒", "分", "時間", "日", "週間", "か月", "年",
    "バイト", "KB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "TiB", "PiB",
    "ノード", "シャード", "クラスター", "パーティション", "リージョン", "AZ", "コア", "vCPU", "接続", "キー", "属性",
    "ACU", "DPU", "ECPU", "OCU", "RCU", "RPU", "WCU", "USD",
})


# How many days a checked value may be trusted, by class of fact: prices change most often, concepts least.
SHELF_LIFE = {"price": 90, "version": 120, "status": 120, "quota": 180, "concept": 720}


class Origin(NamedTuple):
    """Where a record stands: path from the repository root, and line."""

    path: str
    line: int


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    origin: Origin = Field(exclude=True)


class Source(Record):
    """A document that was read, for example a page of AWS's documentation."""

    id: Slug
    title: Text
    publisher: Text
    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s<>]+$")]
    kind: Literal["docs", "api-model", "announcement", "pricing", "whitepaper", "paper", "other"]
    lang: Literal["en", "ja"]
    checked: date


class Fact(Record):
    """One checkable statement: a number, limit, price, version, date or support status."""

    id: Slug
    statement: Text
    value: int | float | Text
    unit: Text | None = None
    text: Text | None = None
    kind: Literal["quota", "price", "version", "status", "concept"] = Field(alias="class")
    adjustable: bool | None = None
    scope: Text | None = None
    sources: Annotated[list[Citation], Field(min_length=1)]
    verified: date
    since: PartialDate | None = None
    until: PartialDate | None = None
    # official: AWS says it; disputed: AWS's own pages disagree; secondary: only others say it. The note tells more.
    confidence: Literal["official", "disputed", "secondary"] = "official"
    note: Text | None = None

    @field_validator("unit")
    @classmethod
    def unit_is_known(cls, unit: str | None) -> str | None:
        # A rate such as `USD/時間` is made of a known unit and what it is counted per.
        if unit and unit.split("/")[0] not in UNITS:
            raise ValueError(f"単位「{unit}」は登録がありません（scripts/handbook/data/records.pyのUNITS）")
        return unit

    @model_validator(mode="after")
    def only_quotas_are_adjustable(self) -> Fact:
        if self.adjustable is not None and self.kind != "quota":
            raise ValueError("adjustableはclass: quotaだけに書けます")
        return self

    @field_validator("since", "until")
    @classmethod
    def is_in_the_calendar(cls, day: str | None) -> str | None:
        return day and _in_calendar(day)

    @model_validator(mode="after")
    def ends_after_it_begins(self) -> Fact:
        if self.since and self.until and self.until < self.since[:len(self.until)]:
            raise ValueError(f"until（{self.until}）がsince（{self.since}）より前です")
        return self

    @model_validator(mode="after")
    def doubt_has_a_reason(self) -> Fact:
        if self.confidence != "official" and not self.note:
            raise ValueError(f"confidence: {self.confidence}には、何が食い違うか、何で確かめたか（note）が要ります")
        return self

    @property
    def chapter(self) -> str:
        return self.id.split(".")[0]

    @model_validator(mode="after")
    def text_shows_the_value(self) -> Fact:
        if self.text and not isinstance(self.value, str) and not any(form in self.text for form in _spellings(self.value)):
            raise ValueError(f"text「{self.text}」に値{self.value}がありません（値だけを直すと、表示が古いまま残ります）")
        return self

    def is_stale(self, today: date) -> bool:
        return (today - self.verified).days > SHELF_LIFE[self.kind]

    @computed_field     # also in the exports
    @property
    def display(self) -> str:
        """The value as readers see it: `20個`, `1,000`, `2023年10月31日`."""
        if self.text:
            return self.text
        if isinstance(self.value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", self.value):
            year, month, day = map(int, self.value.split("-"))
            shown = f"{year}年{month}月{day}日"
        elif isinstance(self.value, str):
            shown = self.value
        else:
            shown = f"{self.value:,}"
        return shown + (self.unit or "")


def _in_calendar(day: str) -> str:
    """`day` as it is; a ValueError names what is wrong with it."""
    year, month, number = [*map(int, day.split("-")), 1, 1][:3]
    date(year, month, number)
    return day


def _spellings(number: int | float) -> set[str]:
    """How a number may stand in a Japanese text: 40000, 40,000, 4万; zero also as a word."""
    forms = {str(number), f"{number:,}"} | ({"なし", "無料"} if number == 0 else set())
    for size, name in ((10_000, "万"), (100_000_000, "億")):
        if number >= size:
            forms |= {f"{number / size:g}{name}", f"{number / size:,.10g}{name}"}
    return forms


class Correction(Record):
    """What the notes and older material say, and what holds now."""

    id: Slug
    title: Text
    kind: Literal["changed", "mistaken", "renamed", "ended"]
    before: Text
    now: Text
    since: PartialDate | None = None
    why: Text
    sources: Annotated[list[Slug], Field(min_length=1)]
    notes: list[int] = []
    at: Place

    @field_validator("since")
    @classmethod
    def since_is_in_the_calendar(cls, since: str | None) -> str | None:
        return since and _in_calendar(since)


Reading = Annotated[str, StringConstraints(pattern=r"^[ぁ-ゖー・゛゜ 0-9A-Za-z]+$")]


class Term(Record):
    """One entry of the glossary; also the source of search synonyms."""

    term: Text
    reading: Reading
    # Of those other names that do not tell their reading by themselves.
    other_readings: dict[Text, Reading] = {}
    english: Text | None = None
    abbr: Text | None = None
    aliases: list[Text] = []
    former: list[Text] = []
    definition: Text
    # Where a first use shows the definition: words of everyday language mean the term in its own chapter only.
    hint: Literal["everywhere", "chapter", "never"] = "everywhere"
    confused_with: list[Text] = []
    home: Place

    @property
    def other_names(self) -> list[str]:
        return [name for name in (self.abbr, self.english, *self.aliases, *self.former) if name]


class Choice(Record):
    """One answer that a question offers, and why it is right or wrong."""

    text: Text
    right: bool = False
    reason: Text


class Question(Record):
    """A question to test oneself with: a short scenario, its choices, and the section that answers it.

    Texts may call values (`[= value("…") =]`, `[= fact("…") =]`); a text whose numbers are invented carries
    `[## example ##]`, as pages do.
    """

    id: Slug
    topic: Slug
    title: Text
    exams: Annotated[list[Literal["SAA", "DVA", "実務"]], Field(min_length=1)]
    prompt: Text
    pick: Annotated[int, Field(ge=1)] = 1       # how many choices the prompt asks for
    choices: Annotated[list[Choice], Field(min_length=3, max_length=5)]
    at: Annotated[str, StringConstraints(pattern=r"^[a-z0-9/-]+\.md#[a-z0-9][a-z0-9._-]*$")]
    facts: list[Slug] = []      # what the answer rests on without showing it
    sources: Annotated[list[Slug], Field(min_length=1)]
    verified: date

    @property
    def chapter(self) -> str:
        return self.id.split(".")[0]

    @property
    def name(self) -> str:
        """The id without its chapter: unique on the chapter's pages."""
        return self.id.partition(".")[2]

    @computed_field
    @property
    def kind(self) -> Literal["single", "multiple"]:
        return "single" if self.pick == 1 else "multiple"

    @property
    def texts(self) -> list[str]:
        """Everything a reader sees of it, as it is written."""
        return [self.title, self.prompt, *(text for choice in self.choices for text in (choice.text, choice.reason))]

    @field_validator("id")
    @classmethod
    def id_names_the_chapter(cls, identifier: str) -> str:
        if not re.fullmatch(r"[a-z]+\.[a-z][a-z0-9-]*", identifier):
            raise ValueError(f"「{identifier}」は「章.名前」の形ではありません")
        return identifier

    @model_validator(mode="after")
    def as_many_right_as_asked_for(self) -> Question:
        right = sum(choice.right for choice in self.choices)
        if right != self.pick:
            raise ValueError(f"正解が{right}個ですが、選ぶのは{self.pick}個（pick）です")
        if self.pick == len(self.choices):
            raise ValueError("すべての選択肢が正解です")
        return self

    @model_validator(mode="after")
    def choices_differ(self) -> Question:
        texts = [choice.text for choice in self.choices]
        if len(set(texts)) < len(texts):
            raise ValueError("同じ文の選択肢があります")
        return self


class NoteBullet(Record):
    """What became of one line of the study notes."""

    line: int
    verdict: Literal["correct", "wrong", "outdated", "imprecise", "typo", "question", "opinion"]
    says: Text
    now: Text | None = None
    to: Place | None = None
    sources: list[Slug] = []

    @model_validator(mode="after")
    def a_correction_says_what_holds(self) -> NoteBullet:
        if self.now is None and self.verdict not in {"correct", "opinion"}:
            raise ValueError(f"verdict: {self.verdict}には、いま正しいこと（now）が要ります")
        return self


class NoteSection(Record):
    """Where the lines under one heading of the study notes went."""

    line: int
    heading: Text
    to: Annotated[list[Place], Field(min_length=1)]
    bullets: list[NoteBullet] = []


class UnsourcedNumber(Record):
    """A number that stands in a page without a fact, because no source could be read; and why it may."""

    page: Annotated[str, StringConstraints(pattern=r"^[a-z0-9/-]+\.md$")]
    text: Text
    reason: Text

    @property
    def key(self) -> str:
        return f"{self.page}: {self.text}"


class OutlineHeading(Record):
    """One heading of the study notes and the line numbers of its bullets: what has to be mapped."""

    line: int
    level: Annotated[int, Field(ge=1, le=6)]
    heading: Text
    bullets: list[int] = []
