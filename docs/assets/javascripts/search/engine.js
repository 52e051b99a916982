// Finds the sections for a query. Pure: takes the index of the build, touches no page.
//
// A query becomes groups of words that mean one thing, each with its synonyms. A section counts by how much
// of the query it has, and by whether it is *about* it (heading, home of the term) or only mentions it.
const SearchEngine = (() => {
  "use strict";

  const { words, names, key, readingKey, spelled, distance } = SearchWords;

  const LONGEST_QUERY = 200;        // characters; what is longer is no question
  const MOST_WORDS = 12;
  const MOST_SECTIONS = 60;
  const MOST_REMEMBERED = 300;
  const LEAST_COVERAGE = 0.4;       // share of the query's weight that a section must have
  const UNKNOWN_WEIGHT = 0.6;
  const ASKED_WEIGHT = 0.6;         // of 「いつ」 and 「どちら」 beside what is asked about
  const LEAST_WEIGHT = 0.15;
  const ON_PAGE = 0.3;              // of a word that stands elsewhere on the page of the section
  const TITLED = 0.75;              // level of a section whose own heading has a name
  const NAMED_ELSEWHERE = 0.9;      // what a section is worth that names the subject on a page about another
  const MENTIONED_ELSEWHERE = 0.5;
  const ELSEWHERE = 0.5;
  const LIKENESS = 0.7;             // of a heading that is written as the question is
  const HEADING_WORTH = 3;          // of a word in a heading against one in a text
  // Where a word stands in a section, and what that is worth when a query has several.
  const IN_TEXT = 0;
  const IN_CONTEXT = 0.3;
  const IN_TITLE = 1;
  const STANDING = [0.5, 1];
  const HOME = 2;                   // what it is worth to be where the glossary says that a term is explained
  // Sections that only name what stands elsewhere.
  const LISTS = /^(summary|related|pages.*)$/;
  const LIST_BOOST = 0.6;
  const SCOPE = /^\s*chapter:([a-z-]+)\s*/i;
  const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  // Grammar and the words of asking: they narrow nothing down.
  const PARTICLES = new Set((
    "は が の を に へ で と も や か ね よ な とは って では には との への での のは のが のを ので のに から まで より だけ など とか " +
    "する した して しない したい したら すると される された できる できない できます いる ある ない なる なった なら なぜ なに どう " +
    "どの どれ どこ どちら どっち いつ いくつ いくら こと もの とき ため ための たい ください ほしい です ます でしょうか について に関して " +
    "という といえば における によって による または および そして この その あの これ それ どうやって どうすれば やって みたい という " +
    "っぱなし しくは ならどれ でいいのか ってなに って何 とは何 のか たら たり れる られる せる させる"
  ).split(" "));

  // The lists of sections of all words, as handbook/search/postings.py packs them.
  function unpack(packed, wordCount, sectionCount) {
    let at = 0;
    const bit = () => {
      const value = BASE64.indexOf(packed[Math.floor(at / 6)]) >> (5 - at % 6) & 1;
      at += 1;
      return value;
    };
    const bits = (count) => {
      let value = 0;
      for (let left = count; left > 0; left--) value = value * 2 + bit();
      return value;
    };
    // A number below `range`, in as few bits as it needs.
    const below = (range) => {
      const most = 32 - Math.clz32(range - 1);
      const short = 2 ** most - range;
      if (range < 2) return 0;
      const value = bits(most - 1);
      return value < short ? value : value * 2 + bit() - short;
    };
    const length = () => {
      let zeros = 0;
      while (!bit()) zeros += 1;
      return 2 ** zeros + bits(zeros) - 1;
    };
    // The middle one of ascending numbers first; what lies between narrows down with every one.
    const between = (list, from, to, lowest, highest) => {
      if (from >= to) return;
      const middle = (from + to) >> 1;
      const first = lowest + middle - from;
      list[middle] = first + below(highest - (to - middle - 1) - first + 1);
      between(list, from, middle, lowest, list[middle] - 1);
      between(list, middle + 1, to, list[middle] + 1, highest);
    };
    return Array.from({ length: wordCount }, () => {
      const list = new Array(length());
      between(list, 0, list.length, 0, sectionCount - 1);
      return list;
    });
  }

  // Sorted words, each as the number of letters that it shares with the one before (A is none) and the rest.
  function unfold(text) {
    let word = "";
    return [...text.matchAll(/([A-Z])([^A-Z]*)/g)].map(([, shared, rest]) => {
      word = word.slice(0, shared.charCodeAt(0) - 65) + rest;
      return word;
    });
  }

  const folded = (text) => words(text).map((word) => word.text);
  // For comparing headings: a name as names compare, with the hiragana that is a word (「そのほかのデータベース」).
  const headingKey = (text) => words(text).filter(({ kind, text: word, ending }) => kind !== "hiragana"
    || (!ending && word.length > 2 && !PARTICLES.has(word))).map((word) => word.text).join(" ") || key(text);
  // 「GSI（グローバルセカンダリインデックス）」 is the heading of either name.
  const titleKeys = (titles) => [...new Set(titles.flatMap((title) => [title, ...title.split(/[（）()：:、]/)])
    .flatMap((title) => key(title) === headingKey(title).replace(/^(amazon|aws) /, "") ? key(title) : headingKey(title)).filter(Boolean))];
  // Letters as they follow each other, grammar included, to compare a question with a heading.
  const lettersOf = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s\p{P}]/gu, "");
  function pairsOf(text) {
    const letters = [...lettersOf(text)];
    return new Set(letters.slice(1).map((letter, at) => letters[at] + letter).filter((pair) => !/^[a-z0-9]{2}$/.test(pair)));
  }
  const isKanji = (word) => /^\p{Script=Han}/u.test(word);
  const isLatin = (word) => /^[a-z0-9]/.test(word);

  // Words that the index needs not list, because its headings, addresses and names have them.
  function sharedWords(index) {
    const texts = index.pages.flatMap(([location, , anchors], at) => [location, ...anchors.map(([anchor]) => anchor), ...index.titles[at]]);
    const named = [...index.terms.flatMap(([all]) => all), ...index.everyday.flat()];
    return [...new Set([...texts.flatMap(folded), ...named.flatMap((name) => key(name).split(" ")).filter(Boolean)])];
  }

  function readSections(index) {
    const sections = [];
    index.pages.forEach(([location, boost, anchors], page) => {
      const [name, ...titles] = index.titles[page];
      const first = sections.length;
      const above = [];
      anchors.forEach(([anchor, level], at) => {
        const title = titles[at];
        above.length = level - 1;
        const context = [...above.filter(Boolean), anchor ? "" : name, location, anchor].join(" ");
        above[level - 1] = title;
        const section = {
          number: sections.length, location: anchor ? `${location}#${anchor}` : location,
          path: location, anchor, title, level, boost: boost * (LISTS.test(anchor) ? LIST_BOOST : 1),
          titleKeys: titleKeys(anchor ? [title] : [title, name]), letters: lettersOf(title), likeness: pairsOf(title),
          titleWords: folded(title), contextWords: folded(context), textLength: 0,
        };
        section.titleText = ` ${section.titleWords.join(" ")} `;
        section.headingText = ` ${[...new Set([...section.titleWords, ...section.contextWords])].join(" ")} `;
        section.top = sections[first] ?? section;
        sections.push(section);
      });
    });
    return sections;
  }

  // Which sections have which word, in their text and in their headings.
  function readWords(index, sections) {
    const vocabulary = [...sharedWords(index), ...unfold(index.words.latin), ...unfold(index.words.other)];
    const texts = unpack(index.postings, vocabulary.length, sections.length);
    for (const numbers of texts) for (const number of numbers) sections[number].textLength += 1;
    const numberOf = new Map(vocabulary.map((word, number) => [word, number]));
    const titles = vocabulary.map(() => []);
    const contexts = vocabulary.map(() => []);
    const note = (lists, word, number) => {
      const list = lists[numberOf.get(word)];
      if (list.at(-1) !== number) list.push(number);
    };
    for (const { number, titleWords, contextWords } of sections) {
      for (const word of titleWords) note(titles, word, number);
      for (const word of contextWords) note(contexts, word, number);
    }
    // The words one after another: a part of one is found in the whole, and its place tells the word.
    let place = 1;
    const starts = Int32Array.from(vocabulary, (word) => (place += word.length + 1) - word.length - 1);
    return { vocabulary, numberOf, texts, titles, contexts, starts, joined: `\n${vocabulary.join("\n")}\n` };
  }

  // Names → what they name. A term of the glossary has a home and a reading, an everyday group has neither.
  function readNames(index, vocabulary) {
    const terms = [];
    const byKey = new Map();
    const add = (all, reading, home) => {
      const keys = [...new Set(all.map(key).filter(Boolean))];
      // A name in katakana reads as it is written.
      const term = { keys, reading: reading || (keys.find((name) => /^[ァ-ヺ ]+$/.test(name)) ?? "").replaceAll(" ", ""), home };
      terms.push(term);
      for (const name of keys) byKey.set(name, [...byKey.get(name) ?? [], term]);
    };
    for (const [all, reading, home] of index.terms) add(all, reading, home);
    for (const all of index.everyday) add(all, readingKey(all.find((name) => /^[ぁ-ゖー]+$/.test(name)) ?? ""), -1);
    const readings = index.readings.split(" ");
    vocabulary.filter(isKanji).forEach((word, at) => {
      const reading = readings[at];
      if (!reading || byKey.get(word)?.some((term) => term.reading === reading)) return;
      terms.push({ keys: [word, ...(byKey.get(word) ?? []).flatMap((term) => term.keys)], reading, home: -1 });
    });
    return { terms, byKey };
  }

  function create(index) {
    const sections = readSections(index);
    const { vocabulary, numberOf, texts, titles, contexts, starts, joined } = readWords(index, sections);
    const { terms, byKey } = readNames(index, vocabulary);
    const count = sections.length;

    const tops = sections.filter((section) => section.top === section);
    for (const top of tops) top.address = ` ${folded(top.path).join(" ")} `;

    // A word says more in a short section or heading than in a long one (the length part of BM25).
    const shortness = (lengths, share) => {
      const average = lengths.reduce((sum, length) => sum + length, 0) / count;
      return Float64Array.from(lengths, (length) => 1 / (1 - share + share * length / average));
    };
    const textDensity = shortness(sections.map((section) => section.textLength), 0.4);
    const titleDensity = shortness(sections.map((section) => section.titleWords.length), 0.5);
    const rarity = (list) => Math.log(1 + count / list.length);

    // Remembers what was found, because the next key asks nearly the same.
    function remembering(find) {
      const found = new Map();
      return (text) => {
        if (!found.has(text)) found.set(text, find(text));
        const answer = found.get(text);
        if (found.size > MOST_REMEMBERED) found.delete(found.keys().next().value);
        return answer;
      };
    }

    // Sections that have something: their numbers, and for each a score and a level (where it stands).
    // Collected in one room for all sections, which is empty again afterwards.
    const room = { score: new Float64Array(count), heading: new Float64Array(count), level: new Float64Array(count).fill(-1), touched: [] };
    function note(id, level) {
      if (room.level[id] < 0) room.touched.push(id);
      if (room.level[id] < level) room.level[id] = level;
    }
    function collected() {
      const ids = room.touched;
      const hits = { ids, scores: new Float64Array(ids.length), levels: new Float64Array(ids.length), known: undefined };
      ids.forEach((id, at) => {
        hits.scores[at] = room.score[id] + room.heading[id];
        hits.levels[at] = room.level[id];
        room.score[id] = 0;
        room.heading[id] = 0;
        room.level[id] = -1;
      });
      room.touched = [];
      return hits;
    }

    function isIn(hits, id) {
      hits.known ??= new Set(hits.ids);
      return hits.known.has(id);
    }

    // The word of the vocabulary that stands at a place of the joined words.
    function wordAt(place) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle] <= place) low = middle;
        else high = middle - 1;
      }
      return low;
    }

    // How well words of sections answer a word of the query: calls back with each and a quality, 0 … 1.
    function eachLike(word, take) {
      const exact = numberOf.get(word);
      if (exact !== undefined) take(exact, 1);
      if (/^[0-9]/.test(word)) return;
      let begins = 0.5;
      let inside = 0.5;
      if (isLatin(word)) {
        if (word.length < 2 || (word.length < 3 && exact !== undefined)) return;
        inside = word.length > 2 ? 0.3 : 0;
      } else if (word.length === 1) {
        begins = 0.2;
        inside = 0;
      }
      for (let place = joined.indexOf(word); place >= 0; place = joined.indexOf(word, place + 1)) {
        const number = wordAt(place);
        const quality = starts[number] === place ? begins : inside;
        if (quality && number !== exact) take(number, quality);
      }
    }

    // Sections in which one word stands.
    const sectionsWith = remembering((word) => {
      eachLike(word, (number, quality) => {
        const inText = texts[number];
        const rareInText = inText.length && quality * rarity(inText);
        for (const id of inText) {
          const score = rareInText * textDensity[id];
          note(id, IN_TEXT);
          if (room.score[id] < score) room.score[id] = score;
        }
        const rareInTitles = titles[number].length && HEADING_WORTH * quality * rarity(titles[number]);
        for (const id of titles[number]) {
          const score = rareInTitles * titleDensity[id];
          note(id, IN_TITLE);
          if (room.heading[id] < score) room.heading[id] = score;
        }
        const rareInContexts = contexts[number].length && quality * rarity(contexts[number]);
        for (const id of contexts[number]) {
          note(id, IN_CONTEXT);
          if (room.heading[id] < rareInContexts) room.heading[id] = rareInContexts;
        }
      });
      return collected();
    });

    // Sections that have one word, or most of it where no section has the whole.
    const sectionsOf = remembering((word) => {
      const hits = sectionsWith(word);
      const characters = [...word];
      if (hits.ids.length || isLatin(word) || characters.length < (isKanji(word) ? 3 : 5)) return hits;
      return partly(characters);
    });

    // 「自動削除」 finds 「自動的に削除」: most of a compound's pairs, counted down for what is missing.
    function partly(characters) {
      const pairs = [...new Set(characters.slice(1).map((character, at) => characters[at] + character))];
      const found = pairs.map(sectionsOf);
      const having = new Map();
      for (const { ids, scores, levels } of found) {
        ids.forEach((id, at) => {
          const sums = having.get(id) ?? [0, 0, 1];
          having.set(id, [sums[0] + 1, sums[1] + scores[at], Math.min(sums[2], levels[at])]);
        });
      }
      // Two kanji mean something; two katakana are in any word.
      const least = isKanji(characters.join("")) ? 0.5 : 0.7;
      for (const [id, [number, score, level]] of having) {
        const share = number / pairs.length;
        if (share < least) continue;
        note(id, level * share);
        room.score[id] = score / pairs.length * share * 0.5;
      }
      return collected();
    }

    // Sections that have all words of a name.
    const havingAll = (find) => remembering((name) => {
      const parts = name.split(" ");
      const [first, ...others] = parts.map(find).sort((a, b) => a.ids.length - b.ids.length);
      if (!others.length) return first;
      let kept = new Map(first.ids.map((id, at) => [id, [first.scores[at], first.levels[at]]]));
      for (const { ids, scores, levels } of others) {
        const both = new Map();
        ids.forEach((id, at) => {
          const sums = kept.get(id);
          if (sums) both.set(id, [sums[0] + scores[at], Math.min(sums[1], levels[at])]);
        });
        kept = both;
      }
      for (const [id, [score, level]] of kept) {
        note(id, level);
        room.score[id] = score / parts.length * (sections[id].headingText.includes(` ${name} `) ? 1.5 : 1);
      }
      return collected();
    });

    const sectionsOfTyped = havingAll(sectionsOf);
    const sectionsOfSynonym = havingAll(sectionsWith);
    // Part of what was typed is better than nothing; part of a synonym is another word.
    const sectionsOfName = (name, weight) => (weight === 1 ? sectionsOfTyped : sectionsOfSynonym)(name);

    // The same thing said twice counts once.
    const isSame = (one, other) => one.typed === other.typed
      || (other.alternatives.has(one.typed) && one.alternatives.has(other.typed));

    const isKnown = (word) => numberOf.has(word) || (!(isLatin(word) && word.length < 3) && joined.includes(word));

    // The known word nearest to a mistyped one, or nothing. Short words are never corrected.
    const corrected = remembering((word) => {
      if (word.length < 4 || /^[0-9]/.test(word) || isKanji(word)) return undefined;
      const limit = word.length < 8 ? 1 : 2;
      let best;
      let fewest = limit + 1;
      for (const other of vocabulary) {
        if (isLatin(other) !== isLatin(word) || Math.abs(other.length - word.length) > limit) continue;
        const edits = distance(word, other, Math.min(limit, fewest));
        if (edits < fewest) { best = other; fewest = edits; }
      }
      return best;
    });

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
    const named = terms.filter((term) => term.reading);
    const termsByReading = remembering((run) => {
      const reading = readingKey(run);
      if (reading.length < 2) return [];
      const whole = named.filter((term) => term.reading === reading);
      if (whole.length) return whole;
      const shortestFirst = (a, b) => a.reading.length - b.reading.length;
      const begun = named.filter((term) => term.reading.startsWith(reading)).sort(shortestFirst).slice(0, 6);
      if (begun.length) return begun;
      if (reading.length < 3) return [];
      const inside = named.filter((term) => term.reading.length > 2 && reading.startsWith(term.reading));
      if (inside.length) return inside.sort((a, b) => shortestFirst(b, a)).slice(0, 1);
      return named.filter((term) => term.reading.includes(reading)).sort(shortestFirst).slice(0, 6);
    });

    function parse(query) {
      // A lone letter behind hiragana is the rest of a kana that is being typed.
      const typed = query.replace(/([ぁ-ん])[a-zａ-ｚ]$/i, "$1");
      const all = words(typed).slice(0, MOST_WORDS);
      const content = all.some((word) => word.kind !== "hiragana") ? names(typed).slice(0, MOST_WORDS) : [];
      const groups = groupsOfContent(content);
      for (const { kind, text, ending } of all) {
        if (kind === "hiragana") groups.push(...groupsOfHiragana(text, content.length === 0, ending));
      }
      return groups.filter((group, at) => !groups.slice(0, at).some((earlier) => isSame(group, earlier)));
    }

    function groupsOfContent(content) {
      const typed = content.map((word) => word.text);
      const groups = [];
      for (let at = 0; at < content.length;) {
        // The longest name that begins here, else the word.
        let length = Math.min(6, content.length - at);
        while (length > 1 && !byKey.has(typed.slice(at, at + length).join(" "))) length -= 1;
        const name = typed.slice(at, at + length).join(" ");
        const written = content.slice(at, at + length).map((word) => word.written).join(" ");
        const isStem = [...name].length === 1 && !isLatin(name) && !byKey.has(name);
        const weight = isStem ? 0.8 : /^[0-9]+$/.test(name) ? 0.5 : 1;
        const known = byKey.get(name) ?? namesBegunBy(name);
        const parts = known.length || length > 1 || isKnown(name) ? undefined : partsOf(name);
        if (parts) {
          groups.push(...parts.map((part) => groupOf(part, part, byKey.get(part) ?? [], 1)));
          at += 1;
          continue;
        }
        const meant = known.length || isKnown(name) ? name : corrected(name) ?? name;
        const group = groupOf(meant, written, known.length ? known : byKey.get(meant) ?? [], weight);
        const joinedNames = groups.length && namedTogether(groups.at(-1), group);
        if (joinedNames) groups[groups.length - 1] = joinedNames;
        else groups.push(group);
        at += length;
      }
      return groups;
    }

    // 「試験範囲」 is in no section, 試験 and 範囲 are: the known words of a compound, if it is made of such.
    function partsOf(compound) {
      for (let length = compound.length - 2; length > 1; length--) {
        const first = compound.slice(0, length);
        const rest = compound.slice(length);
        if (!isKanji(first) || !numberOf.has(first)) continue;
        const parts = numberOf.has(rest) ? [rest] : partsOf(rest);
        if (parts) return [first, ...parts];
      }
      return undefined;
    }

    // Names of the glossary that somebody may be typing: 「neptu」, 「limitle」.
    const namesBegunBy = remembering((beginning) => {
      if (beginning.length < 3 || numberOf.has(beginning)) return [];
      const begun = [...byKey.keys()].filter((name) => name.startsWith(beginning)).sort((a, b) => a.length - b.length);
      return begun.slice(0, 2).flatMap((name) => byKey.get(name));
    });

    // 「レッドシフト サーバーレス」 is two names, and one: redshift serverless.
    function namedTogether(one, other) {
      for (const first of one.alternatives.keys()) {
        for (const second of other.alternatives.keys()) {
          const found = byKey.get(`${first} ${second}`);
          if (!found) continue;
          const group = groupOf(`${first} ${second}`, `${one.written} ${other.written}`, found, 1);
          group.alternatives.set(`${one.typed} ${other.typed}`, 1);
          return group;
        }
      }
      return undefined;
    }

    const hiraganaNames = [...byKey.keys()].filter((name) => /^[ぁ-ゖ]{2,}$/.test(name));

    function groupsOfHiragana(run, isAlone, isEnding) {
      const letters = spelled(run);
      if (letters && isKnown(letters)) return [groupOf(letters, run, byKey.get(letters) ?? [], 1)];
      // 「いつから」 is not 「いつ」.
      const asked = hiraganaNames.filter((name) => run.includes(name)).filter((name, _, all) => !all.some((other) => other !== name && other.includes(name)));
      if (!isAlone && asked.length) return asked.map((name) => groupOf(name, name, byKey.get(name), ASKED_WEIGHT));
      if (PARTICLES.has(run)) return [];
      const kana = readingKey(run);
      const found = termsByReading(run);
      if (isAlone || (found.length && kana.length > 3)) {
        const isWhole = found[0]?.reading === kana;
        const group = groupOf(isWhole ? found[0].keys[0] : kana, run, found, 1, isWhole || (!found.length && isKnown(kana)));
        if (isKnownHiragana(run)) group.alternatives.set(run, 0.8);
        return group.alternatives.size || isAlone ? [group] : [];
      }
      // 「消えない」 is 消 and its ending.
      return !isEnding && isKnownHiragana(run) ? [groupOf(run, run, [], 0.3)] : [];
    }

    const isKnownHiragana = (text) => text.length > 2 && joined.includes(text);

    // Sections of a group: numbers, and for each a score (0 … 1) and a standing (0 … 1: where in the section it stands).
    function sectionsOfGroup(group) {
      // All are looked up before the first is noted: looking up needs the room itself.
      const named = [...group.alternatives].map(([name, weight]) => [sectionsOfName(name, weight), weight]);
      for (const [{ ids, scores, levels }, weight] of named) {
        ids.forEach((id, at) => {
          note(id, (STANDING[0] + (STANDING[1] - STANDING[0]) * levels[at]) * (0.5 + weight / 2));
          const score = scores[at] * weight;
          if (room.score[id] < score) room.score[id] = score;
        });
      }
      let highest = 0;
      for (const id of room.touched) highest = Math.max(highest, room.score[id]);
      for (const id of room.touched) room.score[id] = Math.sqrt(room.score[id] / highest);
      for (const home of group.homes) {
        note(home, 1);
        room.score[home] = Math.max(room.score[home], 0.9);
      }
      return collected();
    }

    // A heading that is just what was typed is the answer, that of a page before that of a section;
    // one that says it in brackets or in other words comes behind the place that the glossary names.
    function titleWorth(section, title, weight) {
      if (!section.anchor) return weight === 1 ? HOME + 0.8 : HOME - 0.1 * (2 - weight);
      return weight === 1 && title === section.titleKeys[0] ? HOME + 0.6 : (HOME - 0.4) * weight;
    }

    // 「Insights」 is part of a term, Contributor Insights: homes of such terms, and how much of the name is typed.
    const partOfTerm = remembering((part) => {
      const homes = new Map();
      if ([...part].length < 2) return homes;
      for (const { keys, home } of terms) {
        const share = Math.max(0, ...keys.filter((name) => name.includes(part)).map((name) => part.length / name.length));
        if (home >= 0 && share > (homes.get(home) ?? 0)) homes.set(home, share * 0.5);
      }
      return homes;
    });

    // How much a section is about the one thing that a query names.
    function aboutness(section, group) {
      let most = group.homes.has(section.number) ? HOME : partOfTerm(group.typed).get(section.number) ?? 0;
      // The home says the name in its own heading, or the page above it does.
      const isPageOfHome = !section.anchor && [...group.homes].some((home) => sections[home].top === section
        && ![...group.alternatives.keys()].some((name) => sections[home].titleText.includes(` ${name} `)));
      for (const [name, weight] of group.alternatives) {
        for (const title of section.titleKeys) {
          if (title === name) most = Math.max(most, titleWorth(section, title, weight));
          // 「ValkeyとRedis OSS」 is the page of Valkey.
          if (title.startsWith(name)) most = Math.max(most, isPageOfHome ? HOME + 0.5 * weight : 0.4 * weight);
        }
        if (section.anchor && section.anchor.replaceAll("-", " ") === name) most = Math.max(most, 0.8 * weight);
      }
      return most;
    }

    // How much a group says: a word of every section says little, an unknown one is half a word.
    function weigh(group, { ids }) {
      if (!ids.length) return group.weight * UNKNOWN_WEIGHT;
      return group.weight * Math.max(LEAST_WEIGHT, Math.log(count / ids.length) / Math.log(count));
    }

    // Share of a heading's letters that the question has, 0 … 1.
    function likeness(question, heading) {
      if (heading.size < 2) return 0;
      let common = 0;
      for (const pair of heading) if (question.has(pair)) common += 1;
      return common / heading.size;
    }

    // `chapter:dynamodb …` asks within a chapter.
    function scopeOf(text) {
      const [typed, folder] = SCOPE.exec(text.normalize("NFKC")) ?? [];
      const isChapter = folder && tops.some((top) => top.path.startsWith(`${folder.toLowerCase()}/`));
      if (!isChapter) return { query: text, isWithin: () => true };
      return { query: text.normalize("NFKC").slice(typed.length), isWithin: ({ section }) => section.path.startsWith(`${folder.toLowerCase()}/`) };
    }

    // Sections by rank: [{ section, score, words (folded, that it has), shown (of these, for the address), missing (as typed) }].
    function search(text) {
      const { query, isWithin } = scopeOf(text.slice(0, LONGEST_QUERY));
      const groups = parse(query);
      if (!groups.length) return [];
      const found = groups.map(sectionsOfGroup);
      const rank = groups.length === 1 ? rankByName : rankByQuestion;
      return best(rank(query, groups, found).filter(isWithin)).map(({ section, score }) => {
        const namesOf = groups.map((group) => namesIn(section, group));
        return {
          section, score,
          words: [...new Set(namesOf.flat().flatMap((name) => name.split(" ")))],
          // For the address of the result, as short as it goes: what was typed, where that stands there.
          shown: [...new Set(groups.flatMap((group, at) => {
            const [first] = namesOf[at];
            return first === group.typed && key(group.written) === first ? group.written : first ?? [];
          }))],
          missing: groups.filter((group, at) => !isIn(found[at], section.number)).map((group) => group.written),
        };
      });
    }

    // The first of many by rank, without sorting the rest.
    function best(ranked) {
      const isBefore = (a, b) => b.score - a.score || a.section.number - b.section.number;
      const first = [];
      for (const hit of ranked) {
        if (first.length === MOST_SECTIONS && isBefore(hit, first.at(-1)) > 0) continue;
        let at = first.length;
        while (at > 0 && isBefore(hit, first[at - 1]) < 0) at -= 1;
        first.splice(at, 0, hit);
        if (first.length > MOST_SECTIONS) first.pop();
      }
      return first;
    }

    // Names of a group that stand in a section; what was typed comes first.
    const namesIn = (section, group) => [...group.alternatives].filter(([name, weight]) => isIn(sectionsOfName(name, weight), section.number)).map(([name]) => name);

    // The query names one thing: where it is told first, then where it is mentioned.
    function rankByName(query, [group], [{ ids, scores }]) {
      const letters = lettersOf(query);
      return ids.map((id, at) => {
        const section = sections[id];
        const top = section.anchor ? 0 : 0.1;
        const about = Math.max(aboutness(section, group), section.letters === letters ? HOME + 0.6 : 0);
        return { section, score: (scores[at] + about + top) * section.boost };
      });
    }

    // Pages whose address has a name: those of a service, of a chapter.
    const pagesNamed = remembering((name) => tops.filter((top) => top.address.includes(` ${name} `)).map((top) => top.number));
    const pagesAbout = (group) => new Set([...group.alternatives.keys()].flatMap(pagesNamed));

    // The query asks: what has most of it, in its heading rather than in its text.
    function rankByQuestion(query, groups, found) {
      const weights = groups.map((group, at) => weigh(group, found[at]));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const whole = titleKeys([query])[0];
      const letters = lettersOf(query);
      const question = pairsOf(query);
      const sums = new Float64Array(count);
      const covered = new Float64Array(count);
      const isNamed = new Uint8Array(count);
      const onPage = new Float64Array(count);
      const all = new Set();
      groups.forEach((group, g) => {
        const { ids, scores, levels } = found[g];
        const pages = new Set();
        ids.forEach((id, at) => {
          all.add(id);
          sums[id] += (levels[at] + scores[at] * 0.5 + (group.homes.has(id) ? 0.2 : 0)) * weights[g];
          covered[id] += weights[g] * (1 - ON_PAGE);
          if (group.homes.size) isNamed[id] = 1;
          pages.add(sections[id].top.number);
        });
        // Said elsewhere on the page: part of what the section stands in.
        for (const page of pages) onPage[page] += weights[g] * ON_PAGE;
      });
      const subjects = groups.map((group) => group.homes.size ? pagesAbout(group) : new Set());
      const levelOf = subjects.map((pages, at) => pages.size && new Map(found[at].ids.map((id, i) => [id, found[at].levels[i]])));
      // A query that names a service means what the handbook says of that service, not of another.
      function belonging({ number, top }) {
        let share = 1;
        subjects.forEach((pages, at) => {
          if (!pages.size || pages.has(top.number)) return;
          const level = levelOf[at].get(number);
          share *= level === undefined ? ELSEWHERE : level > TITLED ? NAMED_ELSEWHERE : MENTIONED_ELSEWHERE;
        });
        return share;
      }
      const ranked = [];
      const rest = [];
      for (const id of all) {
        const section = sections[id];
        const coverage = (covered[id] + onPage[section.top.number]) / total;
        const exact = (section.titleKeys.includes(whole) ? 2 : 0) + (section.letters === letters ? 1 : 0);
        const score = (sums[id] / total + exact + LIKENESS * likeness(question, section.likeness)) * coverage ** 2 * belonging(section) * section.boost;
        if (coverage >= LEAST_COVERAGE) ranked.push({ section, score });
        else if (coverage * total >= LEAST_WEIGHT && isNamed[id]) rest.push({ section, score });
      }
      // A question of which only the subject is known is answered by the subject.
      return ranked.length ? ranked : rest;
    }

    return { search, sections };
  }

  return { create, sharedWords, isKanji, unfold, unpack };
})();
