// The page that a result leads to: marks the words of the search (?h=) and opens what hides them.
(() => {
  "use strict";

  const wanted = new URLSearchParams(location.search).get("h");
  const article = document.querySelector(".md-content__inner");
  if (!wanted || !article) return;

  function mark(node, places) {
    const parts = document.createDocumentFragment();
    const text = node.data;
    let done = 0;
    for (const [start, end] of places) {
      const marked = document.createElement("mark");
      marked.textContent = text.slice(start, end);
      parts.append(text.slice(done, start), marked);
      done = end;
    }
    parts.append(text.slice(done));
    node.replaceWith(parts);
  }

  function markAll() {
    const words = SearchWords.words(wanted.slice(0, 500)).map((word) => word.text);
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest("script, style, svg, .headerlink") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const places = SearchWords.places(node.data, words);
      if (!places.length) continue;
      for (let details = node.parentElement.closest("details"); details; details = details.parentElement.closest("details")) details.open = true;
      mark(node, places);
    }
    // What has been opened moves the section that the address names.
    if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }

  const script = document.createElement("script");
  script.src = new URL("words.js", document.currentScript.src);
  script.addEventListener("load", markAll);
  document.head.append(script);
})();
