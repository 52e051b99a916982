// The search of pages that are opened from a disk, where browsers start no worker and fetch nothing.
// Takes the place of Material's worker on the page itself; everything comes by <script>, when something is asked.
(() => {
  "use strict";

  const READY = 1;
  const QUERY = 2;
  const RESULT = 3;
  const SCRIPTS = new URL(".", document.currentScript.src);
  const DATA = new URL("../../../search/offline.js", SCRIPTS);
  const PARTS = ["words", "engine", "results", "answers"];

  const script = (address) => new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement("script"), { src: address });
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => reject(new Error(`${address} is missing`)));
    document.head.append(element);
  });

  // `dynamodb/indexes/#gsi` → `dynamodb/indexes/index.html#gsi`: a disk opens no folders.
  const addressOf = (location) => location.replace(/(^|\/)(#|$)/, "$1index.html$2");

  let begun;                      // promise
  let engine;

  async function start(send) {
    for (const name of PARTS) await script(new URL(`${name}.js`, SCRIPTS).href);
    await script(DATA.href);
    return SearchAnswers.create({
      engine: async () => engine ??= SearchEngine.create(SEARCH_ON_DISK.index),
      textOf: async (page) => SEARCH_ON_DISK.texts[page.replace(/\/$/, "") || "index"],
      send, addressOf,
    });
  }

  window.Worker = class extends EventTarget {
    constructor() {
      super();
      setTimeout(() => this.send({ type: READY }));
    }

    send(data) {
      this.dispatchEvent(new MessageEvent("message", { data }));
    }

    async postMessage({ type, data }) {
      if (type !== QUERY) return;
      const query = String(data);
      // Material asks for nothing as soon as it starts.
      if (!begun && !query.trim()) return void this.send({ type: RESULT, data: { items: [], query } });
      begun ??= start((message) => this.send(message));
      try {
        (await begun).answer(query);
      } catch (error) {
        // A file that is missing stays missing: the page says so.
        console.error(error);
        document.dispatchEvent(new CustomEvent("search-unavailable"));
      }
    }
  };
})();
