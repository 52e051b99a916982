// The capacity calculator of DynamoDB. Unit sizes and factors stand in the form's data attributes: they are facts
// of data/. Every number is a count of thousandths (BigInt), so that no sum of decimals falls over a boundary.
(() => {
  "use strict";

  const form = document.querySelector("form.calc");
  const fields = [...form.querySelectorAll("input, select")];
  const NUMBER = /^(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,3}))?$/;
  const milli = (text) => {
    const match = NUMBER.exec(text.normalize("NFKC").trim());
    return match && BigInt(match[1].replaceAll(",", "") + (match[2] ?? "").padEnd(3, "0"));
  };
  const rules = Object.fromEntries(Object.entries(form.dataset).map(([name, text]) => [name, milli(text)]));
  const whole = (name) => rules[name] / 1000n;
  const MONTH = whole("month");

  const ceil = (number, by) => (number + by - 1n) / by;
  const larger = (one, other) => (one > other ? one : other);

  // number / by with at most three decimals.
  function show(number, by = 1000n) {
    const rounded = (number * 2000n + by) / (by * 2n);
    if (number && !rounded) return "0.001未満";
    const decimals = String(rounded % 1000n).padStart(3, "0").replace(/0+$/, "");
    return (rounded / 1000n).toLocaleString("ja-JP") + (decimals && `.${decimals}`);
  }

  // --- What the reader typed ---

  let errors;
  const control = (name) => form.elements[name];
  const chosen = (name) => control(name).value;
  const complain = (name, text) => { if (!errors.has(name)) errors.set(name, text); };

  function number(name) {
    const { value, dataset } = control(name);
    if (!value.trim() && "empty" in dataset) return milli(dataset.empty);
    const typed = milli(value);
    const wrong = typed === null || typed < milli(dataset.min) || typed > milli(dataset.max) || ("whole" in dataset && typed % 1000n);
    if (wrong) complain(name, dataset.rule);
    return wrong ? 1000n : typed;
  }

  function size(name, otherwise) {
    if (otherwise !== undefined && !chosen(name).trim()) return otherwise;
    const bytes = number(name) * (chosen(`${name}-unit`) === "kb" ? whole("kilobyte") : 1n);
    if (bytes > rules.itemMax) complain(name, control(name).dataset.rule);
    return bytes;
  }

  const rate = (name) => ({ count: number(name), seconds: chosen(`${name}-per`) === "month" ? MONTH : 1n });

  function index(name, itemSize) {
    const count = number(name) / 1000n;
    return { count, size: count || (name === "gsi" && chosen("from") === "gsi") ? size(`${name}-size`, itemSize) : 0n,
      writes: chosen(`${name}-key`) === "change" ? whole("keyChange") : 1n };
  }

  // --- Units, with the steps that lead to them ---

  const blocks = (bytes, unit) => larger(1n, ceil(bytes, unit));
  const rounding = (bytes, unit) => `${show(bytes)}バイト÷${show(unit)}バイト＝${show(bytes, unit)} → ` +
    (bytes ? `切り上げて${blocks(bytes, unit)}` : "項目がなくても最小の1");

  // thousandths of units a time → what it takes a second and a month, and the capacity to set
  function flow(each, { count, seconds }, target, steps, { times, set, use }) {
    const by = 1000n * seconds;
    const perSecond = each * count;          // thousandths, × by
    const capacity = larger(whole("provisionedMin"), ceil(perSecond * 100n, by * target));
    const at = seconds === 1n ? `毎秒${show(count)}${times}` : `毎月${show(count)}${times}÷${show(MONTH, 1n)}秒`;
    steps.push(`${show(each)}ユニット×${at}＝毎秒${show(perSecond, by * 1000n)}ユニット`);
    steps.push(`プロビジョンド：${show(perSecond, by * 1000n)}` +
      (target === 100_000n ? "" : `÷${show(target)}%＝${show(perSecond * 100n, by * target)}`) +
      ` → 切り上げて${show(capacity, 1n)}${set}` + (perSecond ? "" : "（最小の値）"));
    steps.push(`オンデマンド：毎秒${show(perSecond, by * 1000n)}${use}×${show(MONTH, 1n)}秒（30日）＝${show(perSecond * MONTH, by * 1000n)}${use}`);
    return { capacity, perSecond, by: by * 1000n };
  }

  function read(load) {
    const steps = [];
    const bytes = load.from === "gsi" ? load.gsi.size : load.size;
    const total = bytes * load.items;
    const summed = load.rounding === "sum";
    const units = summed ? blocks(total, rules.readUnit) : blocks(bytes, rules.readUnit) * load.items;
    if (summed) {
      if (load.items > 1n) steps.push(`${show(bytes)}バイト×${load.items.toLocaleString("ja-JP")}項目＝${show(total)}バイト`);
      steps.push(`合計を切り上げる：${rounding(total, rules.readUnit)}`);
    } else {
      steps.push(`項目ごとに切り上げる：${rounding(bytes, rules.readUnit)}`);
      if (load.items > 1n) steps.push(`${blocks(bytes, rules.readUnit)}×${load.items}項目＝${show(units, 1n)}`);
    }
    const factor = rules[load.consistency];
    steps.push(`${show(units, 1n)}×${show(factor)}（${load.consistencyName}）＝1回に${show(units * factor)}ユニット`);
    return { ...flow(units * factor, load.reads, load.target, steps, { times: "回", set: "RCU", use: "RRU" }), steps };
  }

  const indexStep = ({ size: bytes, writes }) => `${rounding(bytes, rules.writeUnit)}、×${writes}回の書き込み`;
  const indexUnits = ({ size: bytes, writes }) => blocks(bytes, rules.writeUnit) * writes * whole("standard");
  const WRITING = { times: "項目", set: "WCU", use: "WRU" };

  function write(load) {
    const factor = rules[load.kind];
    const units = blocks(load.size, rules.writeUnit);
    let each = units * factor;
    const steps = [`項目ごとに切り上げる：${rounding(load.size, rules.writeUnit)}`,
      `${show(units, 1n)}×${show(factor)}（${load.kindName}）＝1項目に${show(each)}ユニット`];
    if (load.lsi.count) {
      const lsi = indexUnits(load.lsi) * load.lsi.count;
      steps.push(`LSI：${indexStep(load.lsi)}、×${load.lsi.count}個＝${lsi}ユニットをテーブルに足す`);
      each += lsi * 1000n;
    }
    return { ...flow(each, load.writes, load.target, steps, WRITING), steps };
  }

  function writeIndex(load) {
    const each = indexUnits(load.gsi);
    const steps = [`GSI1つ：${indexStep(load.gsi)}＝1項目に${each}ユニット`];
    return { ...flow(each * 1000n, load.writes, load.target, steps, WRITING), steps };
  }

  // --- What cannot be together ---

  function together(load) {
    if (load.from === "gsi" && load.rounding !== "sum") complain("rounding", "GSIはQueryかScanで読みます。「合計」を選んでください");
    if (load.from === "gsi" && load.consistency !== "eventual") complain("consistency", "GSIの読み取りは結果整合性だけです");
    if (load.rounding === "sum") {
      if (load.consistency === "transact") complain("consistency", "QueryとScanはトランザクションで読めません");
      if ((load.from === "gsi" ? load.gsi.size : load.size) * load.items > rules.pageMax) complain("items", form.dataset.pageRule);
    } else {
      const most = load.consistency === "transact" ? rules.transactionMax : rules.batchMax;
      if (load.items > whole("itemsMax") || load.size * load.items > most) complain("items", form.dataset.batchRule);
    }
    if (load.size + load.lsi.size * load.lsi.count > rules.itemMax) complain("lsi-size", form.dataset.lsiRule);
  }

  // --- The page ---

  const place = (name) => form.querySelector(`[data-out="${name}"]`);
  const name = (field) => field.selectedOptions[0].textContent.replace(/（.*/, "");

  function list(title, steps) {
    const head = document.createElement("p");
    head.append(Object.assign(document.createElement("strong"), { textContent: title }));
    const items = document.createElement("ol");
    items.append(...steps.map((textContent) => Object.assign(document.createElement("li"), { textContent })));
    return [head, items];
  }

  function row(key, { capacity, perSecond, by }) {
    place(`${key}-set`).textContent = show(capacity, 1n);
    place(`${key}-second`).textContent = show(perSecond, by);
    place(`${key}-month`).textContent = show(perSecond * MONTH, by);
  }

  function update() {
    errors = new Map();
    const itemSize = size("size");
    const load = {
      size: itemSize, reads: rate("reads"), items: number("items") / 1000n, rounding: chosen("rounding"), from: chosen("from"),
      consistency: chosen("consistency"), consistencyName: name(control("consistency")), writes: rate("writes"),
      kind: chosen("kind"), kindName: name(control("kind")), gsi: index("gsi", itemSize), lsi: index("lsi", itemSize),
      target: number("target"),
    };
    together(load);
    for (const field of fields) {
      const text = errors.get(field.name) ?? "";
      const error = document.getElementById(`calc-${field.name}-error`);
      if (!error) continue;
      if (error.textContent !== text) error.textContent = text;
      field.setAttribute("aria-invalid", Boolean(text));
    }
    place("result").hidden = errors.size > 0;
    if (errors.size) {
      const names = [...errors.keys()].map((key) => control(key).labels[0].textContent);
      place("summary").textContent = `入力を直すと計算します：${names.join("、")}`;
      return;
    }

    const [reading, writing, gsi] = [read(load), write(load), writeIndex(load)];
    const { count } = load.gsi;
    const total = { ...writing, capacity: writing.capacity + gsi.capacity * count, perSecond: writing.perSecond + gsi.perSecond * count };
    row("read", reading);
    row("write", writing);
    row("gsi", gsi);
    row("total", total);
    for (const key of ["gsi", "total"]) place(`${key}-row`).hidden = !count;
    place("read-name").textContent = load.from === "gsi" ? "読み取り（GSI）" : "読み取り";
    place("steps").replaceChildren(...list("読み取り", reading.steps), ...list("書き込み（テーブル）", writing.steps),
      ...(count ? list(`書き込み（GSI。${count}個のそれぞれ）`, gsi.steps) : []));
    place("summary").textContent = `プロビジョンドで${show(reading.capacity, 1n)}RCUと${show(total.capacity, 1n)}WCU、` +
      `オンデマンドで毎秒${show(reading.perSecond, reading.by)}RRUと${show(total.perSecond, total.by)}WRUです。`;
  }

  // --- The address holds the input ---

  function restore() {
    const query = new URLSearchParams(location.search);
    const unknown = [];
    for (const field of fields) {
      const value = query.get(field.name);
      if (value === null) continue;
      if (field.options && ![...field.options].some((option) => option.value === value)) unknown.push(`${field.name}=${value}`);
      else field.value = value.slice(0, 40);
    }
    place("notice").textContent = unknown.length ? `アドレスの中の使えない値を、既定の値にしました：${unknown.join("、").slice(0, 200)}` : "";
  }

  function remember(values) {
    const query = new URLSearchParams(location.search);
    for (const field of fields) {
      if (values) query.set(field.name, field.value);
      else query.delete(field.name);
    }
    history.replaceState(null, "", location.pathname + (String(query) && `?${query}`) + location.hash);
  }

  form.addEventListener("input", update);
  form.addEventListener("change", () => remember(true));
  form.addEventListener("submit", (event) => event.preventDefault());
  place("reset").addEventListener("click", () => {
    form.reset();
    place("notice").textContent = "";
    remember(false);
    update();
  });
  restore();
  update();
  form.hidden = false;
  document.querySelector(".calc-without").hidden = true;
})();
