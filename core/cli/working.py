"""`klade worker`: does the jobs that people and schedules ask for."""

import logging
import os
import signal
import subprocess
import sys
import time

import click

from core.cli.program import Terminal, pass_terminal
from core.foundation.jobs.workers import DEFAULT_NAME
from core.founding import prepare_directory

_ENDS_WITHIN = 25.0
_RESTS_FIRST, _RESTS_AT_MOST = 2.0, 60.0


@click.command()
@click.option("--name", default=DEFAULT_NAME, show_default=True, help="Stays the same from one start to the next.")
@click.option("--take-over", multiple=True, metavar="NAME", help="Also do what that lost worker had begun.")
@click.option("--ends-with-parent", is_flag=True, hidden=True)
@pass_terminal
def worker(terminal: Terminal, name: str, take_over: tuple[str, ...], ends_with_parent: bool) -> None:
    """Do jobs until stopped with Ctrl+C. `klade run` starts one by itself.

    A worker that was killed goes on with its jobs when one of the same NAME starts.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    prepare_directory(terminal.database)
    from core.foundation.jobs.worker import JobWorker  # brings the library of durable work, which only workers need

    mine = JobWorker(terminal.app, name)
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _sign, _frame: mine.stop())
    mine.work(take_over, ends_with_parent=ends_with_parent)
    # A job that did not end in time must not hold the process: it is done again at the next start.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


class Companion:
    """The worker that `klade run` keeps beside the web: started again where it dies, ended with it."""

    def __init__(self, name: str) -> None:
        # The same program as this one, however it was called, with another command.
        program = sys.orig_argv[1 : len(sys.orig_argv) - len(sys.argv[1:])]
        self._command = [sys.executable, *program, "worker", "--name", name, "--ends-with-parent"]
        self._process: subprocess.Popen[bytes] | None = None
        self._started = float("-inf")
        self._rests = _RESTS_FIRST

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def keep(self) -> None:
        """Start it where it is not running; one that dies at once rests longer each time."""
        lived = time.monotonic() - self._started
        if self.is_running or lived < self._rests:
            return
        if self._process is not None:
            self._rests = _RESTS_FIRST if lived > _RESTS_AT_MOST else min(2 * self._rests, _RESTS_AT_MOST)
        self._started = time.monotonic()
        self._process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL)

    def ask_to_end(self) -> None:
        """Tell it to end in good order."""
        if self._process is not None and self.is_running:
            self._process.terminate()

    def end(self) -> None:
        """Wait for its end, and do not wait for ever."""
        if self._process is None:
            return
        try:
            self._process.wait(_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
