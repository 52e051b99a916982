"""The doors: what a writer sees in the terminal when something is wrong on the machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from handbook.paths import ROOT

SETUP = ROOT / "scripts" / "setup.py"


def run(*command: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts"), **environment},
    )


@pytest.fixture
def fresh_clone(tmp_path: Path) -> Path:
    """Just the files that set-up reads, without anything installed."""
    clone = tmp_path / "clone"
    (clone / "scripts").mkdir(parents=True)
    shutil.copy(SETUP, clone / "scripts")
    shutil.copytree(ROOT / "requirements", clone / "requirements")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, clone)
    return clone


def test_help_lists_every_door() -> None:
    listed = set(re.findall(r"^make (\w+)", run("make", "--silent", "help").stdout, re.M))
    targets = set(re.findall(r"^\.PHONY: (\w+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))

    assert listed == targets
    assert {"serve", "site", "check", "fix", "test", "bench", "clean", "help"} <= listed


def test_port_in_use_is_one_clear_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run(sys.executable, "-m", "handbook.serve", "--port", str(port))

    assert done.returncode == 1
    assert done.stderr.strip() == f"serve: ポート{port}は使えません → make serve PORT={port + 1}のように変える"


def test_python_too_old_is_one_clear_line() -> None:
    """An older interpreter is played by telling the script that it runs under one."""
    code = (
        "import sys, runpy; sys.version_info = (3, 10, 0); sys.argv = ['setup.py', 'site']; "
        f"runpy.run_path({str(SETUP)!r}, run_name='__main__')"
    )
    done = run(sys.executable, "-c", code)

    assert done.returncode == 1
    assert re.fullmatch(r"setup: Python \S+は古すぎます → Python 3\.11以上で実行してください", done.stderr.strip())


def test_no_network_at_set_up_says_so(fresh_clone: Path) -> None:
    done = run(
        sys.executable, "scripts/setup.py", "site", cwd=fresh_clone,
        PIP_INDEX_URL="http://127.0.0.1:9/", PIP_EXTRA_INDEX_URL="", PIP_FIND_LINKS="", PIP_CONFIG_FILE=os.devnull,
        PIP_RETRIES="0", PIP_NO_CACHE_DIR="1",
    )

    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1] == \
        "setup: Pythonの依存関係を入れられません → ネットワークを確かめて、もう一度実行してください"
    assert not (fresh_clone / ".venv" / ".stamp-site").exists(), "the next call tries again"


def test_missing_system_library_is_named_where_we_may_not_install_it(tmp_path: Path) -> None:
    """No browser, no font, and no apt: the packages are named in one line."""
    empty = tmp_path / "bin"
    empty.mkdir()
    code = f"import runpy; runpy.run_path({str(SETUP)!r})['set_up_browser']()"
    done = run(sys.executable, "-c", code, PATH=str(empty), CHROME="")

    assert done.returncode == 1
    assert done.stderr.strip() == (
        "setup: ブラウザーのテストに使うChromiumと日本語フォントがありません → "
        "次を入れてからもう一度実行してください: chromium fontconfig fonts-morisawa-bizud-gothic"
    )


def test_what_the_pdfs_need_is_named_where_we_may_not_install_it(tmp_path: Path) -> None:
    """No Pango, no Japanese font, and no apt; with PDF=no nothing is missing."""
    code = (
        "import ctypes, runpy\n"
        "def missing(name): raise OSError(name)\n"
        "ctypes.CDLL = missing\n"
        f"setup = runpy.run_path({str(SETUP)!r})\n"
        "setup['set_up_pdf'].__globals__['FONT_FOLDERS'] = ()\n"
        "setup['set_up_pdf']()"
    )
    done = run(sys.executable, "-c", code, PATH=str(tmp_path), PDF="yes")

    assert done.returncode == 1
    assert done.stderr.strip() == (
        "setup: PDFを組む部品と日本語フォント（PDFなしでよければPDF=noを付ける）がありません → 次を入れてからもう一度実行してください: "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-morisawa-bizud-gothic"
    )
    assert run(sys.executable, "-c", code, PATH=str(tmp_path), PDF="no").returncode == 0


def test_wrong_browser_path_is_named() -> None:
    code = f"import runpy; runpy.run_path({str(SETUP)!r})['set_up_browser']()"
    done = run(sys.executable, "-c", code, CHROME="/no/such/chrome")

    assert done.returncode == 1
    assert done.stderr.strip().startswith("setup: CHROME=/no/such/chromeが実行できません → ")


def test_second_set_up_repeats_nothing() -> None:
    done = run(sys.executable, "scripts/setup.py", "test")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_locks_pin_every_file_and_name_no_registry() -> None:
    for name in ("site", "test"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        requirements = re.findall(r"^\S+==\S+", text, re.M)
        assert len(requirements) > 20
        assert len(re.findall(r"^\S+==.*(?:\n +--hash=sha256:[0-9a-f]{64}.*)+", text, re.M)) == len(requirements)
        assert "://" not in text
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock and lock.count('"integrity"') > 100


def test_workflow_pins_actions_by_commit_and_asks_for_little() -> None:
    text = (ROOT / ".github" / "workflows" / "site.yml").read_text(encoding="utf-8")

    used = re.findall(r"uses: (\S+)", text)
    assert used and all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in used)
    assert "\npermissions:\n  contents: read\n" in text
    assert "bash .ci/run" in text and "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
