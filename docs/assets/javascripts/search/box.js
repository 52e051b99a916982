// What Material's search box does not do by itself: it hears only keys, and it needs a server.
(() => {
  "use strict";

  const ASKED_FOR = [
    "search/index.json", "search/minisearch.js", ...["words", "engine", "results"].map((name) => `assets/javascripts/search/${name}.js`),
  ];
  const box = document.querySelector("[data-md-component=search-query]");
  if (!box) return;
  const { base } = JSON.parse(document.getElementById("__config").textContent);
  const site = new URL(`${base}/`, location.href);

  // Pasting, dictation, the end of a conversion and the reset button press no key.
  const tell = () => box.dispatchEvent(new KeyboardEvent("keyup"));
  box.addEventListener("input", tell);
  box.addEventListener("compositionend", tell);
  box.form.addEventListener("reset", () => setTimeout(tell));

  // Enter and Esc that belong to a Japanese input method neither open nor close anything.
  window.addEventListener("keydown", (event) => {
    if (event.target === box && (event.isComposing || event.keyCode === 229)) event.stopImmediatePropagation();
  }, { capture: true });

  // Results are drawn again when their sentences arrive: whoever walks through them stays where they are.
  const list = document.querySelector("[data-md-component=search-result] ol");
  let walkedTo;
  box.addEventListener("focus", () => { walkedTo = undefined; });
  list.addEventListener("focusin", ({ target }) => { walkedTo = target.href; });
  new MutationObserver(() => {
    if (!walkedTo || document.activeElement !== document.body) return;
    [...list.querySelectorAll("a")].find((link) => link.href === walkedTo)?.focus();
  }).observe(list, { childList: true });

  // A reader who opens the search will ask something: the index can come while they type.
  box.addEventListener("focus", () => {
    for (const name of ASKED_FOR) {
      const link = document.createElement("link");
      link.rel = "prefetch";
      link.href = new URL(name, site);
      document.head.append(link);
    }
  }, { once: true });

  // Browsers start no worker from a disk; Material hides the search then.
  if (location.protocol === "file:") {
    const dialog = box.closest("[data-md-component=search]");
    dialog.hidden = false;
    box.addEventListener("focus", () => { document.getElementById("__search").checked = true; });
    const link = document.createElement("a");
    link.href = new URL("reference/glossary/index.html", site);
    link.textContent = "用語集を五十音でたどる";
    dialog.querySelector(".md-search-result__meta").replaceChildren(
      "検索は、ファイルを直接開いたときには使えません。", link,
    );
  }
})();
