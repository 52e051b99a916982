"""Chapters as PDF: whole, in order, with right numbers and links, readable aloud, and the same bytes every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag

import page as validator  # PyPI: page-validation
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from selectolax.lexbor import LexborHTMLParser

from handbook import pdf
from handbook.build import BuildFailed, build_site
from handbook.navigation import read_chapters
from handbook.paths import CONFIG, ROOT
from handbook.pdf import blocks, fonts, inline, make, svg, tables, version
from handbook.pdf.addresses import Addresses, key
from handbook.pdf.bind import ANY_SITE, marks_of
from handbook.pdf.chapter import document
from handbook.pdf.render import render
from handbook.project import read_project
from handbook.terms import url

SITE_URL = "http://127.0.0.1:8000/"
CHAPTERS = {chapter.folder: chapter.pages for chapter in read_chapters(CONFIG) if chapter.folder}
HANDBOOK = "handbook"
PAGES = {**CHAPTERS, HANDBOOK: [path for chapter in read_chapters(CONFIG) for path in chapter.pages]}
NEVER_FIRST = "、。，．）」』】〉》：；？！ーぁぃぅぇぉっゃゅょァィゥェォッャュョ※々"
each_pdf = pytest.mark.parametrize("name", PAGES)
# The margins that chapter.css and the foot lines leave on A4, in points.
LEFT, RIGHT, BOTTOM, TOP = 50, 595 - 50, 25, 842 - 30


def plain(text: str) -> str:
    """Letters only: a line break on paper is no break in the text, and a hyphen at the end of a line may be none either."""
    return re.sub(r"[\s\u2060\ufffe\u00ad¶-]", "", unicodedata.normalize("NFKC", text))


@cache
def opened(site: Path, name: str) -> Pdf:
    return Pdf.open(site / "pdf" / f"{name}.pdf")


@cache
def texts(site: Path, name: str) -> list[str]:
    with pypdfium2.PdfDocument(site / "pdf" / f"{name}.pdf") as document:
        return [page.get_textpage().get_text_range() for page in document]


@cache
def article(site: Path, path: str) -> LexborHTMLParser:
    """The built page without what only screens show."""
    html = LexborHTMLParser((site / url(path) / "index.html").read_text(encoding="utf-8")).css_first("article").html
    tree = LexborHTMLParser(html)
    for node in tree.css(".headerlink, .diagram__tools, .chapter-pdf, .tabbed-labels"):
        node.decompose()
    return tree


def structure(document: Pdf) -> list[Dictionary]:
    return [item for item in document.objects if isinstance(item, Dictionary) and item.get(Name.Type) == Name.StructElem]


def links(document: Pdf) -> list[Dictionary]:
    return [link for page in document.pages for link in page.obj.get(Name.Annots, Array()) if link.Subtype == Name.Link]


def destinations(document: Pdf) -> dict[str, int]:
    """Page number, from 0, of every named place."""
    numbers = {page.obj.objgen: number for number, page in enumerate(document.pages)}
    names = list(document.Root.Names.Dests.Names)
    return {str(name): numbers[place[0].objgen] for name, place in zip(names[::2], names[1::2], strict=True)}


# --- What is in it ------------------------------------------------------------------------------------


def test_every_chapter_has_a_pdf_and_a_page_for_the_printer(site: Path) -> None:
    assert {file.stem for file in (site / "pdf").iterdir()} == set(PAGES)
    assert {folder.name for folder in (site / "print").iterdir()} == set(CHAPTERS)


@each_pdf
def test_outline_has_every_heading_in_order(site: Path, name: str) -> None:
    marks = marks_of(opened(site, name))
    depth = 1 if name == HANDBOOK else 0
    shown = [(mark.level - depth, plain(mark.title)) for mark in marks if mark.level - depth in (1, 2, 3) and mark.title != "目次"]
    expected = [
        (int(heading.tag[1]), plain(heading.text())) for path in PAGES[name] for heading in article(site, path).css("h1, h2, h3")
    ]

    assert shown == expected
    assert [mark.page for mark in marks] == sorted(mark.page for mark in marks)


@each_pdf
def test_outline_leads_to_its_headings(site: Path, name: str) -> None:
    wrong = []
    with pypdfium2.PdfDocument(site / "pdf" / f"{name}.pdf") as file:
        for mark in marks_of(opened(site, name)):
            if name == HANDBOOK and mark.level == 1 and mark.title != "目次":
                continue        # a chapter's name, which is no heading
            place = file[mark.page].get_textpage().get_text_bounded(bottom=mark.top - 75, top=mark.top + 3)
            if plain(mark.title)[:12] not in plain(place):
                wrong.append((mark.title, mark.page, place))

    assert wrong == []


@each_pdf
def test_contents_name_the_right_pages(site: Path, name: str) -> None:
    document = opened(site, name)
    places = destinations(document)
    lines: dict[str, list[str]] = {}       # a link that ends at the number, among those to the same place
    with pypdfium2.PdfDocument(site / "pdf" / f"{name}.pdf") as file:
        front = next(mark.page for mark in marks_of(document) if mark.title != "目次")
        for number in range(1, front):
            text = file[number].get_textpage()
            for link in document.pages[number].obj.Annots:
                left, first, right, second = map(float, link.Rect)
                line = text.get_text_bounded(left=left, bottom=min(first, second) - 1, right=right + 1, top=max(first, second) + 1)
                lines.setdefault(str(link.Dest), []).append(plain(line))

    assert {place: found for place, found in lines.items() if not any(line.endswith(f".{places[place] + 1}") for line in found)} == {}
    assert {key(path) for path in PAGES[name]} <= set(lines)


@each_pdf
def test_every_page_counts_itself(site: Path, name: str) -> None:
    total = len(texts(site, name))
    for number, text in enumerate(texts(site, name)[1:], start=2):
        foot = text.strip().splitlines()
        assert any(f"{number} / {total}" in line for line in foot), number
        assert SITE_URL in text


@each_pdf
def test_text_can_be_taken_out(site: Path, name: str) -> None:
    """The beginning of every page, and the first words of its sections."""
    whole = plain("".join(texts(site, name)))
    missing = []
    for path in PAGES[name]:
        tree = article(site, path)
        for paragraph in tree.css("h1 + p, h2 + p"):
            for mark in paragraph.css(".fact-mark"):
                mark.replace_with("\ue000")
            words = plain(re.split("[\ue000。]", paragraph.text())[0])
            if words not in whole and words[:20] not in whole:
                missing.append((path, words))

    assert missing == []
    assert "\ufffd" not in "".join(texts(site, name))


@each_pdf
def test_sources_are_notes_with_address_and_date(site: Path, name: str) -> None:
    whole = plain("".join(texts(site, name)))
    library = read_project(ROOT).library
    used = {
        mark.attributes["href"].partition("#fact-")[2] for path in PAGES[name] if not path.startswith("reference/")
        for mark in article(site, path).css(".fact-mark")
    }
    missing = [
        fact for fact in used
        if plain(library.facts[fact].statement) not in whole or plain(library.source(library.facts[fact].sources[0]).url) not in whole
    ]

    assert used or name in ("about", "reference")
    assert missing == []


# --- How it looks ---------------------------------------------------------------------------------------


@each_pdf
def test_nothing_passes_the_margins(site: Path, name: str) -> None:
    outside = []
    with pypdfium2.PdfDocument(site / "pdf" / f"{name}.pdf") as file:
        for number, page in enumerate(file, start=1):
            for item in page.get_objects(max_depth=1):
                left, bottom, right, top = item.get_bounds()
                if left < LEFT - 1 or right > RIGHT + 2 or bottom < BOTTOM or top > TOP:
                    outside.append((number, [round(value) for value in (left, bottom, right, top)]))

    assert outside == []


@each_pdf
def test_no_line_breaks_the_rules_of_japanese(site: Path, name: str) -> None:
    """No line begins with a closing bracket, a full stop or a small kana, and none ends with an opening bracket."""
    lines = [line.strip() for text in texts(site, name) for line in text.splitlines() if line.strip()]

    assert len(lines) > 100
    assert [line for line in lines if line[0] in NEVER_FIRST or line[-1] in "（「『【〈《"] == []


@each_pdf
def test_no_heading_stands_alone_at_the_foot_of_a_page(site: Path, name: str) -> None:
    """Below every heading, something of its section is on the same page."""
    document = opened(site, name)
    alone = []
    with pypdfium2.PdfDocument(site / "pdf" / f"{name}.pdf") as file:
        for mark in marks_of(document):
            below = file[mark.page].get_textpage().get_text_bounded(bottom=55, top=max(56, mark.top))
            if len(plain(below)) <= len(plain(mark.title)) and name != HANDBOOK:
                alone.append((mark.title, mark.page))

    assert alone == []


@each_pdf
def test_fonts_are_ours_and_embedded(site: Path, name: str) -> None:
    document = opened(site, name)
    found = [item for item in document.objects if isinstance(item, Dictionary) and item.get(Name.Subtype) == Name.CIDFontType2]

    assert found
    for font in found:
        assert re.fullmatch(r"/[A-Z]{6}\+BIZ-UDP?Gothic(-Bold)?", str(font.BaseFont)), font.BaseFont
        assert Name.FontFile2 in font.FontDescriptor
        # The glyph 0 is the empty box of a letter that the font lacks.
        assert 0 not in [int(item) for item, after in pairwise(list(font.W)) if not isinstance(item, Array) and isinstance(after, Array)]


@each_pdf
def test_every_diagram_is_a_drawing_with_its_description(site: Path, name: str) -> None:
    document = opened(site, name)
    expected = []
    for path in PAGES[name]:
        for drawing in article(site, path).css("svg"):
            expected.append(plain(f"{drawing.css_first('title').text()}。{drawing.css_first('desc').text()}"))
    figures = [item for item in structure(document) if Name.Figure == item.S]

    assert Counter(plain(str(figure.Alt)) for figure in figures) == Counter(expected)
    assert not [item for item in document.objects if isinstance(item, pikepdf.Stream) and item.get(Name.Subtype) == Name.Image]


@each_pdf
def test_false_statement_is_never_parted_from_the_true_one(site: Path, name: str) -> None:
    """Below every 「むかし」 and 「誤解」 there is the correction, on the same sheet."""
    alone = []
    for number, text in enumerate(texts(site, name), start=1):
        for wrong, right in (("むかし：", "いま"), ("誤解：", "いま正しいこと")):
            for place in re.finditer(rf"^{wrong}", text, re.MULTILINE):
                if not re.search(rf"^{right}.*：", text[place.end():], re.MULTILINE):
                    alone.append((number, text[place.start():place.start() + 30]))

    assert alone == []


def test_choices_have_the_letters_that_the_answers_name(site: Path) -> None:
    questions = sum(len(article(site, path).css("ol.choices")) for path in CHAPTERS["dynamodb"])
    whole = "".join(texts(site, "dynamodb"))

    assert questions > 50
    for letter in "ABC":
        assert len(re.findall(rf"^{letter}\. ", whole, re.MULTILINE)) == questions, letter


@each_pdf
def test_hardly_a_page_is_left_half_empty(site: Path, name: str) -> None:
    """Apart from a chapter's last, and from the contents. Tall figures and boxes may leave one in fifty so."""
    document = opened(site, name)
    marks = [mark for mark in marks_of(document) if mark.title != "目次"]
    last = {mark.page - 1 for mark in marks if mark.level == 1} if name == HANDBOOK else set()
    empty = []
    with pypdfium2.PdfDocument(site / "pdf" / f"{name}.pdf") as file:
        for number in range(marks[0].page, len(file) - 1):
            boxes = [item.get_bounds() for item in file[number].get_objects(max_depth=1)]
            lowest = min(box[1] for box in boxes if box[1] > 45 and box[3] < 790 and box[3] - box[1] < 715)
            if lowest > 57 + 725 / 2 and number not in last:
                empty.append(number + 1)
        allowed = len(file) // 50

    assert len(empty) <= allowed, empty


@each_pdf
def test_table_leaves_no_row_alone(site: Path, name: str) -> None:
    """A table that is cut is one on every sheet: none has a single row but those that have no other."""
    bodies = [[row for row in body.K if isinstance(row, Dictionary)] for body in structure(opened(site, name)) if Name.TBody == body.S]
    single = sum(len(body.css("tr")) == 1 for path in PAGES[name] for body in article(site, path).css("tbody"))

    assert bodies
    assert sum(len(rows) == 1 for rows in bodies) == single


@each_pdf
def test_addresses_break_only_where_they_can_be_read_on(site: Path, name: str) -> None:
    """Never after the `//`, nor after a hyphen, which could be one of the line break."""
    lines = [line.strip() for text in texts(site, name) for line in text.splitlines()]

    assert any("https://docs.aws.amazon.com/" in line for line in lines) or name == "about"
    assert [line for line in lines if re.search(r"https?:/?/?$|https?://\S+[-\ufffe]$", line)] == []


@each_pdf
def test_running_head_names_the_page_whose_text_stands_at_the_top(site: Path, name: str) -> None:
    document = opened(site, name)
    level = 2 if name == HANDBOOK else 1
    pages = [mark for mark in marks_of(document) if mark.level == level and mark.title != "目次"]
    wrong = []
    with pypdfium2.PdfDocument(site / "pdf" / f"{name}.pdf") as file:
        for number in range(pages[0].page, len(file)):
            title = [mark for mark in pages if mark.page < number or (mark.page == number and mark.top > 770)][-1].title
            head = file[number].get_textpage().get_text_bounded(bottom=788, top=810)
            if plain(title)[:14] not in plain(head):
                wrong.append((number + 1, title, head))

    assert wrong == []


# --- Links -----------------------------------------------------------------------------------------------


@each_pdf
def test_links_within_resolve_and_others_are_absolute(site: Path, name: str) -> None:
    document = opened(site, name)
    places = destinations(document)
    inside, broken = 0, []
    for link in links(document):
        if Name.Dest in link:
            inside += 1
            if str(link.Dest) not in places:
                broken.append(str(link.Dest))
            continue
        address = str(link.A.URI)
        place, fragment = urldefrag(address)
        if not place.startswith(SITE_URL):
            assert re.match(r"https?://", address), address
            continue
        file = site / place.removeprefix(SITE_URL)
        file = file / "index.html" if place.endswith("/") else file
        if not file.is_file() or (fragment and f'id="{unquote(fragment)}"' not in file.read_text(encoding="utf-8")):
            broken.append(address)

    assert broken == []
    assert inside > len(PAGES[name])
    assert ANY_SITE not in str(sorted({str(link.Contents) for link in links(document)}))


@each_pdf
def test_page_numbers_beside_links_are_right(site: Path, name: str) -> None:
    document = opened(site, name)
    places = destinations(document)
    seen, wrong = 0, []
    with pypdfium2.PdfDocument(site / "pdf" / f"{name}.pdf") as file:
        for number, page in enumerate(document.pages):
            text = file[number].get_textpage()
            for link in page.obj.get(Name.Annots, Array()):
                if Name.Dest not in link:
                    continue
                left, first, right, second = map(float, link.Rect)
                low, high = min(first, second), max(first, second)
                beside = re.match(r"p(\d+)", text.get_text_bounded(left=right - 0.5, bottom=low, right=right + 19, top=high).strip())
                if beside and text.get_text_bounded(left=left, bottom=low, right=right, top=high).strip():
                    seen += 1
                    if int(beside[1]) != places[str(link.Dest)] + 1:
                        wrong.append((number + 1, str(link.Dest), beside[1]))

    assert wrong == []
    assert seen


def test_index_of_the_handbook_tells_the_pages(site: Path) -> None:
    entries = len(article(site, "reference/term-index.md").css(".term-index li"))
    document = opened(site, HANDBOOK)
    first, after = (
        next(mark.page for mark in marks_of(document) if mark.level == 2 and mark.title == title) for title in ("索引", "英和の対訳表")
    )
    numbers = sum(len(re.findall(r"\bp\d+\b", text)) for text in texts(site, HANDBOOK)[first:after + 1])

    assert entries > 500 and numbers >= entries
    assert after - first < 14, "in columns"


def test_chapters_of_the_handbook_link_to_each_other_within_it(site: Path) -> None:
    whole = [str(link.A.URI) for link in links(opened(site, HANDBOOK)) if Name.A in link]

    # The cover's address of the site leads to the site.
    inside = {SITE_URL + url(path) for path in PAGES[HANDBOOK]} - {SITE_URL}

    assert [address for address in whole if urldefrag(address)[0] in inside] == []


# --- Readable aloud, and described -------------------------------------------------------------------------


@each_pdf
def test_pdf_ua(site: Path, name: str) -> None:
    """An independent validator of PDF/UA-1, all of its 104 rules."""
    report = validator.validate_pdf(site / "pdf" / f"{name}.pdf", profile="ua1", limits=validator.SafetyLimits.unlimited())

    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant and report.rules.passed > 100


def test_validator_finds_what_is_wrong(site: Path, tmp_path: Path) -> None:
    with Pdf.open(site / "pdf" / "choosing.pdf") as document:
        del next(item for item in structure(document) if Name.Figure == item.S).Alt
        document.save(tmp_path / "broken.pdf")

    assert "PDFUA1-FIGURE-ALTERNATIVE-TEXT-001" in {
        failure.rule_id for failure in validator.validate_pdf(tmp_path / "broken.pdf", profile="ua1").failures
    }


@each_pdf
def test_document_introduces_itself(site: Path, name: str) -> None:
    document = opened(site, name)
    data, root = document.docinfo, document.Root
    metadata = root.Metadata.read_bytes().decode()

    assert str(root.Lang) == "ja"
    assert bool(root.MarkInfo.Marked) and bool(root.ViewerPreferences.DisplayDocTitle)
    assert "<pdfuaid:part>1<" in metadata or 'pdfuaid:part="1"' in metadata
    assert "AWSデータベースハンドブック" in str(data.Title) and str(data.Author) == "AWSデータベースハンドブック"
    assert len(str(data.Subject)) > 20 and str(data.Keywords)
    assert "CreationDate" not in metadata and Name.CreationDate not in data and Name.ModDate not in data


# --- The same every time, and only when needed ---------------------------------------------------------------


def test_another_process_makes_the_same_bytes(site: Path) -> None:
    project = read_project(ROOT)
    order = next(order for order in pdf.plan(ROOT, project, site).orders if order.name == "choosing")
    volume = order.volumes[0]
    body = render(make.manuscript(volume), f"{ANY_SITE}print/choosing/")

    assert make.bound(order, [body]) == (site / "pdf" / "choosing.pdf").read_bytes()


def test_edit_sets_its_own_chapter_again_and_no_other(project: Path) -> None:
    cache = project / ".cache" / "pdf"
    build_site(project, project / "site", project / "work")
    before = {file: file.read_bytes() for file in cache.iterdir()}
    guide, reference = ((project / "site/pdf" / f"{name}.pdf").read_bytes() for name in ("guide", "reference"))
    page = project / "docs/guide/keys.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n書き足した文です。\n", encoding="utf-8")
    build_site(project, project / "site", project / "work")

    assert (project / "site/pdf/reference.pdf").read_bytes() == reference
    assert (project / "site/pdf/guide.pdf").read_bytes() != guide
    assert all(file.read_bytes() == content for file, content in before.items())
    assert len(set(cache.iterdir()) - set(before)) == 3, "the chapter's body, its PDF, and the handbook"


def test_version_is_that_of_the_last_change_to_its_own_sources(small_project: Path) -> None:
    def git(*arguments: str, day: str = "2026-11-01") -> None:
        when = f"{day}T12:00:00+00:00"
        subprocess.run(
            ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", *arguments], cwd=small_project, check=True,
            capture_output=True, env={**os.environ, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when},
        )

    def read() -> version.Version:
        project = read_project(small_project)
        return version.read_version(small_project, version.sources_of(project, ["guide/keys.md"]))

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "first")
    first = read()
    assert (str(first.day), first.edited) == ("2026-11-01", False)
    (small_project / "unrelated.txt").write_text("x")
    git("add", ".")
    git("commit", "--quiet", "-m", "unrelated", day="2026-11-02")
    assert read() == first
    record = small_project / "data/facts/guide.yml"
    record.write_text(record.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert read().edited
    git("commit", "--quiet", "-am", "data", day="2026-11-03")
    assert (str(read().day), read().edited) == ("2026-11-03", False)


# --- What a machine or a page may lack -------------------------------------------------------------------------


def test_missing_font_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(pdf.CannotPrint) as failed:
        fonts.find_fonts([tmp_path])

    assert re.fullmatch(
        r"pdf: 日本語フォント（BIZUD.*）がありません → fonts-morisawa-bizud-gothicを入れる。PDFなしで作るには、PDF=noを付ける",
        str(failed.value),
    )


def test_missing_pango_is_one_clear_line() -> None:
    code = """
import cffi
def dlopen(self, name, flags=0): raise OSError(f"cannot load library '{name}'")
cffi.FFI.dlopen = dlopen
from handbook.pdf import fonts
try:
    fonts.require_pango()
except fonts.CannotPrint as failed:
    print(failed)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
    )

    assert done.stdout.splitlines()[-1].startswith("pdf: 文字を組む部品（")
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0を入れる。PDFなしで作るには、PDF=noを付ける" in done.stdout


def test_letter_without_glyph_stops_the_build_and_is_named(project: Path) -> None:
    page = project / "docs/guide/keys.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n象は🐘です。\n", encoding="utf-8")
    line = len(page.read_text(encoding="utf-8").splitlines())

    with pytest.raises(BuildFailed) as failed:
        build_site(project, project / "site", project / "work")

    assert f"docs/guide/keys.md:{line}: missing-glyph: 「🐘」（U+1F418）" in str(failed.value)
    assert not (project / "site").exists()


def test_site_without_pdfs_says_so(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDF", "no")
    build_site(project, project / "site", project / "work")
    html = (project / "site/guide/keys/index.html").read_text(encoding="utf-8")

    assert not (project / "site/pdf").exists()
    assert "PDFは作っていません" in html and ".pdf" not in html
    assert (project / "site/print/guide/index.html").is_file()


# --- The page for the reader's own printer -----------------------------------------------------------------------


@pytest.mark.parametrize("name", CHAPTERS)
def test_page_for_the_printer_is_whole_and_stands_alone(site: Path, name: str) -> None:
    tree = LexborHTMLParser((site / "print" / name / "index.html").read_text(encoding="utf-8"))
    ids = {node.attributes["id"] for node in tree.css("[id]")}

    assert [node.attributes["id"] for node in tree.css("main h2")] == [key(path) for path in CHAPTERS[name]]
    assert not tree.css("script, link[rel=stylesheet], img[src^=http], details, .tabbed-set input")
    assert [node.attributes["href"] for node in tree.css('a[href^="#"]') if node.attributes["href"][1:] not in ids] == []


def test_every_page_leads_to_its_chapter_on_paper(site: Path, pages: list[str]) -> None:
    for page in pages:
        found = LexborHTMLParser((site / page / "index.html").read_text(encoding="utf-8")).css(".chapter-pdf a")
        targets = [(site / page / (link.attributes["href"] or "").partition("#")[0]).resolve() for link in found]
        assert targets and all(target.exists() for target in targets), page


def test_list_of_pdfs_tells_their_length(site: Path) -> None:
    tree = LexborHTMLParser((site / "about/pdf/index.html").read_text(encoding="utf-8"))
    shown = {node.attributes["data-pdf"]: node.text() for node in tree.css(".pdf-size")}

    for name in PAGES:
        size = (site / "pdf" / f"{name}.pdf").stat().st_size / 1e6
        assert shown.pop(name) == f"{len(opened(site, name).pages)}ページ、{size:.1f}MB"
    assert shown == {}


# --- Ctrl+P of any page ----------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("page", ["redshift/hands-on/", "dynamodb/indexes/", "reference/quotas/"])
def test_printed_page_is_light_whole_and_without_navigation(browser: object, address: str, page: str, tmp_path: Path) -> None:
    tab = browser.new_page(color_scheme="dark")
    tab.goto(f"{address}/{page}")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    tab.emulate_media(media="print", color_scheme="dark")
    shown = tab.evaluate("""() => ({
      ground: getComputedStyle(document.body).backgroundColor,
      ink: getComputedStyle(document.querySelector("article p")).color,
      link: getComputedStyle(document.querySelector("article a:not(.term, .headerlink, .fact-mark)")).color,
      controls: [...document.querySelectorAll(".md-header, .md-tabs, .md-sidebar, .md-footer, .headerlink, .diagram__tools, .chapter-pdf")]
        .filter((node) => node.checkVisibility()).map((node) => node.className),
      folded: [...document.querySelectorAll("article details:not(.diagram__source) > :not(summary)")]
        .filter((node) => !node.getBoundingClientRect().height).length,
      tabs: [...document.querySelectorAll(".tabbed-set")].map((set) => [...set.querySelectorAll(".tabbed-labels > label, .tabbed-block")]
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((node) => node.getBoundingClientRect().height ? node.tagName : "hidden").join(" ")),
    })""")
    tab.pdf(path=tmp_path / "page.pdf", format="A4")
    titles = tab.evaluate("[...document.querySelectorAll('.tabbed-labels > label')].map((label) => label.textContent)")
    tab.close()

    assert shown["ground"] in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert max(map(int, re.findall(r"\d+", shown["ink"])[:3])) < 80
    assert sum(map(int, re.findall(r"\d+", shown["link"])[:3])) < 450, "the dark scheme's links are too light for paper"
    assert shown["controls"] == [] and shown["folded"] == 0
    assert all(set(order.split()) == {"LABEL", "DIV"} and order.startswith("LABEL DIV") for order in shown["tabs"])
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as file:
        text = plain("".join(page.get_textpage().get_text_range() for page in file))
        assert all(plain(title) in text for title in titles)
        assert "出典:" in text, "the note behind a value"
        for sheet in file:
            width, _ = sheet.get_size()
            assert all(item.get_bounds()[2] <= width + 1 for item in sheet.get_objects() if item.type == 1), "text is cut"


# --- The parts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("href", "expected"), [
    ("../keys/#名前", ("#guide-keys--名前", "internal")),
    ("../keys/#%E5%90%8D%E5%89%8D", ("#guide-keys--名前", "internal")),
    ("#here", ("#guide-start--here", "internal")),
    ("../", ("#guide", "internal")),
    ("../../other/page/#place", ("../../other/page/#place", "site")),
    ("../../data/facts.json", ("../../data/facts.json", "site")),
    ("../../", ("../../", "site")),
    ("https://example.com/a#b", ("https://example.com/a#b", "external")),
])
def test_links_of_a_page_in_its_chapter(href: str, expected: tuple[str, str]) -> None:
    addresses = Addresses(["guide/index.md", "guide/keys.md", "guide/start.md"], "guide")

    assert addresses.resolve(href, "guide/start.md") == expected


def test_colours_of_a_drawing_are_written_out() -> None:
    colours = {"--_a": "#000000", "--_bg": "#ffffff"}

    assert svg.resolve("var(--_a,#123456)", colours) == "#000000"
    assert svg.resolve("color-mix(in srgb,var(--_a) 50%,var(--_bg))", colours) == "#808080"


def test_columns_share_the_width_by_their_text() -> None:
    widths = tables.shares([["項目", "説明"], ["a", "とても長い説明が入る列です。" * 3], ["extraordinarily-long-word", "短い"]])

    assert sum(widths) == pytest.approx(100)
    assert widths[1] > widths[0] > 25, "the long word stays whole"


def test_dates_values_and_options_stay_on_one_line() -> None:
    kept = inline.for_paper("<p>2026年11月24日に500個、<code>--no-wait</code></p><pre>a-b 5個</pre>").replace(inline.JOINER, "~")

    assert kept == "<p>2~0~2~6~年~1~1~月~2~4~日に5~0~0~個、<code>-~-~no-~wait</code></p><pre>a-b 5個</pre>"


def test_names_with_underscores_stand_in_the_face_that_shows_them() -> None:
    assert inline.for_paper("max_connectionsは") == '<code class="name">max_connections</code>は'
    assert inline.for_paper("a" * 5000 + "b-c." * 2000) == "a" * 5000 + "b-c." * 2000, "and quickly, whatever the text"


def test_code_that_is_cut_is_marked() -> None:
    tree = LexborHTMLParser(f"<article><pre><code>short\n{'long ' * 40}</code></pre></article>")
    blocks.prepare(tree.css_first("article"))

    assert [line.text() for line in tree.css(".code-line")] == ["short", "long " * 40]


def test_picture_without_description_and_broken_link_stop_the_build() -> None:
    with pytest.raises(pdf.CannotPrint, match="No anchor #gone"):
        render(document("題", '<main><h2>題</h2><p><a href="#gone">切れた</a></p></main>', "#000000"), SITE_URL)
