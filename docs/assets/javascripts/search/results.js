// Hits as Material's dialog shows them: grouped by page, best page first, the sentence that answers marked.
// Pure functions. Everything that becomes HTML is escaped here, because the dialog escapes nothing.
const SearchResults = (() => {
  "use strict";

  const LONGEST_EXCERPT = 120;    // characters
  const MOST_PAGES = 20;
  const MOST_ON_A_PAGE = 8;
  const NEARLY_BEST = 0.8;        // sections this close to the best of their page are not folded away

  // Hits in order → [[top section of the page, hits of the page], …] in order.
  function byPage(hits) {
    const pages = new Map();
    for (const hit of hits) {
      const { top } = hit.section;
      if (!pages.has(top)) pages.set(top, []);
      if (pages.get(top).length < MOST_ON_A_PAGE) pages.get(top).push(hit);
    }
    return [...pages].slice(0, MOST_PAGES);
  }

  // The sentence with the most of the words, cut to a line or two around the first of them.
  function excerpt(text, words) {
    const sentences = text.split(/(?<=。)|\n/).map((sentence) => sentence.trim()).filter(Boolean);
    let best = sentences[0] ?? "";
    let most = 0;
    for (const sentence of sentences) {
      const having = words.filter((word) => SearchWords.places(sentence, [word]).length).length;
      if (having > most) { best = sentence; most = having; }
    }
    const characters = [...best];
    if (characters.length <= LONGEST_EXCERPT) return best;
    const [first] = SearchWords.places(best, words)[0] ?? [0];
    const start = Math.max(0, Math.min([...best.slice(0, first)].length - 30, characters.length - LONGEST_EXCERPT));
    const end = start + LONGEST_EXCERPT;
    return `${start ? "…" : ""}${characters.slice(start, end).join("")}${end < characters.length ? "…" : ""}`;
  }

  function item(section, hit, text, score) {
    const words = hit?.words ?? [];
    return {
      location: section.location,
      title: SearchWords.marked(section.title, words),
      text: text ? `<p>${SearchWords.marked(excerpt(text, words), words)}</p>` : "",
      score,
      terms: Object.fromEntries([
        ...(hit?.shown ?? []).map((name) => [name, true]), ...(hit?.missing ?? []).map((word) => [word, false]),
      ]),
    };
  }

  // Material opens the highest score on Enter, and folds what scores less than the first of a page.
  function items(groups, texts) {
    return groups.map(([top, hits], rank) => {
      const score = groups.length - rank;
      const best = hits[0].score;
      const ofPage = hits.map((hit, at) => {
        const text = texts.get(top.path)?.[hit.section.anchor];
        const isOpen = at === 0 || (hit.section !== top && hit.score >= best * NEARLY_BEST);
        return item(hit.section, hit, text, isOpen ? score : score - 0.5);
      });
      if (!hits.some((hit) => hit.section === top)) ofPage.push(item(top, undefined, "", 0));
      return ofPage;
    });
  }

  return { byPage, excerpt, items };
})();
