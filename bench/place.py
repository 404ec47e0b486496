"""Where the benchmarks run: an installation of their own with a demonstration school, and a server."""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.clients import Client
from bench.paper import cut_journal
from core.app import create_klade
from core.demonstration.accounts import DemoAccounts
from core.demonstration.building import build
from core.foundation.database import DatabaseConfiguration, SchoolRef
from core.foundation.database.directory import school_named
from core.foundation.runtime import Klade

PUPILS = 750


@dataclass(frozen=True, slots=True)
class Place:
    """An installation with the demonstration school, and one journal of 25 × 40 cells."""

    folder: Path
    program: Klade
    school: SchoolRef
    accounts: DemoAccounts
    journal: int

    @property
    def page(self) -> str:
        return f"/{self.school.slug}/journals/{self.journal}"

    def account(self, role: str) -> str:
        return next(one.user_name for one in self.accounts.accounts if one.role == role)


@contextmanager
def prepared() -> Iterator[Place]:
    """Build the school; it is gone afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program = create_klade(DatabaseConfiguration(folder))
        accounts = build(program, "demo", PUPILS, lambda _stage: None)
        with program.database.directory() as session:
            school = school_named(session, "demo")
        yield Place(folder, program, school, accounts, cut_journal(program, school, accounts))
        program.database.close()


@contextmanager
def served(place: Place, workers: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`klade run` on a free port: its address and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "core.cli", "run", "--port", str(port), "--workers", str(workers)]
    environment = os.environ | {"KLADE_DATA": str(place.folder)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url)
        yield url, process
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def signed_in(place: Place, url: str, count: int, role: str = "teacher") -> list[Client]:
    """That many browsers of one account, each with a session of its own."""
    clients = []
    for _ in range(count):
        client = Client(url)
        client.sign_in(place.account(role), place.accounts.password)
        clients.append(client)
    return clients


def workers_of(process: subprocess.Popen[bytes], *, of_jobs: bool = False) -> list[int]:
    """Process ids of the web workers, or of the worker that does jobs beside them."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    commands = {int(child): Path(f"/proc/{child}/cmdline").read_text().split("\0") for child in children}
    return [child for child, command in commands.items() if ("--ends-with-parent" in command) == of_jobs]


def cpu_seconds(pids: list[int]) -> float:
    """Processor time that processes took until now."""
    ticks = 0
    for pid in pids:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(after_name[11]) + int(after_name[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def rss_mb(pid: int) -> float:
    """Resident memory of a process."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found.group(1)) / 1024
