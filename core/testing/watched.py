"""Runs the `klade` command as tests do: watched over history, on the test's clock, and not longer than they.

`python -m core.testing.watched run --port 8140`
"""

import ctypes
import signal
import sys

from core.cli import main
from core.testing import wall_clock, watch

_PARENT_DEATH_SIGNAL = 1


def _end_with_parent() -> None:
    """A test process that is killed leaves no server behind, where the system can see to that (Linux)."""
    if sys.platform == "linux" and "--ends-with-parent" not in sys.argv:  # a worker of `klade run` has its own way
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGINT)


if __name__ == "__main__":
    _end_with_parent()
    watch.install()
    wall_clock.follow()
    main()
