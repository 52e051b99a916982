"""`make bench`: how long the PDFs take and how much memory, from nothing and after one edited chapter."""

from __future__ import annotations

import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from handbook import pdf
from handbook.paths import ROOT, SITE
from handbook.pdf.chapter import Volume
from handbook.project import read_project


def edited(plan: pdf.Plan, name: str) -> pdf.Plan:
    """The same PDFs after an edit of one chapter."""
    def edit(volume: Volume) -> Volume:
        return replace(volume, body=volume.body.replace("</p>", "書き足した文です。</p>", 1)) if volume.name == name else volume

    return plan._replace(orders=[order._replace(volumes=tuple(map(edit, order.volumes))) for order in plan.orders])


def main() -> int:
    started = time.perf_counter()
    plan = pdf.plan(ROOT, read_project(ROOT), SITE)
    print(f"PDFの用意（{len(plan.orders)}冊の原稿を1ページ版にする） {time.perf_counter() - started:.1f}秒")
    with tempfile.TemporaryDirectory() as folder:
        empty = pdf.Plan([order._replace(cache=Path(folder)) for order in plan.orders], Path(folder))
        for name, run in (("初回", empty), ("2回目", empty), ("DynamoDBの章を1文直したあと", edited(empty, "dynamodb"))):
            started = time.perf_counter()
            made = run.make()
            print(f"PDF {name:<16} {time.perf_counter() - started:6.1f}秒 {sum(item.pages for item in made):>6}ページ")
    # The largest of the processes that set pages.
    print(f"PDF メモリ {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f}MB（いちばん大きいプロセス）")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
