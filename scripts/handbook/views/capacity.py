"""The capacity calculator's form, and the tables that stand for it where no script runs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from fractions import Fraction
from html import escape

from handbook import capacity
from handbook.capacity import MONTH, Index, Load, Rules, per_read, per_write, provisioned, shown
from handbook.data import Library
from handbook.views.markup import table

SCRIPT = "assets/javascripts/pages/capacity.js"
LARGEST = 1_000_000_000     # of a rate: a table that needs more is not planned with a form


def calculator(library: Library, page_url: str) -> str:
    """The form and its result, filled in by the script. It stays hidden until the script shows it."""
    rules = capacity.read_rules(library)
    target = library.facts["dynamodb.provisioned.target"].display
    data = {
        "kilobyte": rules.kilobyte, "read-unit": rules.read_unit, "write-unit": rules.write_unit,
        "item-max": rules.item_max, "page-max": rules.page_max, "batch-max": rules.batch_max,
        "transaction-max": rules.transaction_max, "items-max": rules.items_max,
        "eventual": float(rules.eventual), "strong": rules.strong, "transact": rules.transact_read,
        "standard": rules.standard_write, "transaction": rules.transact_write,
        "key-change": rules.key_change, "provisioned-min": rules.provisioned_min, "month": MONTH,
        "page-rule": f"1回のQueryやScanで読めるのは合計{_size(rules.page_max, rules)}までです。項目を減らし、回数を増やしてください",
        "batch-rule": f"1回に読めるのは{rules.items_max}項目、合計でBatchGetItemは{_size(rules.batch_max, rules)}、"
                      f"トランザクションは{_size(rules.transaction_max, rules)}までです",
        "lsi-rule": f"LSIがあるときは、項目とLSIの写しの合計が{_size(rules.item_max, rules)}までです",
    }
    attributes = " ".join(f'data-{name}="{escape(str(value))}"' for name, value in data.items())
    groups = [
        _group("項目", [_sized("size", "項目のサイズ", "1", rules, "更新と置き換えは前後の大きいほう、削除は消す項目")]),
        _group("読み取り", [
            _rate("reads", "読み取りの回数", "100"),
            _number("items", "1回に読む項目の数", "1", 1, 1_000_000, whole=True),
            _choice("rounding", "切り上げ方", {
                "each": "項目ごと（GetItemなど）", "sum": "合計（QueryとScan）"}),
            _choice("consistency", "整合性", {"eventual": "結果整合性", "strong": "強い整合性", "transact": "トランザクション"}),
            _choice("from", "読む場所", {"table": "テーブルかLSI", "gsi": "GSI"}),
        ]),
        _group("書き込み", [
            _rate("writes", "書き込む項目の数", "20"),
            _choice("kind", "書き込みの種類", {
                "standard": "通常", "transaction": "トランザクション"}),
        ]),
        *(_group(f"書き込みで変わる{label}", [
            _number(name, f"{label}の数", "0", 0, most, whole=True),
            _sized(f"{name}-size", f"{label}の項目のサイズ", "", rules, "空欄は、元の項目と同じ"),
            _choice(f"{name}-key", f"{label}の変わり方", {
                "same": "キーの値は同じ（1回）", "change": f"キーの値が変わる（{rules.key_change}回）"}),
        # The number of GSIs is a quota that can be raised.
        ]) for name, label, most in (("gsi", "GSI", 100), ("lsi", "LSI", library.facts["dynamodb.lsi.per-table"].value))),
        _group("余裕", [
            _number("target", "目標使用率（%）", "", 1, 100, empty="100", hint=f"空欄は余裕なし。Auto Scalingの推奨は{target}"),
        ]),
    ]
    script = posixpath.relpath(SCRIPT, page_url or ".")
    return "\n".join([
        f'<form class="calc" autocomplete="off" hidden data-search-exclude {attributes}>',
        *groups,
        '<p><button type="button" class="calc__reset" data-out="reset">初めの値に戻す</button></p>',
        '<p class="calc__error" data-out="notice"></p>',
        '<p class="calc__summary"><output aria-live="polite" data-out="summary"></output></p>',
        '<div data-out="result">',
        _result(),
        '<div data-out="steps"></div>',
        "</div>",
        "</form>",
        # In place of the form, until the script runs.
        '<p class="calc-without">計算機はJavaScriptで動きます。動かないときは、次の早見表と規則で計算できます。</p>',
        f'<script src="{script}" defer></script>',
    ])


def _size(size: int, rules: Rules) -> str:
    megabyte = rules.kilobyte ** 2
    return f"{size // megabyte}MB" if size >= megabyte else f"{size // rules.kilobyte}KB"


def _group(title: str, fields: Iterable[str]) -> str:
    return "\n".join(["<fieldset>", f"<legend>{title}</legend>", *fields, "</fieldset>"])


def _field(name: str, label: str, controls: str, hint: str = "") -> str:
    note = f'<span class="calc__hint" id="calc-{name}-hint">{hint}</span>' if hint else ""
    return (f'<div class="calc__field"><label for="calc-{name}">{label}</label><span class="calc__controls">{controls}</span>'
            f'{note}<span class="calc__error" id="calc-{name}-error"></span></div>')


def _input(name: str, value: str, rule: str, least: int, most: int, extra: str = "", has_hint: bool = False) -> str:
    described = f"calc-{name}-error" + (f" calc-{name}-hint" if has_hint else "")
    return (f'<input type="text" inputmode="decimal" id="calc-{name}" name="{name}" value="{value}" size="9" '
            f'aria-describedby="{described}" data-rule="{rule}" data-min="{least}" data-max="{most}"{extra}>')


def _number(
    name: str, label: str, value: str, least: int, most: int, *, whole: bool = False, empty: str | None = None, hint: str = "",
) -> str:
    kind = "整数" if whole else "数（小数は3桁まで）"
    extra = (" data-whole" if whole else "") + (f' data-empty="{empty}"' if empty else "")
    rule = f"{least:,}から{most:,}までの{kind}を入れてください"
    return _field(name, label, _input(name, value, rule, least, most, extra, bool(hint)), hint)


def _sized(name: str, label: str, value: str, rules: Rules, hint: str) -> str:
    rule = f"0から{rules.item_max // rules.kilobyte}KB（{rules.item_max:,}バイト）までの数（小数は3桁まで）を入れてください"
    unit = _select(f"{name}-unit", {"kb": "KB", "b": "バイト"}, f' aria-label="{label}の単位"')
    return _field(name, label, _input(name, value, rule, 0, rules.item_max, has_hint=True) + unit, hint)


def _rate(name: str, label: str, value: str) -> str:
    per = _select(f"{name}-per", {"second": "毎秒", "month": "毎月"}, f' aria-label="{label}の期間"')
    rule = f"0から{LARGEST:,}までの数（小数は3桁まで）を入れてください"
    return _field(name, label, per + _input(name, value, rule, 0, LARGEST))


def _choice(name: str, label: str, options: dict[str, str]) -> str:
    return _field(name, label, _select(name, options, f' aria-describedby="calc-{name}-error"'))


def _select(name: str, options: dict[str, str], extra: str = "") -> str:
    choices = "".join(f'<option value="{value}">{text}</option>' for value, text in options.items())
    return f'<select id="calc-{name}" name="{name}"{extra}>{choices}</select>'


def _result() -> str:
    def row(key: str, name: str) -> str:
        cells = "".join(f'<td data-out="{key}-{column}"></td>' for column in ("set", "second", "month"))
        return f'<tr data-out="{key}-row"><th scope="row" data-out="{key}-name">{name}</th>{cells}</tr>'

    columns = ("使うもの", "プロビジョンド", "オンデマンド（毎秒）", "オンデマンド（30日）")
    heads = "".join(f'<th scope="col">{head}</th>' for head in columns)
    names = {"read": "読み取り", "write": "書き込み（テーブルとLSI）", "gsi": "書き込み（GSIごと）", "total": "書き込みの合計"}
    rows = "".join(row(key, name) for key, name in names.items())
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def by_size(library: Library) -> str:
    """Units of one item, for sizes on both sides of the boundaries."""
    rules = capacity.read_rules(library)
    kilobyte = rules.kilobyte
    sizes = [1, kilobyte, kilobyte + 1, rules.read_unit, rules.read_unit + 1, 10 * kilobyte, rules.item_max]
    rows = [[
        _bytes(size, rules),
        *(shown(per_read(Load(size, consistency=name), rules)) for name in ("eventual", "strong", "transact")),
        *(shown(per_write(Load(size, is_transaction=kind), rules)) for kind in (False, True)),
    ] for size in sizes]
    return table(["サイズ", "結果整合性で読む", "強い整合性で読む", "トランザクションで読む", "書く", "トランザクションで書く"], rows)


def _bytes(size: int, rules: Rules) -> str:
    whole, rest = divmod(size, rules.kilobyte)
    return "＋".join(filter(None, [f"{whole}KB" if whole else "", f"{rest}B" if rest else ""]))


def loads(library: Library) -> str:
    """Whole loads with their result."""
    rules = capacity.read_rules(library)
    kilobyte = rules.kilobyte
    small = 64
    every = [
        ("3KBの項目を毎秒80回、強い整合性で読む", Load(3 * kilobyte, reads=80, consistency="strong")),
        ("6KBの項目を毎秒100回、結果整合性で読む", Load(6 * kilobyte, reads=100)),
        (f"{small}バイトの項目100個を毎秒10回、BatchGetItemで読む", Load(small, reads=10, items_per_read=100)),
        (f"{small}バイトの項目100個を毎秒10回、Queryで読む", Load(small, reads=10, items_per_read=100, is_summed=True)),
        ("1KBの項目3個のトランザクションで毎秒10回読む", Load(kilobyte, reads=10, items_per_read=3, consistency="transact")),
        ("1.5KBの項目を毎秒20個書く", Load(Fraction(3, 2) * kilobyte, writes=20)),
        ("500バイトの項目3個のトランザクションで毎秒1回書く", Load(500, writes=3, is_transaction=True)),
        ("1KBの項目を毎秒20個書き、GSIとLSIに1つずつ写る", Load(kilobyte, writes=20, gsi=Index(1, kilobyte), lsi=Index(1, kilobyte))),
        ("同じ書き込みで、GSIのキーの値が変わる", Load(kilobyte, writes=20, gsi=Index(1, kilobyte, True), lsi=Index(1, kilobyte))),
    ]
    return table(["条件", "毎秒のユニット", "プロビジョンド"], [[name, *_answer(load, rules)] for name, load in every])


def _answer(load: Load, rules: Rules) -> list[str]:
    found = capacity.demand(load, rules)
    parts = [("RRU", "RCU", "", found.read)] if load.reads else [
        ("WRU", "WCU", "テーブル" if load.gsi.count else "", found.write),
        *([("WRU", "WCU", "GSI", found.gsi_write)] if load.gsi.count else []),
    ]
    return [
        "、".join(f"{place}{shown(units)}{use}" for use, _, place, units in parts),
        "、".join(f"{place}{shown(provisioned(units, rules))}{given}" for _, given, place, units in parts),
    ]
