"""The capacity calculator: the arithmetic against AWS's own examples, and the form in a browser against the arithmetic."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from handbook import capacity
from handbook.capacity import MONTH, Index, Load, Rules, demand, per_read, per_write, provisioned, shown
from handbook.data import load_library
from handbook.paths import DATA
from handbook.views import capacity as view

PATH = "dynamodb/capacity-calculator/"
LIBRARY = load_library(DATA)
RULES = capacity.read_rules(LIBRARY)
KB = 1024


# --- The arithmetic: examples of the developer guide ------------------------------------------------------------


@pytest.mark.parametrize(("load", "units"), [
    (Load(3500, consistency="strong"), 1),
    (Load(8 * KB, consistency="strong"), 2),
    (Load(8 * KB), 1),
    (Load(8 * KB, consistency="transact"), 4),
    (Load(10 * KB, consistency="strong"), 3),
    (Load(Fraction("4.08") * KB, items_per_read=10, is_summed=True, consistency="strong"), 11),      # 40.8 KB → 44 KB
    (Load(64, items_per_read=1500, is_summed=True, consistency="strong"), 24),
    (Load(64, items_per_read=1500, consistency="strong"), 1500),
    (Load(9999, items_per_read=8, is_summed=True, reads_gsi=True, gsi=Index(1, 2000)), 2),
    (Load(500, items_per_read=3, consistency="transact"), 6),
    (Load(0), Fraction(1, 2)),                                                                      # no such item
])
def test_units_of_a_read(load: Load, units: Fraction) -> None:
    assert per_read(load, RULES) == units


@pytest.mark.parametrize(("load", "units"), [
    (Load(500), 1),
    (Load(Fraction("1.6") * KB), 2),
    (Load(2 * KB), 2),
    (Load(2 * KB, is_transaction=True), 4),
    (Load(310 * KB), 310),
    (Load(500, lsi=Index(2, 200)), 3),
    (Load(500, lsi=Index(1, 200, key_changes=True)), 3),
    (Load(500, lsi=Index(1, 200), is_transaction=True), 3),     # only the item counts twice
    (Load(0), 1),
])
def test_units_of_a_write(load: Load, units: int) -> None:
    assert per_write(load, RULES) == units


def test_each_gsi_takes_its_own_writes() -> None:
    assert demand(Load(KB, writes=20, gsi=Index(3, KB + 1, key_changes=True)), RULES) == (0, 20, 80)
    assert demand(Load(500, writes=3, is_transaction=True, gsi=Index(1, 500)), RULES) == (0, 6, 3)
    assert demand(Load(KB, writes=20), RULES).gsi_write == 0


def test_capacity_to_set_is_whole_and_never_nothing() -> None:
    units = [Fraction(0), Fraction(1, 2), Fraction(100), Fraction(70)]
    assert [provisioned(number, RULES, Fraction(7, 10)) for number in units] == [1, 1, 143, 100]


def test_numbers_as_readers_see_them() -> None:
    numbers = [0, Fraction(1, 2), 1234567, Fraction(2, 3), Fraction("0.0005"), Fraction("0.0004"), Fraction("999.9996")]
    assert [shown(number) for number in numbers] == ["0", "0.5", "1,234,567", "0.667", "0.001", "0.001未満", "1,000"]


def test_a_changed_fact_changes_the_form_and_the_tables() -> None:
    unit = LIBRARY.facts["dynamodb.capacity.read-unit"].model_copy(update={"value": 8})
    changed = dataclasses.replace(LIBRARY, facts=LIBRARY.facts | {unit.id: unit})

    assert 'data-read-unit="4096"' in view.calculator(LIBRARY, PATH)
    assert 'data-read-unit="8192"' in view.calculator(changed, PATH)
    assert "| 8KB | 0.5 | 1 | 2 | 8 | 16 |" in view.by_size(changed)
    assert view.loads(changed) != view.loads(LIBRARY)


# --- The form, in a real browser --------------------------------------------------------------------------------


Opened = Callable[..., Page]
RUN = """cases => {
  const form = document.querySelector("form.calc");
  const seen = name => form.querySelector(`[data-out="${name}"]`);
  return cases.map(values => {
    form.reset();
    for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
    form.dispatchEvent(new Event("input"));
    if (seen("result").hidden) return [...form.querySelectorAll("[aria-invalid=true]")].map(field => field.name).join();
    return ["read", "write", "gsi", "total"].filter(row => !seen(`${row}-row`).hidden)
      .map(row => ["set", "second", "month"].map(column => seen(`${row}-${column}`).textContent).join(" ")).join("|");
  });
}"""


@pytest.fixture
def calculator(browser: Browser, address: str) -> Iterator[Opened]:
    """Opens the page; nothing may go wrong in the browser meanwhile."""
    contexts, complaints = [], []

    def opened(query: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"locale": "ja-JP", "viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: message.type in ("error", "warning") and complaints.append(message.text))
        page.goto(f"{address}/{PATH}{query}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def size_in_bytes(text: str, unit: str) -> Fraction:
    return Fraction(text) * (KB if unit == "kb" else 1)


def rate(text: str, per: str) -> Fraction:
    return Fraction(text) / (MONTH if per == "month" else 1)


UNTOUCHED = {
    "size": "1", "size-unit": "kb", "reads": "100", "reads-per": "second", "items": "1", "rounding": "each",
    "consistency": "eventual", "from": "table", "writes": "20", "writes-per": "second", "kind": "standard", "target": "",
    "gsi": "0", "gsi-size": "", "gsi-size-unit": "kb", "gsi-key": "same",
    "lsi": "0", "lsi-size": "", "lsi-size-unit": "kb", "lsi-key": "same",
}


def expected(values: dict[str, str], rules: Rules) -> str:
    """What the form shows for these values: its rows, or the names of the fields it complains about."""
    given = UNTOUCHED | values
    size = size_in_bytes(given["size"], given["size-unit"])

    def index(kind: str) -> Index:
        entry = size_in_bytes(given[f"{kind}-size"], given[f"{kind}-size-unit"]) if given[f"{kind}-size"] else size
        return Index(int(given[kind]), entry, given[f"{kind}-key"] == "change")

    load = Load(
        size, rate(given["reads"], given["reads-per"]), int(given["items"]), given["rounding"] == "sum", given["consistency"],
        given["from"] == "gsi", rate(given["writes"], given["writes-per"]), given["kind"] == "transaction", index("gsi"), index("lsi"),
    )
    wrong = set()
    if load.reads_gsi and not load.is_summed:
        wrong.add("rounding")
    if (load.reads_gsi and load.consistency != "eventual") or (load.is_summed and load.consistency == "transact"):
        wrong.add("consistency")
    total = (load.gsi.size if load.reads_gsi and load.is_summed else size) * load.items_per_read
    most = rules.page_max if load.is_summed else rules.transaction_max if load.consistency == "transact" else rules.batch_max
    if total > most or (not load.is_summed and load.items_per_read > rules.items_max):
        wrong.add("items")
    if load.lsi.count and size + load.lsi.size * load.lsi.count > rules.item_max:
        wrong.add("lsi-size")
    if wrong:
        return ",".join(name for name in ("items", "rounding", "consistency", "lsi-size") if name in wrong)

    found = demand(load, rules)
    utilisation = Fraction(given["target"] or "100") / 100
    capacities = [provisioned(units, rules, utilisation) for units in found]
    rows = [(capacities[0], found.read), (capacities[1], found.write)]
    if load.gsi.count:
        rows += [(capacities[2], found.gsi_write),
                 (capacities[1] + load.gsi.count * capacities[2], found.write + load.gsi.count * found.gsi_write)]
    return "|".join(f"{shown(number)} {shown(units)} {shown(units * MONTH)}" for number, units in rows)


def grid(**choices: list[Any]) -> list[dict[str, str]]:
    """Every combination; a choice of several fields is a dictionary."""
    cases = []
    for values in itertools.product(*choices.values()):
        case: dict[str, str] = {}
        for name, value in zip(choices, values, strict=True):
            case |= value if isinstance(value, dict) else {name: value}
        cases.append(case)
    return cases


SIZES = [{"size": size, "size-unit": unit} for size, unit in [
    ("0", "b"), ("1", "b"), ("64", "b"), ("1024", "b"), ("1025", "b"), ("4096", "b"), ("4097", "b"), ("409600", "b"),
    ("0.04", "kb"), ("0.1", "kb"), ("1", "kb"), ("1.001", "kb"), ("3.5", "kb"), ("4", "kb"), ("4.001", "kb"), ("400", "kb"),
]]
RATES = [(number, "second") for number in ("0", "0.001", "0.7", "80", "12345.678")] + [("1", "month"), ("7000000", "month")]
GRIDS = {
    "reads": grid(
        size=SIZES, rates=[{"reads": count, "reads-per": per} for count, per in RATES], items=["1", "3", "100"],
        rounding=["each", "sum"], consistency=["eventual", "strong", "transact"], target=["", "70"],
    ),
    "limits": grid(
        size=SIZES, items=["1", "2", "3", "100", "101", "1500", "1000000"], rounding=["each", "sum"],
        consistency=["eventual", "strong", "transact"], source=[{"from": "table"}, {"from": "gsi", "gsi-size": "0.2"}, {"from": "gsi"}],
    ),
    "writes": grid(
        size=SIZES, rates=[{"writes": count, "writes-per": per} for count, per in RATES], kind=["standard", "transaction"],
        gsi=[{"gsi": "0"}, {"gsi": "1"}, {"gsi": "3", "gsi-size": "1025", "gsi-size-unit": "b", "gsi-key": "change"}],
        lsi=[{"lsi": "0"}, {"lsi": "1"}, {"lsi": "5", "lsi-size": "0.5", "lsi-key": "change"}], target=["", "99.5", "1"],
    ),
}


@pytest.mark.browser
@pytest.mark.parametrize("name", GRIDS)
def test_browser_agrees_with_the_arithmetic(calculator: Opened, name: str) -> None:
    cases = GRIDS[name]

    shown_there = calculator().evaluate(RUN, cases)

    wrong = [(case, there, here) for case, there in zip(cases, shown_there, strict=True) if there != (here := expected(case, RULES))]
    assert wrong[:3] == []
    assert sum("|" in there for there in shown_there) > len(cases) / 5, "the grid is about results, not only about complaints"


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"[name={name.replace('_', '-')}]").fill(value)


@pytest.mark.browser
def test_every_step_is_told(calculator: Opened) -> None:
    page = calculator(
        "?size=6&reads=100&writes=2592000&writes-per=month&gsi=2&gsi-size=500&gsi-size-unit=b&gsi-key=change&lsi=1&lsi-size=1.5&target=70")

    assert page.locator("[data-out=steps] li").all_inner_texts() == [
        "項目ごとに切り上げる：6,144バイト÷4,096バイト＝1.5 → 切り上げて2",
        "2×0.5（結果整合性）＝1回に1ユニット",
        "1ユニット×毎秒100回＝毎秒100ユニット",
        "プロビジョンド：100÷70%＝142.857 → 切り上げて143RCU",
        "オンデマンド：毎秒100RRU×2,592,000秒（30日）＝259,200,000RRU",
        "項目ごとに切り上げる：6,144バイト÷1,024バイト＝6 → 切り上げて6",
        "6×1（通常）＝1項目に6ユニット",
        "LSI：1,536バイト÷1,024バイト＝1.5 → 切り上げて2、×1回の書き込み、×1個＝2ユニットをテーブルに足す",
        "8ユニット×毎月2,592,000項目÷2,592,000秒＝毎秒8ユニット",
        "プロビジョンド：8÷70%＝11.429 → 切り上げて12WCU",
        "オンデマンド：毎秒8WRU×2,592,000秒（30日）＝20,736,000WRU",
        "GSI1つ：500バイト÷1,024バイト＝0.488 → 切り上げて1、×2回の書き込み＝1項目に2ユニット",
        "2ユニット×毎月2,592,000項目÷2,592,000秒＝毎秒2ユニット",
        "プロビジョンド：2÷70%＝2.857 → 切り上げて3WCU",
        "オンデマンド：毎秒2WRU×2,592,000秒（30日）＝5,184,000WRU",
    ]
    expect(page.locator("[data-out=summary]")).to_have_text(
        "プロビジョンドで143RCUと18WCU、オンデマンドで毎秒100RRUと12WRUです。")


@pytest.mark.browser
@pytest.mark.parametrize(("name", "text", "complaint"), [
    ("size", "-1", "0から400KB（409,600バイト）までの数（小数は3桁まで）を入れてください"),
    ("size", "", "0から400KB"), ("size", "四", "0から400KB"), ("size", "400.001", "0から400KB"), ("size", "1e3", "0から400KB"),
    ("size", "1.0001", "0から400KB"), ("size", "1,5", "0から400KB"),
    ("reads", "-0.5", "0から1,000,000,000まで"), ("reads", "1000000000.001", "0から1,000,000,000まで"),
    ("reads", "NaN", "0から1,000,000,000まで"),
    ("writes", "", "0から1,000,000,000まで"), ("items", "0", "1から1,000,000までの整数"), ("items", "1.5", "1から1,000,000までの整数"),
    ("items", "101", "1回に読めるのは100項目、合計でBatchGetItemは16MB、トランザクションは4MBまで"),
    ("gsi", "-1", "0から100までの整数"), ("lsi", "6", "0から5までの整数"),
    ("target", "0", "1から100まで"), ("target", "101", "1から100まで"),
])
def test_what_is_wrong_is_said_beside_the_field(calculator: Opened, name: str, text: str, complaint: str) -> None:
    page = calculator()
    field = page.locator(f"[name={name}]")

    field.fill(text)

    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"#calc-{name}-error")).to_contain_text(complaint)
    assert f"calc-{name}-error" in field.get_attribute("aria-describedby").split()
    expect(page.locator("[data-out=summary]")).to_have_text(re.compile("^入力を直すと計算します：."))
    expect(page.locator("[data-out=result]")).to_be_hidden()
    page.get_by_role("button", name="初めの値に戻す").click()
    expect(field).to_have_attribute("aria-invalid", "false")
    expect(page.locator("[data-out=result]")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize(("text", "units"), [("１，０００", "500"), ("1,000", "500"), (" 1000 ", "500"), ("２．５", "1.25")])
def test_numbers_as_japanese_readers_type_them(calculator: Opened, text: str, units: str) -> None:
    page = calculator()

    fill(page, reads=text)

    expect(page.locator("[data-out=read-second]")).to_have_text(units)


@pytest.mark.browser
def test_address_carries_the_input(calculator: Opened) -> None:
    page = calculator("?h=RCU#calculator")
    fill(page, size="６．５", reads="1,234", gsi="2", target="70")
    for name, value in {"rounding": "sum", "consistency": "strong", "gsi-key": "change", "reads-per": "month"}.items():
        page.locator(f"[name={name}]").select_option(value)
    shown_first = page.locator("[data-out=result]").inner_text()
    assert page.url.endswith("#calculator") and "h=RCU" in page.url, "what else stands in the address stays"
    names = page.locator("form.calc :is(input, select)").evaluate_all("fields => fields.map(field => field.name)")
    assert all(f"{name}=" in page.url for name in names)

    again = calculator(page.url.partition(PATH)[2])

    assert again.locator("[data-out=result]").inner_text() == shown_first
    assert again.locator("[name=size]").input_value() == "６．５"
    again.get_by_role("button", name="初めの値に戻す").click()
    expect(again.locator("[name=gsi]")).to_have_value("0")
    assert again.url.endswith(f"{PATH}?h=RCU#calculator")
    assert again.locator("[data-out=result]").inner_text() == calculator().locator("[data-out=result]").inner_text()


@pytest.mark.browser
def test_broken_address_is_explained(calculator: Opened) -> None:
    page = calculator("?size=<b>abc</b>&consistency=psychic&unknown=1&writes=7&length=3")

    expect(page.locator("[data-out=notice]")).to_have_text("アドレスの中の使えない値を、既定の値にしました：consistency=psychic")
    expect(page.locator("[name=consistency]")).to_have_value("eventual")
    expect(page.locator("[name=size]")).to_have_value("<b>abc</b>")
    expect(page.locator("[data-out=summary]")).to_have_text("入力を直すと計算します：項目のサイズ")
    fill(page, size="1")
    expect(page.locator("[data-out=write-second]")).to_have_text("7")


@pytest.mark.browser
def test_keyboard_alone_is_enough(calculator: Opened) -> None:
    page = calculator()
    controls = page.locator("form.calc :is(input, select, button)")
    order = controls.evaluate_all("controls => controls.map(control => control.id || control.dataset.out)")
    page.locator("#calculator .headerlink").focus()
    passed = []
    for _ in order:
        page.keyboard.press("Tab")
        passed.append(page.evaluate("document.activeElement.id || document.activeElement.dataset.out"))
        if passed[-1] == "calc-size":
            page.keyboard.type("8")
        if passed[-1] == "calc-consistency":
            page.keyboard.press("ArrowDown")
    assert passed == order
    expect(page.locator("[name=consistency]")).to_have_value("strong")
    expect(page.locator("[data-out=read-set]")).to_have_text("200")

    page.keyboard.press("Enter")        # on the last control, the button

    expect(page.locator("[data-out=read-set]")).to_have_text("50")
    assert page.locator("output[aria-live=polite]").inner_text().startswith("プロビジョンドで50RCU")


@pytest.mark.browser
def test_every_control_has_a_name_and_a_group(calculator: Opened) -> None:
    page = calculator()
    for group in ("項目", "読み取り", "書き込み", "書き込みで変わるGSI", "書き込みで変わるLSI", "余裕"):
        expect(page.get_by_role("group", name=group, exact=True)).to_have_count(1)
    names = page.locator("form.calc fieldset :is(input, select)").evaluate_all(
        "fields => fields.map(field => field.ariaLabel || field.labels[0]?.textContent)")
    assert len(set(names)) == len(names) == page.locator("form.calc :is(input, select)").count()
    assert all(names)


@pytest.mark.browser
def test_tables_stand_in_without_javascript(calculator: Opened) -> None:
    expect(calculator().locator(".calc-without")).to_be_hidden()
    page = calculator(java_script_enabled=False)

    expect(page.locator("form.calc")).to_be_hidden()
    expect(page.get_by_text("計算機はJavaScriptで動きます")).to_be_visible()
    row = page.locator("tr", has_text="4KB＋1B").first
    expect(row).to_be_visible()
    assert row.locator("td").all_inner_texts()[1:] == ["1", "2", "4", "5", "10"]


@pytest.mark.browser
def test_paper_shows_input_and_result(calculator: Opened) -> None:
    page = calculator("?size=6&gsi=1", viewport={"width": 720, "height": 1000})
    page.emulate_media(media="print")

    for part in ("[name=size]", "[name=gsi]", "[data-out=summary]", "[data-out=total-row]", "[data-out=steps] li >> nth=0"):
        expect(page.locator(part)).to_be_visible()
    expect(page.locator("[name=size]")).to_have_value("6")
    expect(page.get_by_role("button", name="初めの値に戻す")).to_be_hidden()
    # Nothing is wider than the paper, and every choice shows whole.
    assert page.locator("form.calc select").evaluate_all(
        "selects => selects.filter(select => select.scrollWidth > select.clientWidth + 1).map(select => select.name)") == []


def test_script_is_loaded_on_this_page_only(site: Any) -> None:
    holders = [file for file in site.rglob("*.html") if "pages/capacity.js" in file.read_text(encoding="utf-8")]
    assert holders == [site / PATH / "index.html"]
