// The search behind Material's dialog: same messages as its own worker, our engine.
// Material starts it on every page; the index comes only when something is asked.
(() => {
  "use strict";

  const READY = 1;
  const QUERY = 2;
  const RESULT = 3;
  const SCRIPTS = new URL(".", self.location);
  const DATA = new URL("../../../search/", SCRIPTS);
  const PAGES_SHOWN_AT_ONCE = 10;
  const PAUSE_OF_TYPING = 100;    // milliseconds; texts are fetched when the typing rests

  let engine;                     // promise
  let latest = 0;
  const imported = new Set();
  const texts = new Map();        // by page: { anchor: text }
  const loading = new Map();      // by page: promise

  async function fetchJSON(name) {
    const response = await fetch(new URL(name, DATA));
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response.json();
  }

  // A second try must not declare again what the first one did.
  function importOnce(script) {
    if (imported.has(script)) return;
    importScripts(script);
    imported.add(script);
  }

  async function load() {
    const index = fetchJSON("index.json");
    for (const script of [
      new URL("words.js", SCRIPTS), new URL("minisearch.js", DATA), new URL("engine.js", SCRIPTS), new URL("results.js", SCRIPTS),
    ]) importOnce(script.href);
    return SearchEngine.create(await index, MiniSearch);
  }

  async function loadText(page) {
    try {
      texts.set(page, await fetchJSON(`text/${page.replace(/\/$/, "") || "index"}.json`));
    } catch {
      // Without its text a result still has its heading; the next question tries again.
      loading.delete(page);
    }
  }

  function loadTexts(pages) {
    for (const page of pages) if (!loading.has(page)) loading.set(page, loadText(page));
    return Promise.all(pages.map((page) => loading.get(page)));
  }

  const unavailable = {
    location: "reference/glossary/", title: "検索の準備ができません",
    text: "<p>通信を確かめて、もう一度入力してください。用語集からもたどれます。</p>", score: 1, terms: {},
  };

  // Material looks at the items only; the query lets a test know what is answered.
  const send = (query, items) => self.postMessage({ type: RESULT, data: { items, query } });

  async function answer(query) {
    const number = ++latest;
    if (!query.trim()) return send(query, []);
    let groups;
    try {
      engine ??= load();
      const loaded = await engine;
      // Somebody who goes on typing does not wait for answers to what was typed before.
      if (number !== latest) return;
      groups = SearchResults.byPage(loaded.search(query));
    } catch (error) {
      engine = undefined;
      console.error(error);
      return send(query, [[unavailable]]);
    }
    send(query, SearchResults.items(groups, texts));
    const missing = groups.slice(0, PAGES_SHOWN_AT_ONCE).map(([page]) => page.path).filter((path) => !texts.has(path));
    if (!missing.length) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_OF_TYPING));
    if (number !== latest) return;
    await loadTexts(missing);
    if (number === latest) send(query, SearchResults.items(groups, texts));
  }

  self.addEventListener("message", ({ data }) => { if (data.type === QUERY) answer(String(data.data)); });
  self.postMessage({ type: READY });
})();
