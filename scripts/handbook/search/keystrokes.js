// Types queries letter by letter and tells what each key takes, from the words to the results as they are shown.
// Each key in a new engine several times: the least is what it costs when nothing else runs.
const typeAll = (index, queries, runs = 3) => {
  let load = Infinity;
  const keys = [];
  for (let run = 0; run < runs; run++) {
    let started = performance.now();
    const engine = SearchEngine.create(index);
    load = Math.min(load, performance.now() - started);
    let key = 0;
    for (const query of queries) {
      const letters = [...query];
      for (let length = 1; length <= letters.length; length++, key++) {
        const typed = letters.slice(0, length).join("");
        started = performance.now();
        SearchResults.items(SearchResults.byPage(engine.search(typed)), new Map());
        keys[key] = Math.min(keys[key] ?? Infinity, performance.now() - started);
      }
    }
  }
  keys.sort((a, b) => a - b);
  const at = (share) => keys[Math.floor((keys.length - 1) * share)];
  return { load, keys: keys.length, median: at(0.5), p95: at(0.95), longest: at(1) };
};
