// Types every query of a list letter by letter and prints what each key takes: node keystrokes.js <site> <scripts> <queries.json>
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const [site, scripts, queries] = process.argv.slice(2);
const read = (...parts) => fs.readFileSync(path.join(...parts), "utf8");
vm.runInThisContext(read(scripts, "words.js"));
globalThis.self = globalThis;
vm.runInThisContext(read(site, "search", "minisearch.js"));
vm.runInThisContext(read(scripts, "engine.js"));
globalThis.index = JSON.parse(read(site, "search", "index.json"));

// Each key in a new engine several times: the least is what it costs when nothing else runs.
const RUNS = 5;
let load = Infinity;
const keys = [];
for (let run = 0; run < RUNS; run++) {
  let started = performance.now();
  const engine = vm.runInThisContext("SearchEngine.create(index, MiniSearch)");
  load = Math.min(load, performance.now() - started);
  let key = 0;
  for (const query of JSON.parse(read(queries))) {
    const letters = [...query];
    for (let length = 1; length <= letters.length; length++, key++) {
      const typed = letters.slice(0, length).join("");
      started = performance.now();
      engine.search(typed);
      keys[key] = Math.min(keys[key] ?? Infinity, performance.now() - started);
    }
  }
}
keys.sort((a, b) => a - b);
const at = (share) => keys[Math.floor((keys.length - 1) * share)];
console.log(JSON.stringify({ load, keys: keys.length, median: at(0.5), p95: at(0.95), longest: at(1) }));
