// Answers the questions of Material's dialog: same messages as its own worker, our engine.
// Knows nothing of where it runs; who starts it says how the index and the texts come (worker.js, disk.js).
const SearchAnswers = (() => {
  "use strict";

  const RESULT = 3;
  const PAGES_SHOWN_AT_ONCE = 10;
  const PAUSE_OF_TYPING = 100;    // milliseconds; texts are fetched when the typing rests

  const unavailable = {
    location: "reference/term-index/", title: "検索の準備ができません",
    text: "<p>通信を確かめて、もう一度入力してください。索引からもたどれます。</p>", score: 1, terms: {},
  };

  // `engine()` and `textOf(page)` return promises; `addressOf` turns a place into what the browser can open.
  function create({ engine, textOf, send, addressOf = (location) => location }) {
    let latest = 0;
    const texts = new Map();        // by page: { anchor: text }
    const loading = new Map();      // by page: promise

    async function loadText(page) {
      try {
        texts.set(page, await textOf(page));
      } catch {
        // Without its text a result still has its heading; the next question tries again.
        loading.delete(page);
      }
    }

    function loadTexts(pages) {
      for (const page of pages) if (!loading.has(page)) loading.set(page, loadText(page));
      return Promise.all(pages.map((page) => loading.get(page)));
    }

    // Material looks at the items only; the query lets a test know what is answered.
    function tell(query, items) {
      const opened = items.map((page) => page.map((item) => ({ ...item, location: addressOf(item.location) })));
      send({ type: RESULT, data: { items: opened, query } });
    }

    async function answer(query) {
      const number = ++latest;
      if (!query.trim()) return tell(query, []);
      let groups;
      try {
        const { search } = await engine();
        // Somebody who goes on typing does not wait for answers to what was typed before.
        if (number !== latest) return;
        groups = SearchResults.byPage(search(query));
      } catch (error) {
        console.error(error);
        return tell(query, [[unavailable]]);
      }
      tell(query, SearchResults.items(groups, texts));
      const missing = groups.slice(0, PAGES_SHOWN_AT_ONCE).map(([page]) => page.path).filter((path) => !texts.has(path));
      if (!missing.length) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_OF_TYPING));
      if (number !== latest) return;
      await loadTexts(missing);
      if (number === latest) tell(query, SearchResults.items(groups, texts));
    }

    return { answer };
  }

  return { create, unavailable };
})();
