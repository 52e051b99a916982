"""Every check catches the defect it is for: the flawless project, broken in one place at a time."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from handbook.build import source_findings
from handbook.checks import run_checks
from handbook.paths import ROOT
from handbook.project import read_project

KEYS = "docs/guide/keys.md"
INDEX = "docs/guide/index.md"
FACTS = "data/facts/guide.yml"
SOURCES = "data/sources/guide.yml"
CORRECTIONS = "data/corrections/guide.yml"
GLOSSARY = "data/glossary/guide.yml"
NOTES = "data/notes/guide.yml"
QUESTIONS = "data/questions/guide.yml"
QUESTION_PAGE = "docs/guide/questions.md"


class Defect(NamedTuple):
    """Replace `old` by `new` in one file; these findings, and no others, must come."""

    name: str
    path: str
    old: str
    new: str
    expected: tuple[str, ...]      # path:line: rule


DEFECTS = [
    # front matter
    Defect("no-front-matter", KEYS, "---\ntitle: キー\n", "title: キー\n", (f"{KEYS}:1: front-matter",)),
    Defect("no-title", KEYS, "title: キー\n", "", (f"{KEYS}:1: front-matter",)),
    Defect("short-description", KEYS, "小さなページです。見出し、リンク、図、コード、値、訂正の正しい書き方を一つずつ含んでいます。", "例",
           (f"{KEYS}:1: description-length",)),
    Defect("unknown-page-type", KEYS, "type: concept", "type: article", (f"{KEYS}:1: page-type",)),
    Defect("malformed-front-matter", KEYS, "title: キー\n", "title: [キー\n", (f"{KEYS}:3: yaml",)),
    Defect("front-matter-key-twice", KEYS, "type: concept", "type: concept\ntype: index", (f"{KEYS}:5: yaml",)),
    # headings
    Defect("no-h1", KEYS, "# キー\n\nキーは", "キーは", (f"{KEYS}:1: one-h1", f"{KEYS}:9: skipped-level")),
    Defect("two-h1", KEYS, "### 置き場所 { #partition-key-place }", "# 置き場所", (f"{KEYS}:28: one-h1",)),
    Defect("skipped-level", KEYS, "## パーティションキー {", "### パーティションキー {", (f"{KEYS}:11: skipped-level",)),
    Defect("heading-without-id", KEYS, " { #partition-key-place }", "", (f"{KEYS}:28: heading-id",)),
    Defect("japanese-heading-id", KEYS, "{ #partition-key-place }", "{ #置き場所 }", (f"{KEYS}:28: heading-id",)),
    Defect("heading-id-in-another-form", KEYS, "{ #partition-key-place }", "{: #partition-key-place }",
           (f"{KEYS}:28: heading-id",)),
    Defect("duplicate-heading-id", KEYS, "{ #partition-key-place }", "{ #partition-key }", (f"{KEYS}:28: duplicate-id",)),
    Defect("heading-id-of-a-figure", KEYS, "{ #partition-key-place }", "{ #fig-guide-keys }",
           (f"{KEYS}:28: duplicate-id",)),
    Defect("heading-id-that-a-macro-generates", KEYS, "{ #partition-key-place }", "{ #fact-guide }",
           (f"{KEYS}:28: reserved-id",)),
    Defect("heading-with-full-stop", KEYS, "### 置き場所 {", "### 置き場所。 {", (f"{KEYS}:28: heading-full-stop",)),
    Defect("empty-section", KEYS, "![キーの絵](../assets/key.svg)\n", "![キーの絵](../assets/key.svg)\n\n## まとめ { #summary }\n",
           (f"{KEYS}:37: empty-section",)),
    # nav
    Defect("page-not-in-nav", "mkdocs.yml", "      - guide/index.md\n", "", (f"{INDEX}:1: not-in-nav",)),
    Defect("nav-entry-without-page", "mkdocs.yml", "      - guide/keys.md\n", "      - guide/keys.md\n      - guide/gone.md\n",
           ("mkdocs.yml:1: nav-without-page",)),
    Defect("page-twice-in-nav", "mkdocs.yml", "      - guide/keys.md\n", "      - guide/keys.md\n      - guide/keys.md\n",
           ("mkdocs.yml:1: nav-twice",)),
    # links and images
    Defect("image-without-alt", KEYS, "![キーの絵]", "![]", (f"{KEYS}:35: image-alt",)),
    Defect("missing-image", KEYS, "../assets/key.svg", "../assets/gone.svg", (f"{KEYS}:35: broken-link",)),
    Defect("vague-link-text", INDEX, "[キー](keys.md)", "[こちら](keys.md)", (f"{INDEX}:11: link-text",)),
    Defect("english-vague-link-text", INDEX, "[キー](keys.md)", "[click here](keys.md)", (f"{INDEX}:11: link-text",)),
    Defect("bare-url", KEYS, "キーは項目を", "https://example.com/ キーは項目を", (f"{KEYS}:9: bare-url",)),
    Defect("broken-link", INDEX, "(keys.md)", "(key.md)", (f"{INDEX}:11: broken-link",)),
    Defect("broken-anchor", "docs/index.md", "#partition-key)", "#sort-key)", ("docs/index.md:9: broken-anchor",)),
    Defect("broken-anchor-on-the-same-page", INDEX, "(keys.md)", "(#keys)", (f"{INDEX}:11: broken-anchor",)),
    Defect("link-by-absolute-path", INDEX, "(keys.md)", "(/guide/keys.md)", (f"{INDEX}:11: absolute-link",)),
    Defect("link-by-rendered-folder", INDEX, "(keys.md)", "(../keys/)", (f"{INDEX}:11: rendered-url",)),
    Defect("link-by-rendered-file", INDEX, "(keys.md)", "(keys.html)", (f"{INDEX}:11: rendered-url",)),
    # diagrams
    Defect("diagram-without-id", KEYS, ' id="fig-guide-keys"', "", (f"{KEYS}:15: diagram-id",)),
    Defect("diagram-without-caption", KEYS, ' caption="キーと項目"', "", (f"{KEYS}:15: diagram-caption",)),
    Defect("diagram-with-unknown-option", KEYS, ' caption="キーと項目"', ' caption="キーと項目" width="10"',
           (f"{KEYS}:15: diagram-option",)),
    Defect("diagram-without-title", KEYS, "  accTitle: キーと項目\n", "", (f"{KEYS}:15: diagram-accessibility",)),
    Defect("diagram-without-description", KEYS, "  accDescr: キーから項目が一つに決まる\n", "",
           (f"{KEYS}:15: diagram-accessibility",)),
    Defect("diagram-without-text-equivalent", KEYS, '??? info "図の説明"', '??? info "余談"', (f"{KEYS}:15: diagram-description",)),
    Defect("diagram-with-unknown-class", KEYS, ":::accent", ":::red", (f"{KEYS}:15: diagram-class",)),
    Defect("diagram-with-colours-of-its-own", KEYS, "flowchart TB\n", "flowchart TB\n  classDef accent fill:#f00\n",
           (f"{KEYS}:17: diagram-style",)),
    Defect("mermaid-syntax-error", KEYS, ":::accent --> item", ":::accent -->| item", (f"{KEYS}:19: diagram-syntax",)),
    Defect("diagram-too-wide-for-a-phone", KEYS, "flowchart TB\n",
           'flowchart LR\n  a["とても長い名前の箱です"] --> b["とても長い名前の箱です"] --> c["とても長い名前の箱です"]\n',
           (f"{KEYS}:15: diagram-width",)),
    # text and code
    Defect("leftover-todo", KEYS, "キーは項目を", "TODO キーは項目を", (f"{KEYS}:9: leftover",)),
    Defect("leftover-in-preparation", KEYS, "キーは項目を", "準備中。キーは項目を", (f"{KEYS}:9: leftover",)),
    Defect("raw-html", KEYS, "キーは項目を", "<b>キー</b>は項目を", (f"{KEYS}:9: raw-html",)),
    Defect("code-without-language", KEYS, "```bash", "```", (f"{KEYS}:30: fence-language",)),
    Defect("unclosed-code", KEYS, 'example.com"\n```', 'example.com"', (f"{KEYS}:30: unclosed-fence",)),
    # macros
    Defect("unknown-macro", KEYS, '[= fact("guide.keys.count") =]', '[= facts("guide.keys.count") =]', (f"{KEYS}:13: unknown-macro",)),
    Defect("unknown-fact", KEYS, '[= fact("guide.keys.count") =]', '[= fact("guide.keys.size") =]', (f"{KEYS}:13: unknown-record",)),
    Defect("unknown-fact-prefix", INDEX, 'facts_table("guide")', 'facts_table("guides")', (f"{INDEX}:15: unknown-record",)),
    Defect("quotas-of-a-chapter-without", INDEX, 'facts_table("guide")', 'quotas("guides")', (f"{INDEX}:15: unknown-record",)),
    Defect("date-of-an-unknown-group", INDEX, 'facts_table("guide")', 'facts_table("guide") =] [= checked("guides")',
           (f"{INDEX}:15: unknown-record",)),
    Defect("unknown-correction", KEYS, 'correction("guide-keys")', 'correction("guide-key")',
           (f"{CORRECTIONS}:1: correction-place", f"{KEYS}:26: unknown-record")),
    Defect("mark-inside-heading", KEYS, "### 置き場所 {", '### [= fact("guide.keys.count") =]の置き場所 {',
           (f"{KEYS}:28: mark-in-heading",)),
    Defect("mark-inside-diagram", KEYS, '<br/>[= value(', '<br/>[= fact(', (f"{KEYS}:19: macro-in-code",)),
    # numbers typed by hand
    Defect("quota-typed-by-hand", KEYS, '上限は[= fact("guide.keys.count") =]です', "上限は20個です", (f"{KEYS}:13: number",)),
    Defect("date-typed-by-hand", KEYS, "キーは項目を", "2018年12月からキーは項目を", (f"{KEYS}:9: number",)),
    Defect("number-typed-in-a-diagram", KEYS, 'item[("項目")]', 'item[("項目400KB")]', (f"{KEYS}:19: number",)),
    Defect("number-typed-in-a-caption", KEYS, 'caption="キーと項目"', 'caption="20個のキー"', (f"{KEYS}:15: number",)),
    Defect("number-beside-another-fact", KEYS, '上限は[= fact("guide.keys.count") =]です', '[= fact("guide.keys.count") =]、30秒',
           (f"{KEYS}:13: number",)),
    Defect("example-mark-without-number", KEYS, 'です。\n\n```mermaid', 'です。[## example ##]\n\n```mermaid',
           (f"{KEYS}:13: unused-example",)),
    Defect("example-mark-of-another-section", KEYS, "キーは項目を",
           "[## example ##]\n\n20個のキーは項目を\n\n## 節 { #section }\n\n30個のキーは項目を",
           (f"{KEYS}:15: number",)),
    Defect("exception-that-matches-nothing", "data/unsourced-numbers.yml", "[]", "- {page: guide/keys.md, text: 30秒, reason: 資料がない}",
           ("data/unsourced-numbers.yml:1: unused-exception",)),
    # records: what the schema refuses
    Defect("record-with-wrong-type", FACTS, "verified: 2026-11-01", "verified: きのう", (f"{FACTS}:9: record",)),
    Defect("record-with-unknown-unit", FACTS, "unit: 個", "unit: こ", (f"{FACTS}:4: record",)),
    Defect("record-with-unknown-key", FACTS, "unit: 個", "units: 個", (f"{FACTS}:4: record",)),
    Defect("record-with-unknown-class", FACTS, "class: quota", "class: limit", (f"{FACTS}:5: record",)),
    Defect("record-without-source", FACTS, "sources: [guide-limits#limits-keys]", "sources: []", (f"{FACTS}:8: record",)),
    Defect("record-without-statement", FACTS, "  statement: キーの数\n", "", (f"{FACTS}:1: record",)),
    Defect("price-that-can-be-raised", FACTS, "class: quota", "class: price", (f"{FACTS}:1: record",)),
    Defect("section-of-a-source-with-spaces", FACTS, "[guide-limits#limits-keys]", '["guide-limits#to p"]', (f"{FACTS}:8: record",)),
    Defect("month-that-does-not-exist", FACTS, "verified:", "since: 2025-13\n  verified:", (f"{FACTS}:9: record",)),
    Defect("end-before-the-beginning", FACTS, "verified:", "since: '2025-06'\n  until: '2024'\n  verified:", (f"{FACTS}:1: record",)),
    Defect("doubt-without-a-reason", FACTS, "verified:", "confidence: disputed\n  verified:", (f"{FACTS}:1: record",)),
    Defect("source-without-https", SOURCES, "https://example.com", "http://example.com", (f"{SOURCES}:4: record",)),
    Defect("reading-in-katakana", GLOSSARY, "ぱーてぃしょんきー", "パーティションキー", (f"{GLOSSARY}:2: record",)),
    Defect("verdict-without-what-holds", NOTES, ", now: 既定は20個", "", (f"{NOTES}:4: record",)),
    Defect("tab-in-yaml", FACTS, "  unit: 個", "\tunit: 個", (f"{FACTS}:4: yaml",)),
    Defect("yaml-that-is-no-list", SOURCES, "- id: guide-limits\n  title", "id: guide-limits\ntitle", (f"{SOURCES}:3: yaml",)),
    Defect("yaml-key-twice", FACTS, "  unit: 個\n", "  unit: 個\n  unit: 件\n", (f"{FACTS}:5: yaml",)),
    Defect("duplicate-record-id", FACTS, "- id: guide.keys.count",
           "- {id: guide.keys.count, statement: 数, value: 1, class: concept, sources: [guide-limits], verified: 2026-11-01}\n"
           "- id: guide.keys.count", (f"{FACTS}:2: duplicate-record",)),
    Defect("text-that-forgets-the-value", FACTS, "  unit: 個", "  text: 最大5個", (f"{FACTS}:1: record",)),
    Defect("month-that-is-not", CORRECTIONS, '"2018-12"', '"2018-13"', (f"{CORRECTIONS}:6: record",)),
    # records: what they refer to
    Defect("dangling-source", FACTS, "sources: [guide-limits#limits-keys]", "sources: [guide-gone]", (f"{FACTS}:1: unknown-source",)),
    Defect("unused-source", SOURCES, "- id: guide-limits",
           "- {id: guide-more, title: More, publisher: AWS, url: 'https://example.com/more', kind: docs, lang: en, checked: 2026-11-01}\n"
           "- id: guide-limits", (f"{SOURCES}:1: unused-source",)),
    Defect("same-page-registered-twice", SOURCES, "- id: guide-limits",
           "- {id: guide-more, title: More, publisher: AWS, url: 'https://example.com/limits', kind: docs, lang: en, checked: 2026-11-01}\n"
           "- id: guide-limits", (f"{SOURCES}:1: unused-source", f"{SOURCES}:2: duplicate-url")),
    Defect("source-read-in-the-future", SOURCES, "checked: 2026-11-01", "checked: 2999-01-01", (f"{SOURCES}:1: future-date",)),
    Defect("fact-verified-in-the-future", FACTS, "verified: 2026-11-01", "verified: 2999-01-01", (f"{FACTS}:1: future-date",)),
    Defect("fact-verified-after-its-source-was-read", FACTS, "verified: 2026-11-01", "verified: 2026-11-02",
           (f"{FACTS}:1: verified-after-reading",)),
    Defect("correction-that-names-an-unknown-fact", CORRECTIONS, 'value("guide.keys.count")', 'value("guide.keys.size")',
           (f"{CORRECTIONS}:1: unknown-record",)),
    Defect("unused-fact", FACTS, "- id: guide.keys.count",
           "- {id: other.count, statement: 数, value: 1, class: concept, sources: [guide-limits], verified: 2026-11-01}\n"
           "- id: guide.keys.count", (f"{FACTS}:1: unused-fact",)),
    Defect("correction-shown-nowhere", KEYS, '[= correction("guide-keys") =]', "（訂正なし）", (f"{CORRECTIONS}:1: correction-place",)),
    Defect("correction-shown-twice", INDEX, "## 値の一覧", '[= correction("guide-keys") =]\n\n## 値の一覧',
           (f"{CORRECTIONS}:1: correction-place",)),
    Defect("correction-in-another-place", CORRECTIONS, "at: guide/keys.md#partition-key", "at: guide/index.md#values",
           (f"{CORRECTIONS}:1: correction-place",)),
    Defect("correction-to-vanished-anchor", CORRECTIONS, "#partition-key", "#gone", (f"{CORRECTIONS}:1: broken-place",)),
    Defect("correction-of-a-line-without-bullet", CORRECTIONS, "notes: [3]", "notes: [2]", (f"{CORRECTIONS}:1: note-line",)),
    Defect("term-with-vanished-home", GLOSSARY, "home: guide/keys.md\n", "home: guide/gone.md\n", (f"{GLOSSARY}:8: broken-place",)),
    Defect("term-confused-with-nothing", GLOSSARY, "confused_with: [ソートキー]", "confused_with: [レンジ]", 
           (f"{GLOSSARY}:1: unknown-term",)),
    Defect("term-confused-with-itself", GLOSSARY, "confused_with: [ソートキー]", "confused_with: [パーティションキー]",
           (f"{GLOSSARY}:1: self-reference",)),
    Defect("alias-whose-reading-is-a-guess", GLOSSARY, "  english: Sort Key\n", "  english: Sort Key\n  aliases: [並べ替えキー]\n",
           (f"{GLOSSARY}:8: name-reading",)),
    Defect("reading-of-no-name", GLOSSARY, "  english: Sort Key\n",
           "  english: Sort Key\n  other_readings: {並べ替えキー: ならべかえきー}\n",
           (f"{GLOSSARY}:8: name-reading",)),
    Defect("alias-that-is-another-term", GLOSSARY, "  english: Sort Key\n", "  english: Sort Key\n  aliases: [パーティションキー]\n",
           (f"{GLOSSARY}:8: alias-is-current",)),
    Defect("former-name-that-is-current", GLOSSARY, "former: [ハッシュキー]", "former: [ソートキー]",
           (f"{GLOSSARY}:1: former-is-current",)),
    Defect("two-terms-that-were-each-other", GLOSSARY, "  english: Sort Key\n", "  english: Sort Key\n  former: [パーティションキー]\n",
           (f"{GLOSSARY}:8: former-is-current",)),
    Defect("alias-of-two-terms", GLOSSARY, "  english: Sort Key\n", "  english: Sort Key\n  aliases: [ﾊｯｼｭｷｰ]\n",
           (f"{GLOSSARY}:8: shared-name",)),
    Defect("alias-that-repeats-the-name", GLOSSARY, "  english: Sort Key\n", "  english: Sort Key\n  aliases: [sort key]\n",
           (f"{GLOSSARY}:8: repeated-name",)),
    Defect("term-without-latin-name", GLOSSARY, "  english: Sort Key\n", "", (f"{GLOSSARY}:8: term-english",)),
    Defect("two-terms-with-one-name", GLOSSARY, "english: Sort Key", "english: Partition Key", (f"{GLOSSARY}:8: term-english",)),
    # questions: one right answer, reasons for all, and nothing to guess it by
    Defect("question-without-right-answer", QUESTIONS, """count") =]', right: true, ""","""count") =]', """,
           (f"{QUESTIONS}:1: record",)),
    Defect("question-with-two-right-answers", QUESTIONS, "{text: 2つだけ, ", "{text: 2つだけ, right: true, ", (f"{QUESTIONS}:1: record",)),
    Defect("question-that-asks-for-another-number", QUESTIONS, "pick: 2", "pick: 1", (f"{QUESTIONS}:50: record",)),
    Defect("question-with-right-answers-only", QUESTIONS, "大きさを決める, reason", "大きさを決める, right: true, reason",
           (f"{QUESTIONS}:50: record",)),
    Defect("question-with-two-choices", QUESTIONS, "    - {text: 1つだけ, reason: これも数が違います}\n", "", (f"{QUESTIONS}:6: record",)),
    Defect("choice-without-reason", QUESTIONS, ", reason: 並びを決めます}\n    - {text: 主", "}\n    - {text: 主",
           (f"{QUESTIONS}:18: record",)),
    Defect("choice-offered-twice", QUESTIONS, "text: 1つだけ", "text: 2つだけ", (f"{QUESTIONS}:1: record",)),
    Defect("question-for-an-unknown-exam", QUESTIONS, "exams: [SAA]", "exams: [SAP]", (f"{QUESTIONS}:4: record",)),
    Defect("question-id-without-chapter", QUESTIONS, "id: guide.count", "id: count", (f"{QUESTIONS}:1: record",)),
    Defect("question-id-twice", QUESTIONS, "id: guide.place", "id: guide.count", (f"{QUESTIONS}:13: duplicate-record",)),
    Defect("question-that-leads-to-no-section", QUESTIONS, "#values", "", (f"{QUESTIONS}:22: record",)),
    Defect("question-to-vanished-section", QUESTIONS, "#values", "#gone", (f"{QUESTIONS}:13: broken-place",)),
    Defect("question-that-shows-an-unknown-fact", QUESTIONS, '[= fact("guide.keys.count") =]', '[= fact("guide.keys.size") =]',
           (f"{QUESTIONS}:1: unknown-record",)),
    Defect("question-that-rests-on-an-unknown-fact", QUESTIONS, "facts: [guide.keys.count]", "facts: [guide.keys.size]",
           (f"{QUESTIONS}:13: unknown-record",)),
    Defect("question-that-names-a-fact-twice", QUESTIONS, "facts: [guide.keys.count]", "facts: [guide.keys.count, guide.keys.count]",
           (f"{QUESTIONS}:13: repeated-fact",)),
    Defect("question-with-a-macro-of-pages", QUESTIONS, '[= fact("guide.keys.count") =]', '[= facts_table("guide.keys.count") =]',
           (f"{QUESTIONS}:1: unknown-macro",)),
    Defect("question-without-source", QUESTIONS, "facts: [guide.keys.count]\n  sources: [guide-limits]",
           "facts: [guide.keys.count]\n  sources: []", (f"{QUESTIONS}:24: record",)),
    Defect("question-with-unknown-source", QUESTIONS, "facts: [guide.keys.count]\n  sources: [guide-limits]",
           "facts: [guide.keys.count]\n  sources: [guide-gone]", (f"{QUESTIONS}:13: unknown-source",)),
    Defect("question-verified-in-the-future", QUESTIONS, "facts: [guide.keys.count]\n  sources: [guide-limits]\n  verified: 2026-11-01",
           "facts: [guide.keys.count]\n  sources: [guide-limits]\n  verified: 2999-01-01", (f"{QUESTIONS}:13: future-date",)),
    Defect("number-typed-in-a-question", QUESTIONS, "text: 2つだけ", "text: 5個だけ", (f"{QUESTIONS}:1: number",)),
    Defect("example-mark-in-a-question-without-number", QUESTIONS, "prompt: 並びを決めるキーはどれですか",
           "prompt: '並びを決めるキーはどれですか[## example ##]'", (f"{QUESTIONS}:38: unused-example",)),
    Defect("choice-that-all-are-right", QUESTIONS, "text: 作成された日時", "text: すべて正しい", (f"{QUESTIONS}:38: catch-all-choice",)),
    Defect("choice-that-none-is-right", QUESTIONS, "text: 作成された日時", "text: 該当なし", (f"{QUESTIONS}:38: catch-all-choice",)),
    Defect("answer-always-in-the-same-position", QUESTIONS,
           "'40KBのまま[## example ##]', reason: 回数を掛けていません}\n    - {text: '160KBになる[## example ##]', right: true, reason: 大",
           "'160KBになる[## example ##]', right: true, reason: 回数を掛けます}\n    - {text: '40KBのまま[## example ##]', reason: 大",
           (f"{QUESTIONS}:1: answer-position",)),
    Defect("answer-always-the-longest-choice", QUESTIONS, "text: パーティションキー, right", "text: パーティションキーという属性, right",
           (f"{QUESTIONS}:1: answer-length",)),
    Defect("topic-shown-nowhere", QUESTION_PAGE, '[= questions("guide", "sizes") =]', "（問いなし）",
           tuple(f"{QUESTIONS}:{line}: question-place" for line in (26, 38, 50))),
    Defect("topic-shown-twice", QUESTION_PAGE, '[= questions("guide", "sizes") =]', '[= questions("guide", "keys") =]',
           (*(f"{QUESTIONS}:{line}: question-place" for line in (1, 13, 26, 38, 50)),)),
    Defect("topic-without-questions", QUESTION_PAGE, '("guide", "sizes") =]', '("guide", "sizes") =] [= questions("guide", "prices") =]',
           (f"{QUESTION_PAGE}:15: unknown-record",)),
    Defect("heading-id-of-a-question", QUESTION_PAGE, "{ #topic-sizes }", "{ #q-count }", (f"{QUESTION_PAGE}:13: reserved-id",)),
    # misconceptions: corrections shown once more, on a page of their own
    Defect("misconception-that-is-no-record", INDEX, 'facts_table("guide")', 'facts_table("guide") =] [= misconceptions("guide-key")',
           (f"{INDEX}:15: unknown-record",)),
    # the map from the notes
    Defect("unmapped-heading", "data/notes-outline.yml", "bullets: [3, 4]}", "bullets: [3, 4]}\n- {line: 9, level: 2, heading: 別の見出し}",
           ("data/notes-outline.yml:2: unmapped-heading",)),
    Defect("unmapped-line", "data/notes-outline.yml", "[3, 4]", "[3, 4, 5]", (f"{NOTES}:1: unmapped-line",)),
    Defect("mapped-line-that-is-not-there", NOTES, "{line: 4,", "{line: 7,", (f"{NOTES}:1: note-line", f"{NOTES}:1: unmapped-line")),
    Defect("heading-with-another-name", NOTES, "heading: キーのメモ", "heading: キーの覚え書き", (f"{NOTES}:1: note-heading",)),
    Defect("note-target-vanished", NOTES, "to: [guide/keys.md]", "to: [guide/gone.md]", (f"{NOTES}:1: broken-place",)),
    Defect("bullet-target-vanished", NOTES, "to: guide/keys.md#partition-key", "to: guide/keys.md#gone", (f"{NOTES}:1: broken-place",)),
    Defect("verdict-without-source", NOTES, ", sources: [guide-limits]", "", (f"{NOTES}:1: verdict-source",)),
]


def test_flawless_project_has_no_findings(small_project: Path) -> None:
    assert source_findings(small_project) == []


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_defect_is_found(small_project: Path, defect: Defect) -> None:
    file = small_project / defect.path
    text = file.read_text(encoding="utf-8")
    assert text.count(defect.old) == 1, "the fixture must break exactly one place"
    file.write_text(text.replace(defect.old, defect.new), encoding="utf-8")

    found = source_findings(small_project)

    assert {f"{finding.path}:{finding.line}: {finding.rule}" for finding in found} == set(defect.expected)
    assert all("→ " in finding.message for finding in found), "a message says what to do"


def test_diagram_id_of_another_page(small_project: Path) -> None:
    """An id that two pages share: within one page the duplicate is seen as such."""
    keys = (small_project / KEYS).read_text(encoding="utf-8")
    figure = keys[keys.index("```mermaid"):keys.index("[= correction")]
    index = small_project / INDEX
    index.write_text(index.read_text(encoding="utf-8") + "\n" + figure, encoding="utf-8")

    assert [finding.rule for finding in source_findings(small_project)] == ["diagram-id"]


@pytest.mark.parametrize("place", ["questions.md#q-count", "index.md#then-now-guide-keys"], ids=["question", "misconception"])
def test_link_to_what_a_macro_shows(small_project: Path, place: str) -> None:
    """Questions and misconceptions have addresses, and only on the pages that show them."""
    keys, index = small_project / KEYS, small_project / INDEX
    links = f"[そこ](../guide/{place})\n[このページにはない](#{place.partition('#')[2]})"
    keys.write_text(f"{keys.read_text(encoding='utf-8')}\n{links}\n", encoding="utf-8")
    index.write_text(index.read_text(encoding="utf-8") + '\n[= misconceptions("guide-keys") =]\n', encoding="utf-8")

    (finding,) = source_findings(small_project)

    assert (finding.path, finding.rule) == (KEYS, "broken-anchor") and f"docs/{KEYS.removeprefix('docs/')}に" in finding.message


def test_the_handbook_itself_has_no_findings() -> None:
    assert run_checks(read_project(ROOT)) == []
