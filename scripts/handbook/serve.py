"""`make serve`: the whole site at 127.0.0.1, rebuilt and reloaded when a source changes.

Every rebuild is the same strict build as `make site`, in two steps: the pages are shown as soon as they are
checked, the search and the PDFs follow. One that fails is told in the terminal, and the last good site stays until the
source is mended.
"""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import signal
import socket
import sys
import time
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from handbook.build import (
    BuildFailed,
    check_pages,
    complete,
    fail_on,
    few_collections,
    mark_terms,
    scratch,
    second_process,
    write_pages,
)
from handbook.paths import CONFIG, ROOT

HOST = "127.0.0.1"
FOLLOWING = ("search", "pdf", "print")
LOOK = 0.1         # seconds between two looks for changed files
WATCHED = ("docs", "data", "overrides", "scripts")


def require_free_port(port: int) -> None:
    """Stop with one line when something else already listens."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            raise SystemExit(
                f"serve: ポート{port}は使えません → make serve PORT={port + 1 if port >= 1024 else 8000}のように変える"
            ) from error


def rebuild(root: Path, served: Path, address: str) -> None:
    """Write the pages beside the served ones and put them in their place.

    Raises:
        BuildFailed: nothing is replaced then.
    """
    started = time.perf_counter()
    work = served.with_name("next")
    with few_collections(), scratch(work), second_process() as beside:
        write_pages(root, work, address, beside)
        checked = beside.submit(check_pages, root, work)
        mark_terms(root, work)
        fail_on(checked.result())
    # Until the new ones are made, the last ones answer.
    for name in FOLLOWING:
        if (served / name).is_dir():
            (served / name).rename(work / name)
    shutil.rmtree(served, ignore_errors=True)
    work.rename(served)
    print(f"serve: {time.perf_counter() - started:.1f}秒で作りました", flush=True)


def complete_apart(root: Path, served: Path) -> None:
    """What follows the pages; runs in a process of its own, in a group with the processes that set the PDFs."""
    if hasattr(os, "setsid"):
        os.setsid()
    started = time.perf_counter()
    try:
        complete(root, served)
    except BuildFailed as failed:
        print(f"{failed}\nserve: ページは見られますが、検索かPDFが古いままです", file=sys.stderr, flush=True)
    else:
        print(f"serve: 検索とPDFも{time.perf_counter() - started:.1f}秒でそろいました", flush=True)


class Completing:
    """The process that completes the served site; it ends when the next build begins."""

    def __init__(self, root: Path, served: Path) -> None:
        self.paths = root, served
        self.process: BaseProcess | None = None

    def start(self) -> None:
        self.process = get_context("spawn").Process(target=complete_apart, args=self.paths)
        self.process.start()

    def stop(self) -> None:
        if not (self.process and self.process.is_alive()):
            return
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
        except (AttributeError, ProcessLookupError):     # no groups on this system, or none yet
            self.process.terminate()
        self.process.join()


def main(argv: list[str] | None = None, root: Path = ROOT) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args(argv).port
    require_free_port(port)
    address = f"http://{HOST}:{port}/"
    served = root / ".cache" / "serve" / str(port)
    served.parent.mkdir(parents=True, exist_ok=True)
    completing = Completing(root, served)
    try:
        rebuild(root, served, address)
    except BuildFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    completing.start()

    def on_change() -> None:
        completing.stop()
        try:
            rebuild(root, served, address)
        except BuildFailed as failed:
            print(f"{failed}\nserve: 直すまで、前のサイトを見せています", file=sys.stderr, flush=True)
        else:
            completing.start()

    server = LiveReloadServer(builder=on_change, host=HOST, port=port, root=str(served), mount_path="/", polling_interval=LOOK)
    server.error_handler = lambda code: (served / "404.html").read_bytes() if code == 404 else None
    for folder in WATCHED:
        server.watch(str(root / folder))
    server.watch(str(root / CONFIG.name))
    print(f"serve: {address} で見られます（終えるにはCtrl+C）", flush=True)
    try:
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        completing.stop()
        server.shutdown()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
