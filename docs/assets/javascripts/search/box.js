// What Material's search box does not do by itself: it hears only keys, and knows no chapters.
(() => {
  "use strict";

  const ASKED_FOR = [
    "search/index.json", ...["words", "engine", "results", "answers"].map((name) => `assets/javascripts/search/${name}.js`),
  ];
  const SCOPE = /^\s*chapter[:：]\S*\s*/i;
  const box = document.querySelector("[data-md-component=search-query]");
  if (!box) return;
  const { base } = JSON.parse(document.getElementById("__config").textContent);
  const site = new URL(`${base}/`, location.href);
  const result = document.querySelector("[data-md-component=search-result]");
  const list = result.querySelector("ol");

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
  let walkedTo;
  box.addEventListener("focus", () => { walkedTo = undefined; });
  list.addEventListener("focusin", ({ target }) => { walkedTo = target.href; });
  new MutationObserver(() => {
    offerChapter();
    if (!walkedTo || document.activeElement !== document.body) return;
    [...list.querySelectorAll("a")].find((link) => link.href === walkedTo)?.focus();
  }).observe(list, { childList: true });

  // 「DynamoDBの章だけ」: puts `chapter:dynamodb` before the words, or takes it away. It stands last, where
  // ArrowUp from the box reaches it; the lowest score keeps Enter on the results.
  const { folder, chapter } = document.querySelector("[data-search-chapter]")?.dataset ?? {};
  const link = document.createElement("a");
  link.className = "search-chapter";
  const label = document.createElement("span");
  label.dataset.mdScore = "-1";
  link.append(label);
  link.addEventListener("click", (event) => {
    // Material closes the dialog at any link.
    event.preventDefault();
    event.stopPropagation();
    box.value = new URL(link.href).searchParams.get("q");
    box.focus();
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });

  function offerChapter() {
    const words = box.value.replace(SCOPE, "");
    const isWithin = words !== box.value;
    if (!words.trim() || !(isWithin || (folder && list.children.length))) return link.remove();
    label.textContent = isWithin ? "すべての章から探す" : `「${chapter}」の章だけ`;
    const address = new URL(location.href);
    address.search = new URLSearchParams({ q: isWithin ? words : `chapter:${folder} ${words}` });
    address.hash = "";
    link.href = address;
    if (link.parentElement !== result) result.append(link);
    return undefined;
  }
  box.addEventListener("keyup", () => setTimeout(offerChapter));
  // An address with a question (?q=) presses no key either.
  offerChapter();

  // What stands on a disk may be incomplete.
  document.addEventListener("search-unavailable", () => {
    const index = document.createElement("a");
    index.href = new URL("reference/term-index/index.html", site);
    index.textContent = "索引でたどる";
    result.querySelector(".md-search-result__meta").replaceChildren("検索のファイルが見つかりません。", index);
  });

  // A reader who opens the search will ask something: the index can come while they type.
  if (location.protocol === "file:") return;
  box.addEventListener("focus", () => {
    for (const name of ASKED_FOR) {
      const prefetch = document.createElement("link");
      prefetch.rel = "prefetch";
      prefetch.href = new URL(name, site);
      document.head.append(prefetch);
    }
  }, { once: true });
})();
