"""The handbook as a zip for a disk."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from handbook import offline


@pytest.mark.parametrize(("link", "for_disk"), [
    ('<a href="../keys/">', '<a href="../keys/index.html">'),
    ('<a class="x" href="../keys/#gsi">', '<a class="x" href="../keys/index.html#gsi">'),
    ('<a href="keys/?h=gsi#gsi">', '<a href="keys/index.html?h=gsi#gsi">'),
    ('<a href="../..">', '<a href="../../index.html">'),
    ('<a href=".">', '<a href="./index.html">'),
    ('<a href="#gsi">', '<a href="#gsi">'),
    ('<a href="../data/facts.json">', '<a href="../data/facts.json">'),
    ('<a href="https://docs.aws.amazon.com/redshift/">', '<a href="https://docs.aws.amazon.com/redshift/">'),
    ('<link rel="stylesheet" href="../main.css">', '<link rel="stylesheet" href="../main.css">'),
    ('<a href="../../offline.zip" download>', "<a download>"),
    ('<a class="x" href="../pdf/keys.pdf">', '<a class="x">'),
    ('<p>a href="keys/"</p>', '<p>a href="keys/"</p>'),
    ('<head>\n  <link rel="canonical" href="http://127.0.0.1/keys/">\n</head>', "<head>\n  </head>"),
])
def test_links_to_pages_become_links_to_files(link: str, for_disk: str) -> None:
    assert offline.for_disk(link) == for_disk


def site_below(folder: Path, address: str) -> Path:
    for path, text in {
        "index.html": f'<link rel="canonical" href="{address}"><a href="keys/">', "keys/index.html": '<a href="../">', "a.js": "1",
        "sitemap.xml": address, "404.html": "", "pdf/keys.pdf": "", "print/keys/index.html": "",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def test_zip_depends_on_the_content_alone(tmp_path: Path) -> None:
    one = site_below(tmp_path / "one", "https://example.com/")
    other = site_below(tmp_path / "other", "http://127.0.0.1/")
    offline.write(one)
    offline.write(other)
    offline.write(other)

    assert (one / offline.NAME).read_bytes() == (other / offline.NAME).read_bytes()
    with zipfile.ZipFile(one / offline.NAME) as packed:
        assert packed.namelist() == ["handbook/a.js", "handbook/index.html", "handbook/keys/index.html"]
        assert packed.read("handbook/index.html").decode() == '<a href="keys/index.html">'
