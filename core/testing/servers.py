"""Servers that a browser can reach: the application in this process, or `klade run` in one of its own."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import BrowserContext, Page

    from core.people.models import Person
    from core.testing.applications import SignInDesk
    from core.testing.installations import Installation
    from core.testing.schools import BuiltSchool

STARTS_WITHIN = 60.0
WORKER, WORKERS = "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT"


@dataclass
class Site:
    """The application of a test behind an address; its clock stands at `moment`, which a test may set."""

    url: str
    moment: datetime


@dataclass(frozen=True)
class Server:
    """A running `klade run`."""

    url: str
    installation: Installation
    log: Path

    def klade(self, *arguments: str, stdin: str | None = None) -> str:
        """Run another `klade` command on the same installation; what it printed."""
        return klade(self.installation, *arguments, stdin=stdin)


def klade(installation: Installation, *arguments: str, stdin: str | None = None) -> str:
    """Run a `klade` command on an installation; what it printed. An exit code other than 0 fails the test."""
    done = subprocess.run(
        [sys.executable, "-m", "core.testing.watched", *arguments],
        env={**os.environ, **installation.environment},
        input=stdin or "",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"klade {' '.join(arguments)}:\n{done.stdout}{done.stderr}"
    return done.stdout


@contextmanager
def running(installation: Installation) -> Iterator[Server]:
    """`klade run` on a free port of loopback, watched for changes without history; stopped at the end."""
    port, log = free_port(), installation.folder / "server.log"
    report = installation.folder / "unrecorded.txt"
    environment = {**os.environ, **installation.environment, "KLADE_WATCH_REPORT": str(report)}
    command = [sys.executable, "-m", "core.testing.watched", "run", "--port", str(port), "--workers", "2"]
    with log.open("w") as output:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            server = Server(f"http://127.0.0.1:{port}", installation, log)
            _wait_until_ready(server, process)
            yield server
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(STARTS_WITHIN)
    if report.exists():
        pytest.fail("changed without a line of history:\n" + report.read_text(), pytrace=False)


def free_port() -> int:
    """A port of loopback that nobody listens on; the processes of a run never choose the same."""
    own, processes = (int(re.sub(r"\D", "", os.environ.get(name, "")) or 0) for name in (WORKER, WORKERS))
    step = max(processes, 1)
    # Below those that the system gives out by itself, which a browser might be given meanwhile.
    ports = list(range(20_000 + own % step, 32_000, step))
    random.shuffle(ports)
    for port in ports:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port of loopback is free")


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(f"klade run stopped with exit code {process.returncode}:\n{server.log.read_text()}")
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise AssertionError(f"klade run did not answer in {STARTS_WITHIN} s:\n{server.log.read_text()}")


@pytest.fixture
def server(installation: Installation) -> Iterator[Server]:
    """`klade run` on the test's installation, as an administrator starts it.

    It has the machine's own clock until `installation.set_clock` sets another.
    """
    with running(installation) as server:
        yield server


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    """The test's own application behind a real address: quicker than `server`, and on the test's clock."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    from core.foundation import clock

    class Quiet(WSGIRequestHandler):
        """Logs nothing."""

        def log(self, type: str, message: str, *args: Any) -> None:
            """Nothing."""

    site = Site("", clock.now())

    def on_the_clock(environ: dict[str, Any], start_response: Any) -> Any:
        # Another thread does not see the test's clock.
        clock.set_to(site.moment)
        return app(environ, start_response)

    http = make_server("127.0.0.1", 0, on_the_clock, threaded=True, request_handler=Quiet)
    site.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield site
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def page_of(
    site: Site, desk: SignInDesk, school: BuiltSchool, new_context: Callable[..., BrowserContext]
) -> Callable[..., Page]:
    """`page_of(person)`: a page of a browser that is signed in on `site`; addresses are relative to it.

    `page_of(None)` is a visitor's; options go to the browser (`page_of(person, locale="en-GB")`).
    """
    from core.accounts.web_sessions.interface import COOKIE

    def page_of(person: Person | None, **options: Any) -> Page:
        context = new_context(base_url=site.url, **options)
        if person is not None:
            signed_in = desk.open(person)
            context.add_cookies([{"name": COOKIE, "value": signed_in.cookie, "url": site.url}])
        return context.new_page()

    return page_of
