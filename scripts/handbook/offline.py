"""`offline.zip` in the site: the whole handbook for a disk, unpacked and opened without a server.

Browsers open no folders from a disk, so links to pages (`indexes/`) become links to files (`indexes/index.html`);
nothing else changes. What names the published address is left out, so the bytes depend on the content alone.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

NAME = "offline.zip"
# Chapters as PDF are files of their own; a page for missing addresses and a map for search engines need a server;
# the theme's own search is never asked.
LEFT_OUT = re.compile(
    r"offline\.zip|404\.html|sitemap\.xml(\.gz)?|(pdf|print)/.*|assets/javascripts/(lunr|workers)/.*|.*\.map",
)
# Only links to another page, and no second try in a tag without one: most links of a page stay on it.
LINK = re.compile(r'(?P<before><(?:a|link)\b(?>[^>]*?(?=\shref=")))\shref="(?P<path>[^"#?:]+)(?P<rest>[#?][^"]*)?"')
CANONICAL = re.compile(r'<link rel="canonical"[^>]*>\s*')
# A zip knows no time before 1980; the same content makes the same file.
TIME = (1980, 1, 1, 0, 0, 0)


def write(site: Path) -> None:
    """Pack a built site into `site/offline.zip`."""
    with zipfile.ZipFile(site / NAME, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for file in files(site):
            content = file.read_bytes()
            if file.suffix == ".html":
                content = for_disk(content.decode("utf-8")).encode("utf-8")
            entry = zipfile.ZipInfo(f"handbook/{file.relative_to(site).as_posix()}", TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)


def files(site: Path) -> Iterator[Path]:
    for file in sorted(site.rglob("*")):
        if file.is_file() and not LEFT_OUT.fullmatch(file.relative_to(site).as_posix()):
            yield file


def for_disk(html: str) -> str:
    """A page whose links to other pages name their files."""
    return LINK.sub(_link, CANONICAL.sub("", html))


def _link(link: re.Match[str]) -> str:
    """The same link, to a file; a file that is left out is only named."""
    if LEFT_OUT.fullmatch(link["path"].replace("../", "")):
        return link["before"]
    return f'{link["before"]} href="{_file(link["path"])}{link["rest"] or ""}"'


def _file(path: str) -> str:
    """`../keys/` → `../keys/index.html`; a file and an absolute path stay."""
    if path.startswith("/"):
        return path
    if path.endswith("/"):
        return f"{path}index.html"
    return f"{path}/index.html" if path.rpartition("/")[2] in (".", "..") else path
