"""`make serve`: the whole site at 127.0.0.1, rebuilt and reloaded when a source changes.

Every rebuild is the same strict build as `make site`. One that fails is told in the terminal, and the
last good site stays until the source is mended.
"""

from __future__ import annotations

import argparse
import errno
import shutil
import socket
import sys
import time
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from handbook.build import BuildFailed, assemble
from handbook.paths import CACHE, CONFIG, ROOT

HOST = "127.0.0.1"
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


def rebuild(served: Path, address: str) -> None:
    """Assemble the site beside the served one and put it in its place.

    Raises:
        BuildFailed: nothing is replaced then.
    """
    started = time.perf_counter()
    work = served.with_name("next")
    assemble(ROOT, work, address)
    shutil.rmtree(served, ignore_errors=True)
    work.rename(served)
    print(f"serve: {time.perf_counter() - started:.1f}秒で作りました", flush=True)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args(argv).port
    require_free_port(port)
    address = f"http://{HOST}:{port}/"
    served = CACHE / "serve" / str(port)
    served.parent.mkdir(parents=True, exist_ok=True)
    try:
        rebuild(served, address)
    except BuildFailed as failed:
        print(failed, file=sys.stderr)
        return 1

    def on_change() -> None:
        try:
            rebuild(served, address)
        except BuildFailed as failed:
            print(f"{failed}\nserve: 直すまで、前のサイトを見せています", file=sys.stderr, flush=True)

    server = LiveReloadServer(builder=on_change, host=HOST, port=port, root=str(served), mount_path="/")
    server.error_handler = lambda code: (served / "404.html").read_bytes() if code == 404 else None
    for folder in WATCHED:
        server.watch(str(ROOT / folder))
    server.watch(str(CONFIG))
    print(f"serve: {address} で見られます（終えるにはCtrl+C）", flush=True)
    try:
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
