// The search behind Material's dialog, in a worker: typing never waits for it.
// Material starts it on every page; the index comes only when something is asked.
(() => {
  "use strict";

  const READY = 1;
  const QUERY = 2;
  const RESULT = 3;
  const SCRIPTS = new URL(".", self.location);
  const DATA = new URL("../../../search/", SCRIPTS);
  const PARTS = ["words", "engine", "results", "answers"];

  let engine;                     // promise
  let answers;

  async function fetchJSON(name) {
    const response = await fetch(new URL(name, DATA));
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response.json();
  }

  async function load() {
    try {
      return SearchEngine.create(await fetchJSON("index.json"));
    } catch (error) {
      engine = undefined;
      throw error;
    }
  }

  function start() {
    importScripts(...PARTS.map((name) => new URL(`${name}.js`, SCRIPTS).href));
    return SearchAnswers.create({
      engine: () => engine ??= load(),
      textOf: (page) => fetchJSON(`text/${page.replace(/\/$/, "") || "index"}.json`),
      send: (message) => self.postMessage(message),
    });
  }

  self.addEventListener("message", ({ data }) => {
    if (data.type !== QUERY) return;
    const query = String(data.data);
    if (!answers && !query.trim()) return self.postMessage({ type: RESULT, data: { items: [], query } });
    answers ??= start();
    answers.answer(query);
  });
  self.postMessage({ type: READY });
})();
