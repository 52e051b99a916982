"""The day on which something is built, so that the same sources give the same site."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """The day of `SOURCE_DATE_EPOCH` (seconds since 1970, UTC; reproducible-builds.org) or, without it, today.

    Raises:
        SystemExit: when the variable is no number.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return date.today()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise SystemExit(f"SOURCE_DATE_EPOCH={epoch}は秒の数ではありません → 直すか、消す") from None
