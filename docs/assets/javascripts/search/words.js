// How text and queries become words. Pure functions, the same for the build (in QuickJS), the worker and
// the page that a result leads to.
//
// A word is a run of one script: `gsi`, `400`, `インデツクス`, `読取容量`. It is folded, so that spellings of
// the same word meet: full and half width, case, ー and small kana, okurigana inside compounds.
//
// `var`, because a page opened from a disk may bring it twice: for the search and for the words to mark.
var SearchWords = (() => {
  "use strict";

  const KINDS = ["number", "latin", "katakana", "kanji", "hiragana"];
  const RUN = /([0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)|([a-z][a-z0-9]*)|([ァ-ヺ](?:[ァ-ヺー]|・(?=[ァ-ヺ]))*)|((?<=[0-9])[倍個台件回秒年]|\p{Script=Han}(?:[いきぎしちびみりえけげせべめれ]?\p{Script=Han})*)|([ぁ-ゖ][ぁ-ゖー]*)/gu;
  const FOLDED_KANA = {
    ァ: "ア", ィ: "イ", ゥ: "ウ", ェ: "エ", ォ: "オ", ッ: "ツ", ャ: "ヤ", ュ: "ユ", ョ: "ヨ", ヮ: "ワ", ヵ: "カ", ヶ: "ケ", ヂ: "ジ", ヅ: "ズ",
    ー: "", "・": "",
  };
  const V_KANA = { ァ: "バ", ィ: "ビ", ェ: "ベ", ォ: "ボ" };

  const normalize = (text) => text.normalize("NFKC").toLowerCase();
  const toKatakana = (text) => text.replace(/[ぁ-ゖ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));

  // Folds one run. `at` tells for each character of `text` where it stood in the run.
  function fold(kind, run) {
    let text = "";
    const at = [];
    for (let index = 0; index < run.length; index++) {
      const character = run[index];
      let folded = character;
      if (character === ",") folded = "";
      // 読み取り, 読取り and 読取 are one word; so are 書き込み and 書込.
      if (kind === "kanji" && character >= "ぁ" && character <= "ん") folded = "";
      if (kind === "katakana") {
        folded = FOLDED_KANA[character] ?? character;
        if (character === "ヴ") folded = V_KANA[run[index + 1]] ?? "ブ";
        else if (run[index - 1] === "ヴ" && V_KANA[character]) folded = "";
      }
      if (folded) { text += folded; at.push(index); }
    }
    return { text, at };
  }

  // The words of a normalized text, in order: [{ kind, text, at, start, end }].
  function runs(normalized) {
    const found = [];
    for (const match of normalized.matchAll(RUN)) {
      const kind = KINDS[match.slice(1).findIndex((group) => group !== undefined)];
      const folded = fold(kind, match[0]);
      if (folded.text) found.push({ kind, ...folded, start: match.index, end: match.index + match[0].length });
    }
    return found;
  }

  // The words of a text: [{ kind, text (folded), written, ending (of the kanji right before it) }].
  function words(text) {
    const normalized = normalize(text);
    return runs(normalized).map(({ kind, text, start, end }, at, all) => {
      const ending = kind === "hiragana" && all[at - 1]?.kind === "kanji" && all[at - 1].end === start;
      return { kind, text, written: normalized.slice(start, end), ending };
    });
  }

  // What stands in the index for a folded word: Latin words and numbers whole, Japanese as overlapping pairs.
  // The last kanji stands alone too, so that every single kanji begins some entry.
  function grams(word) {
    const characters = [...word];
    if (characters.length < 2 || /^[a-z0-9]/.test(word)) return [word];
    const pairs = characters.slice(1).map((character, index) => characters[index] + character);
    return /\p{Script=Han}/u.test(word) ? [...pairs, characters.at(-1)] : pairs;
  }

  // What a text names: its words without grammar, and without the maker's name before a service.
  function names(text) {
    const all = words(text);
    const content = all.filter(({ kind }) => kind !== "hiragana");
    const own = content.filter((word) => word.text !== "amazon" && word.text !== "aws");
    return [own, content, all].find((list) => list.length) ?? [];
  }

  // For comparing names: `global secondary index`, `読取 レプリカ`.
  const key = (text) => names(text).map((word) => word.text).join(" ");

  // A reading, folded as katakana is: `ぱーてぃしょん` → `パテイシヨン`.
  const readingKey = (text) => fold("katakana", toKatakana(normalize(text)).replace(/[^ァ-ヺー]/g, "")).text;

  const LETTERS = {
    えー: "a", えい: "a", びー: "b", しー: "c", でぃー: "d", いー: "e", えふ: "f", じー: "g", えいち: "h", えっち: "h", あい: "i", じぇー: "j", じぇい: "j",
    けー: "k", けい: "k", える: "l", えむ: "m", えぬ: "n", おー: "o", ぴー: "p", きゅー: "q", あーる: "r", えす: "s", てぃー: "t", ゆー: "u", ぶい: "v",
    だぶりゅー: "w", えっくす: "x", わい: "y", ぜっと: "z",
  };
  const LETTER_NAMES = Object.keys(LETTERS).sort((a, b) => b.length - a.length).join("|");
  const LETTER = new RegExp(LETTER_NAMES, "g");
  const SPELLED = new RegExp(`^(?:${LETTER_NAMES}){2,}$`);

  // An abbreviation as it is read aloud: `じーえすあい` → `gsi`; undefined for anything else.
  const spelled = (run) => SPELLED.test(run) ? run.replace(LETTER, (name) => LETTERS[name]) : undefined;

  // Edits (insert, delete, replace, swap neighbours) between two words; limit + 1 when there are more.
  function distance(a, b, limit) {
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      let smallest = i;
      for (let j = 1; j <= b.length; j++) {
        let edits = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, before[j - 2] + 1);
        row.push(edits);
        smallest = Math.min(smallest, edits);
      }
      if (smallest > limit) return limit + 1;
      before = last;
      last = row;
    }
    return last[b.length];
  }

  // Normalizes and keeps the way back: `origin[i]` is the place in the text of the i-th normalized unit.
  function normalizeWithOrigin(text) {
    let normalized = "";
    const origin = [];
    // Half-width ﾊﾞ is two characters and becomes one.
    for (const match of text.matchAll(/[^][\u3099\u309a\uff9e\uff9f]?/gu)) {
      const made = normalize(match[0]);
      for (let unit = 0; unit < made.length; unit++) origin.push(match.index);
      normalized += made;
    }
    return { normalized, origin: [...origin, text.length] };
  }

  // Where folded words stand in a text as it is written: [[start, end], …], in order, without overlaps.
  function places(text, wanted) {
    const { normalized, origin } = normalizeWithOrigin(text);
    const found = [];
    for (const run of runs(normalized)) {
      for (const word of wanted) {
        // A short Latin word or a number stands for itself only: `az` is not part of `lazy`.
        const whole = word.length < 3 && /^[a-z0-9]/.test(word);
        for (let index = run.text.indexOf(word); word && index >= 0; index = run.text.indexOf(word, index + word.length)) {
          if (whole && run.text !== word) continue;
          const last = index + word.length;
          const end = last < run.at.length ? run.at[last] : run.end - run.start;
          found.push([origin[run.start + run.at[index]], origin[run.start + end]]);
        }
      }
    }
    const merged = [];
    for (const [start, end] of found.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
      const previous = merged.at(-1);
      if (previous && start <= previous[1]) previous[1] = Math.max(previous[1], end);
      else if (end > start) merged.push([start, end]);
    }
    return merged;
  }

  const escapeHTML = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

  // The text as HTML with the wanted words in <mark>.
  function marked(text, wanted) {
    let html = "";
    let done = 0;
    for (const [start, end] of places(text, wanted)) {
      html += `${escapeHTML(text.slice(done, start))}<mark>${escapeHTML(text.slice(start, end))}</mark>`;
      done = end;
    }
    return html + escapeHTML(text.slice(done));
  }

  return { words, grams, names, key, readingKey, spelled, distance, places, marked };
})();
