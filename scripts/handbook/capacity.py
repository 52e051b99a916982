"""What reads and writes of DynamoDB cost in units: exact arithmetic, with the sizes and factors of `data/facts/`.

`docs/assets/javascripts/pages/capacity.js` does the same in the reader's browser, written apart from this:
tests/test_capacity.py compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from handbook.data import Library

MONTH = 30 * 24 * 60 * 60       # seconds; the calculator's month has 30 days


class Rules(NamedTuple):
    """Sizes in bytes, and factors."""

    kilobyte: int
    read_unit: int
    write_unit: int
    item_max: int
    page_max: int            # of one Query or Scan
    batch_max: int           # of one BatchGetItem
    transaction_max: int
    items_max: int           # of one BatchGetItem or transaction
    eventual: Fraction
    strong: Fraction
    transact_read: Fraction
    standard_write: Fraction
    transact_write: Fraction
    key_change: int          # writes into an index when a key's value changes
    provisioned_min: int


def read_rules(library: Library) -> Rules:
    def number(fact_id: str) -> Fraction:
        return Fraction(str(library.facts[f"dynamodb.{fact_id}"].value))

    kilobyte = number("capacity.kilobyte")
    bytes_of = {"KB": kilobyte, "MB": kilobyte ** 2}

    def size(fact_id: str) -> int:
        return int(number(fact_id) * bytes_of[library.facts[f"dynamodb.{fact_id}"].unit])

    return Rules(
        kilobyte=int(kilobyte),
        read_unit=size("capacity.read-unit"), write_unit=size("capacity.write-unit"),
        item_max=size("item.max-size"), page_max=size("query.page"), batch_max=size("batch.get-size"),
        transaction_max=size("transaction.size"), items_max=int(number("batch.get-items")),
        eventual=number("capacity.eventual-read"), strong=number("capacity.strong-read"),
        transact_read=number("capacity.transact-read"),
        standard_write=number("capacity.standard-write"), transact_write=number("capacity.transact-write"),
        key_change=int(number("capacity.index-key-change")), provisioned_min=int(number("capacity.minimum")),
    )


class Index(NamedTuple):
    """The indexes of one kind that every write touches."""

    count: int = 0
    size: Fraction | int = 0         # bytes of one entry: keys and projected attributes
    key_changes: bool = False


@dataclass(frozen=True)
class Load:
    """What an application asks of a table. Sizes in bytes, rates a second."""

    size: Fraction | int
    reads: Fraction | int = 0
    items_per_read: int = 1
    is_summed: bool = False          # Query and Scan add the sizes first, then round once
    consistency: str = "eventual"    # or strong, transact
    reads_gsi: bool = False
    writes: Fraction | int = 0       # items
    is_transaction: bool = False
    gsi: Index = field(default_factory=Index)
    lsi: Index = field(default_factory=Index)


class Demand(NamedTuple):
    """Units a second: of the table (or of the GSI that is read), and of each single GSI."""

    read: Fraction
    write: Fraction
    gsi_write: Fraction


def blocks(size: Fraction | int, unit: int) -> int:
    """How many whole units a size takes; an item that is not there costs one."""
    return max(1, ceil(Fraction(size) / unit))


def per_read(load: Load, rules: Rules) -> Fraction:
    size = load.gsi.size if load.reads_gsi else load.size
    factor = {"eventual": rules.eventual, "strong": rules.strong, "transact": rules.transact_read}[load.consistency]
    if load.is_summed:
        return factor * blocks(size * load.items_per_read, rules.read_unit)
    return factor * blocks(size, rules.read_unit) * load.items_per_read


def per_write(load: Load, rules: Rules) -> Fraction:
    """Of the table: the item itself and its LSIs. Only the item counts twice in a transaction."""
    factor = rules.transact_write if load.is_transaction else rules.standard_write
    return blocks(load.size, rules.write_unit) * factor + load.lsi.count * per_index(load.lsi, rules)


def per_index(index: Index, rules: Rules) -> Fraction:
    """One write, as one index sees it."""
    return blocks(index.size, rules.write_unit) * (rules.key_change if index.key_changes else 1) * rules.standard_write


def demand(load: Load, rules: Rules) -> Demand:
    return Demand(
        load.reads * per_read(load, rules),
        load.writes * per_write(load, rules),
        load.writes * per_index(load.gsi, rules) if load.gsi.count else Fraction(0),
    )


def provisioned(units: Fraction, rules: Rules, utilisation: Fraction | int = 1) -> int:
    """The capacity to set for that many units a second, so that they use this share of it."""
    return max(rules.provisioned_min, ceil(units / utilisation))


def shown(number: Fraction | int) -> str:
    """At most three decimals, rounded half up: `1,234.5`."""
    rounded = int(Fraction(number) * 1000 + Fraction(1, 2))
    if number and not rounded:
        return "0.001未満"
    whole, decimals = divmod(rounded, 1000)
    return f"{whole:,}" + f".{decimals:03}".rstrip("0").rstrip(".")
