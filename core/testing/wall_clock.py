"""The clock on the wall of a test's installation: what time it is for `klade run` and for commands beside it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

CLOCK = "KLADE_TEST_CLOCK"
"""Environment variable: the file that says what time it is; while there is none, the machine's clock goes on."""


def set_clock(file: Path, moment: datetime) -> None:
    """Let every process that follows the file stand at a moment."""
    fresh = file.with_suffix(".new")
    fresh.write_text(moment.astimezone(UTC).isoformat())
    fresh.replace(file)


def follow() -> None:
    """From now on this process asks the file that `CLOCK` names."""
    from core.foundation import clock

    named = os.environ.get(CLOCK)
    if not named:
        return
    file, running = Path(named), clock.now

    def now() -> datetime:
        try:
            return datetime.fromisoformat(file.read_text().strip())
        except FileNotFoundError:
            return running()

    clock.now = now
