// Finds the sections for a query. Pure: takes the index of the build and MiniSearch, touches no page.
//
// A query becomes groups of words that mean one thing, each with its synonyms. MiniSearch scores each
// group; a section counts by how many of the groups it has, and by whether it is *about* them
// (heading, anchor, home of the term) or only mentions them.
const SearchEngine = (() => {
  "use strict";

  const { words, grams, names, key, readingKey, spelled, distance } = SearchWords;

  const LONGEST_QUERY = 200;        // characters; what is longer is no question
  const MOST_WORDS = 12;
  const MOST_SECTIONS = 60;
  const MOST_REMEMBERED = 500;
  const LEAST_COVERAGE = 0.4;       // share of the query's weight that a section must have
  const UNKNOWN_WEIGHT = 0.6;
  const LEAST_WEIGHT = 0.15;
  // Where a word stands in a section, and what that is worth when a query has several.
  const IN_TEXT = 0;
  const IN_CONTEXT = 0.5;
  const IN_TITLE = 1;
  const STANDING = [0.3, 1];
  const HOME = 2;                   // what it is worth to be where the glossary says that a term is explained
  const FIRST_CODE = "#".charCodeAt(0);
  // Grammar and the words of asking: they narrow nothing down.
  const PARTICLES = new Set((
    "は が の を に へ で と も や か ね よ な とは って では には との への での のは のが のを ので のに から まで より だけ など とか " +
    "する した して しない したい したら すると される された できる できない できます いる ある ない なる なった なら なぜ なに どう " +
    "どの どれ どこ どちら どっち いつ いくつ いくら こと もの とき ため ための たい ください ほしい です ます でしょうか について に関して " +
    "という といえば における によって による または および そして この その あの これ それ どうやって どうすれば やって みたい という " +
    "っぱなし しくは ならどれ でいいのか ってなに って何 とは何 のか たら たり れる られる せる させる"
  ).split(" "));

  function decode(postings) {
    const numbers = [];
    let number = -1;
    for (const character of postings) {
      const code = character.codePointAt(0);
      number += (code < 0xE000 ? code : code - 0x800) - FIRST_CODE + 1;
      numbers.push(number);
    }
    return numbers;
  }

  const folded = (text) => words(text).map((word) => word.text);
  // 「GSI（グローバルセカンダリインデックス）」 is the heading of either name.
  const titleKeys = (titles) => [...new Set(titles.flatMap((title) => [title, ...title.split(/[（）()：:、]/)]).map(key).filter(Boolean))];
  // Sections that only name what stands elsewhere.
  const LISTS = /^(summary|related|pages.*)$/;
  // Letters as they follow each other, grammar included, to compare a question with a heading.
  function pairsOf(text) {
    const letters = [...text.normalize("NFKC").toLowerCase().replace(/[\s\p{P}]/gu, "")];
    return new Set(letters.slice(1).map((letter, at) => letters[at] + letter).filter((pair) => !/^[a-z0-9]{2}$/.test(pair)));
  }
  const isKanji = (word) => /\p{Script=Han}/u.test(word);
  const isLatin = (word) => /^[a-z0-9]/.test(word);

  function readSections(index) {
    const sections = [];
    for (const [location, name, boost, entries] of index.pages) {
      const first = sections.length;
      const above = [];
      for (const [anchor, title, level] of entries) {
        above.length = level - 1;
        const parents = above.filter(Boolean);
        above[level - 1] = title;
        const context = [...parents, anchor ? "" : name, location, anchor].join(" ");
        const section = {
          number: sections.length, location: anchor ? `${location}#${anchor}` : location,
          path: location, anchor, title, level, boost: boost * (LISTS.test(anchor) ? 0.6 : 1),
          titleKeys: titleKeys(anchor ? [title] : [title, name]), likeness: pairsOf(title),
          titleWords: folded(title), titleText: ` ${folded(title).join(" ")} `, contextWords: folded(context), textLength: 0,
        };
        section.top = sections[first] ?? section;
        sections.push(section);
      }
    }
    // Headings and what stands above them are few words and weigh most: MiniSearch scores them.
    for (const section of sections) {
      section.headingWords = [...new Set([...section.titleWords, ...section.contextWords])];
      section.all = ` ${section.headingWords.join(" ")} `;
    }
    // The texts are known by their words alone.
    const vocabulary = index.words ? index.words.split(" ") : [];
    const postings = index.postings.map(decode);
    for (const numbers of postings) for (const number of numbers) sections[number].textLength += 1;
    const average = sections.reduce((sum, section) => sum + section.textLength, 0) / sections.length;
    // A word says more in a short section than in a long one (the length part of BM25).
    const density = sections.map((section) => 1 / (0.6 + 0.4 * section.textLength / average));
    return { sections, vocabulary, postings, density };
  }

  // Names → what they name. A term of the glossary has a home and a reading, an everyday group has neither.
  function readNames(index) {
    const terms = [];
    const byKey = new Map();
    const add = (names, reading, home) => {
      const keys = [...new Set(names.map(key).filter(Boolean))];
      const term = { keys, reading, home };
      terms.push(term);
      for (const name of keys) byKey.set(name, [...byKey.get(name) ?? [], term]);
    };
    for (const [names, reading, home] of index.terms) add(names, reading, home);
    for (const names of index.everyday) add(names, readingKey(names.find((name) => /^[ぁ-ゖー]+$/.test(name)) ?? ""), -1);
    const [kanji, readings] = index.readings.map((list) => list ? list.split(" ") : []);
    kanji.forEach((word, at) => {
      const known = byKey.get(word)?.find((term) => term.reading === readings[at]);
      if (!known) terms.push({ keys: [word, ...(byKey.get(word) ?? []).flatMap((term) => term.keys)], reading: readings[at], home: -1 });
    });
    return { terms, byKey };
  }

  function create(index, MiniSearch) {
    const { sections, vocabulary, postings, density } = readSections(index);
    const { terms, byKey } = readNames(index);
    const known = [...new Set([
      ...vocabulary, ...sections.flatMap((section) => [...section.titleWords, ...section.contextWords]),
      ...terms.flatMap((term) => term.keys.flatMap((name) => name.split(" "))),
    ])];
    const everything = ` ${known.join(" ")} `;

    const mini = new MiniSearch({
      idField: "number",
      fields: ["title", "context"],
      extractField: (section, name) => name === "number" ? section.number : section[`${name}Words`].join(" "),
      tokenize: (text) => text.split(" ").flatMap(grams),
      processTerm: (term) => term || null,
      searchOptions: { boost: { title: 4, context: 1 }, tokenize: (text) => [text], combineWith: "AND" },
    });
    mini.addAll(sections);

    // Remembers what was found, because the next key asks nearly the same.
    function remembering(find) {
      const found = new Map();
      return (text) => {
        if (!found.has(text)) found.set(text, find(text));
        if (found.size > MOST_REMEMBERED) found.delete(found.keys().next().value);
        return found.get(text);
      };
    }

    // Sections that have one word: Map of number → { score, level }.
    const sectionsOf = remembering((word) => {
      const hits = new Map();
      const characters = [...word];
      for (const [id, score] of inTexts(word)) hits.set(id, { score, level: IN_TEXT });
      for (const [id, score] of inHeadings(word, characters)) {
        const level = sections[id].titleText.includes(word) ? IN_TITLE : IN_CONTEXT;
        hits.set(id, { score: (hits.get(id)?.score ?? 0) + score, level });
      }
      if (hits.size || isLatin(word) || characters.length < (isKanji(word) ? 3 : 5)) return hits;
      return partly(characters);
    });

    const rarity = (sectionCount) => Math.log(1 + sections.length / sectionCount);

    // How well a word of a section answers a word of the query, 0 … 1, as a function of the section's word.
    function qualityFor(word) {
      const whole = (other) => (other === word ? 1 : 0);
      if (/^[0-9]/.test(word)) return whole;
      if (!isLatin(word)) {
        if (word.length === 1) return (other) => whole(other) || (other.startsWith(word) ? 0.2 : 0);
        return (other) => whole(other) || (other.includes(word) ? 0.5 : 0);
      }
      if (word.length < 2 || (word.length < 3 && isKnown(word))) return whole;
      const inside = word.length > 2 ? 0.3 : 0;
      return (other) => whole(other) || (other.startsWith(word) ? 0.5 : other.includes(word) ? inside : 0);
    }

    function inTexts(word) {
      const scores = new Map();
      const quality = qualityFor(word);
      vocabulary.forEach((other, at) => {
        if (other.length < word.length) return;
        const share = quality(other);
        if (!share) return;
        const rare = share * rarity(postings[at].length);
        for (const id of postings[at]) {
          const score = rare * density[id];
          if (!(scores.get(id) >= score)) scores.set(id, score);
        }
      });
      return scores;
    }

    function inHeadings(word, characters) {
      const quality = qualityFor(word);
      const best = ({ id }) => Math.max(...sections[id].headingWords.map(quality));
      const pairs = isLatin(word) || characters.length === 1 ? [word] : grams(word).slice(0, characters.length - 1);
      return mini.search({ combineWith: "AND", queries: pairs, prefix: pairs[0] === word })
        .map((result) => [result.id, result.score / pairs.length * best(result)])
        .filter(([, score]) => score > 0);
    }

    // 「自動削除」 finds 「自動的に削除」: most of a compound's pairs, counted down for what is missing.
    function partly(characters) {
      const hits = new Map();
      const pairs = [...new Set(characters.slice(1).map((character, at) => characters[at] + character))];
      const lists = pairs.map(sectionsOf);
      // Two kanji mean something; two katakana are in any word.
      const least = isKanji(characters.join("")) ? 0.5 : 0.7;
      for (const id of new Set(lists.flatMap((list) => [...list.keys()]))) {
        const having = lists.filter((list) => list.has(id)).map((list) => list.get(id));
        const share = having.length / pairs.length;
        if (share < least) continue;
        const score = having.reduce((sum, hit) => sum + hit.score, 0) / pairs.length * share * 0.5;
        hits.set(id, { score, level: Math.min(...having.map((hit) => hit.level)) * share });
      }
      return hits;
    }

    // Sections that have all words of a name.
    const sectionsOfName = remembering((name) => {
      const lists = name.split(" ").map(sectionsOf);
      if (lists.length === 1) return lists[0];
      const smallest = lists.reduce((a, b) => (b.size < a.size ? b : a));
      const hits = new Map();
      for (const id of smallest.keys()) {
        if (!lists.every((list) => list.has(id))) continue;
        const own = lists.map((list) => list.get(id));
        const together = sections[id].all.includes(` ${name} `) ? 1.5 : 1;
        const score = own.reduce((sum, hit) => sum + hit.score, 0) / own.length * together;
        hits.set(id, { score, level: Math.min(...own.map((hit) => hit.level)) });
      }
      return hits;
    });

    // The same thing said twice counts once.
    const isSame = (one, other) => one.typed === other.typed
      || (other.alternatives.has(one.typed) && one.alternatives.has(other.typed));

    const isKnown = (word) => everything.includes(isLatin(word) && word.length < 3 ? ` ${word} ` : word);

    // The known word nearest to a mistyped one, or nothing. Short words are never corrected.
    function corrected(word) {
      if (word.length < 4 || /^[0-9]/.test(word) || /\p{Script=Han}/u.test(word)) return undefined;
      const limit = word.length < 8 ? 1 : 2;
      let best;
      let fewest = limit + 1;
      for (const other of known) {
        if (isLatin(other) !== isLatin(word)) continue;
        const edits = distance(word, other, Math.min(limit, fewest));
        if (edits < fewest) { best = other; fewest = edits; }
      }
      return best;
    }

    function groupOf(typed, written, found, weight, isDirect = true) {
      const alternatives = new Map(isDirect ? [[typed, 1]] : []);
      for (const term of found) {
        for (const name of term.keys) {
          // 「速」 is understood when it is typed; as a synonym it is in too many words.
          if ([...name].length > 1 && !alternatives.has(name)) alternatives.set(name, term.home >= 0 ? 0.9 : 0.8);
        }
      }
      return { typed, written, weight, alternatives, homes: new Set(found.map((term) => term.home).filter((home) => home >= 0)) };
    }

    // Terms for a word in hiragana, by their reading: the whole of it, its beginning, or what it begins with.
    function termsByReading(run) {
      const reading = readingKey(run);
      if (reading.length < 2) return [];
      const named = terms.filter((term) => term.reading);
      const whole = named.filter((term) => term.reading === reading);
      if (whole.length) return whole;
      const shortestFirst = (a, b) => a.reading.length - b.reading.length;
      const begun = named.filter((term) => term.reading.startsWith(reading)).sort(shortestFirst).slice(0, 6);
      if (begun.length) return begun;
      if (reading.length < 3) return [];
      const inside = named.filter((term) => term.reading.length > 2 && reading.startsWith(term.reading));
      if (inside.length) return inside.sort((a, b) => shortestFirst(b, a)).slice(0, 1);
      return named.filter((term) => term.reading.includes(reading)).sort(shortestFirst).slice(0, 6);
    }

    function parse(query) {
      // A lone letter behind hiragana is the rest of a kana that is being typed.
      const typed = query.replace(/([ぁ-ん])[a-zａ-ｚ]$/i, "$1");
      const all = words(typed).slice(0, MOST_WORDS);
      const content = all.some((word) => word.kind !== "hiragana") ? names(typed).slice(0, MOST_WORDS) : [];
      const groups = groupsOfContent(content);
      for (const { kind, text } of all) {
        if (kind === "hiragana") groups.push(...groupsOfHiragana(text, content.length === 0));
      }
      return groups.filter((group, at) => !groups.slice(0, at).some((earlier) => isSame(group, earlier)));
    }

    function groupsOfContent(content) {
      const texts = content.map((word) => word.text);
      const groups = [];
      for (let at = 0; at < content.length;) {
        // The longest name that begins here, else the word.
        let length = Math.min(6, content.length - at);
        while (length > 1 && !byKey.has(texts.slice(at, at + length).join(" "))) length -= 1;
        const name = texts.slice(at, at + length).join(" ");
        const written = content.slice(at, at + length).map((word) => word.written).join(" ");
        const weight = [...name].length === 1 && !isLatin(name) ? 0.4 : /^[0-9]+$/.test(name) ? 0.5 : 1;
        const known = byKey.get(name) ?? namesBegunBy(name);
        const meant = known.length || isKnown(name) ? name : corrected(name) ?? name;
        const group = groupOf(meant, written, known.length ? known : byKey.get(meant) ?? [], weight);
        const joined = groups.length && namedTogether(groups.at(-1), group);
        if (joined) groups[groups.length - 1] = joined;
        else groups.push(group);
        at += length;
      }
      return groups;
    }

    // Names of the glossary that somebody may be typing: 「neptu」, 「limitle」.
    function namesBegunBy(beginning) {
      if (beginning.length < 3 || known.includes(beginning)) return [];
      const begun = [...byKey.keys()].filter((name) => name.startsWith(beginning)).sort((a, b) => a.length - b.length);
      return begun.slice(0, 2).flatMap((name) => byKey.get(name));
    }

    // 「レッドシフト サーバーレス」 is two names, and one: redshift serverless.
    function namedTogether(one, other) {
      for (const first of one.alternatives.keys()) {
        for (const second of other.alternatives.keys()) {
          const found = byKey.get(`${first} ${second}`);
          if (found) return groupOf(`${first} ${second}`, `${one.written} ${other.written}`, found, 1);
        }
      }
      return undefined;
    }

    function groupsOfHiragana(run, isAlone) {
      const letters = spelled(run);
      if (letters && isKnown(letters)) return [groupOf(letters, run, byKey.get(letters) ?? [], 1)];
      const asked = [...byKey.keys()].filter((name) => /^[ぁ-ゖ]{2,}$/.test(name) && run.includes(name));
      if (!isAlone && asked.length) return asked.map((name) => groupOf(name, name, byKey.get(name), 0.5));
      if (PARTICLES.has(run)) return [];
      const kana = readingKey(run);
      const found = termsByReading(run);
      if (isAlone || (found.length && kana.length > 3)) {
        const isWhole = found[0]?.reading === kana;
        const group = groupOf(isWhole ? found[0].keys[0] : kana, run, found, 1, isWhole || (!found.length && isKnown(kana)));
        if (isKnownHiragana(run)) group.alternatives.set(run, 0.8);
        return group.alternatives.size || isAlone ? [group] : [];
      }
      return isKnownHiragana(run) ? [groupOf(run, run, [], 0.3)] : [];
    }

    const isKnownHiragana = (text) => text.length > 2 && everything.includes(text);

    // Sections of a group: Map of number → { score (0 … 1), standing (0 … 1: where in the section it stands) }.
    function sectionsOfGroup(group) {
      const hits = new Map();
      let highest = 0;
      for (const [name, weight] of group.alternatives) {
        for (const [id, hit] of sectionsOfName(name)) {
          const score = hit.score * weight;
          const standing = (STANDING[0] + (STANDING[1] - STANDING[0]) * hit.level) * (0.5 + weight / 2);
          const known = hits.get(id);
          if (!known) hits.set(id, { score, standing });
          else {
            known.score = Math.max(known.score, score);
            known.standing = Math.max(known.standing, standing);
          }
          highest = Math.max(highest, score);
        }
      }
      for (const hit of hits.values()) hit.score = Math.sqrt(hit.score / highest);
      for (const home of group.homes) {
        const hit = hits.get(home) ?? { score: 0, standing: 0 };
        hits.set(home, { score: Math.max(hit.score, 0.9), standing: Math.max(hit.standing, 1) });
      }
      return hits;
    }

    // A heading that is just what was typed is the answer, that of a page before that of a section;
    // one that says it in brackets or in other words comes behind the place that the glossary names.
    function titleWorth(section, title, weight) {
      if (!section.anchor) return weight === 1 ? HOME + 0.8 : HOME - 0.1 * (2 - weight);
      return weight === 1 && title === section.titleKeys[0] ? HOME + 0.6 : (HOME - 0.4) * weight;
    }

    // How much a section is about the one thing that a query names.
    function aboutness(section, group) {
      let most = group.homes.has(section.number) ? HOME : 0;
      // The home says the name in its own heading, or the page above it does.
      const isPageOfHome = !section.anchor && [...group.homes].some((home) => sections[home].top === section
        && ![...group.alternatives.keys()].some((name) => sections[home].titleText.includes(` ${name} `)));
      for (const [name, weight] of group.alternatives) {
        for (const title of section.titleKeys) {
          if (title === name) most = Math.max(most, titleWorth(section, title, weight));
          // 「ValkeyとRedis OSS」 is the page of Valkey.
          else if (title.startsWith(name)) most = Math.max(most, isPageOfHome ? HOME + 0.5 * weight : 0.4 * weight);
        }
        if (section.anchor && section.anchor.replaceAll("-", " ") === name) most = Math.max(most, 0.8 * weight);
      }
      return most;
    }

    // How much a group says: a word of every section says little, an unknown one is half a word.
    function weigh(group, scores) {
      if (!scores.size) return group.weight * UNKNOWN_WEIGHT;
      return group.weight * Math.max(LEAST_WEIGHT, Math.log(sections.length / scores.size) / Math.log(sections.length));
    }

    // Share of a heading's letters that the question has, 0 … 1.
    function likeness(question, heading) {
      if (heading.size < 2) return 0;
      let common = 0;
      for (const pair of heading) if (question.has(pair)) common += 1;
      return common / heading.size;
    }

    // Sections by rank: [{ section, score, words (folded, that it has), shown (of these, for the address), missing (as typed) }].
    function search(text) {
      const query = text.slice(0, LONGEST_QUERY);
      const groups = parse(query);
      if (!groups.length) return [];
      const found = groups.map(sectionsOfGroup);
      const rank = groups.length === 1 ? rankByName : rankByQuestion;
      const hits = rank(query, groups, found).sort((a, b) => b.score - a.score || a.section.number - b.section.number);
      return hits.slice(0, MOST_SECTIONS).map(({ section, score }) => {
        const named = groups.map((group) => namesIn(section, group));
        return {
          section, score,
          words: [...new Set(named.flat().flatMap((name) => name.split(" ")))],
          // For the address of the result, as short as it goes: what was typed, where that stands there.
          shown: [...new Set(groups.flatMap((group, at) => {
            const [first] = named[at];
            return first === group.typed && key(group.written) === first ? group.written : first ?? [];
          }))],
          missing: groups.filter((group, at) => !found[at].has(section.number)).map((group) => group.written),
        };
      });
    }

    // Names of a group that stand in a section; what was typed comes first.
    const namesIn = (section, group) => [...group.alternatives.keys()].filter((name) => sectionsOfName(name).has(section.number));

    // The query names one thing: where it is told first, then where it is mentioned.
    function rankByName(query, [group], [hits]) {
      return [...hits].map(([id, { score }]) => {
        const section = sections[id];
        const top = section.anchor ? 0 : 0.1;
        return { section, score: (score + aboutness(section, group) + top) * section.boost };
      });
    }

    const hasName = (groups, found, id) => groups.some((group, at) => group.homes.size && found[at].has(id));

    // The query asks: what has most of it, in its heading rather than in its text.
    function rankByQuestion(query, groups, found) {
      const weights = groups.map((group, at) => weigh(group, found[at]));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const pages = found.map((hits) => new Set([...hits.keys()].map((id) => sections[id].top)));
      const whole = key(query);
      const question = pairsOf(query);
      const ranked = [];
      const rest = [];
      for (const id of new Set(found.flatMap((hits) => [...hits.keys()]))) {
        const section = sections[id];
        let sum = 0;
        let covered = 0;
        groups.forEach((group, at) => {
          const hit = found[at].get(id);
          if (hit) {
            sum += (hit.standing + hit.score * 0.5 + (group.homes.has(id) ? 0.1 : 0)) * weights[at];
            covered += weights[at];
          // Said elsewhere on the page: part of what the section stands in.
          } else if (pages[at].has(section.top)) covered += weights[at] * 0.4;
        });
        const coverage = covered / total;
        const named = section.titleKeys.includes(whole) ? 2 : 0;
        const score = (sum / total + named + likeness(question, section.likeness)) * coverage ** 2 * section.boost;
        if (coverage >= LEAST_COVERAGE) ranked.push({ section, score });
        else if (covered >= LEAST_WEIGHT && hasName(groups, found, id)) rest.push({ section, score });
      }
      // A question of which only the subject is known is answered by the subject.
      return ranked.length ? ranked : rest;
    }

    return { search, sections };
  }

  return { create, decode };
})();
