"""`klade run`: the web, with as many processes as cores, and a worker beside it."""

import gc
import os
import socket
from typing import Any

import click
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # gunicorn ships no types
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]  # as above

from core.cli.program import Terminal, pass_terminal
from core.cli.working import Companion
from core.foundation import addresses
from core.foundation.database.directory import schools
from core.foundation.jobs.workers import DEFAULT_NAME
from core.foundation.memory import give_memory_back
from core.founding import prepare_directory

THREADS = 8
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # compared, not bound


CHANNELS = ("KLADE_SMTP", "KLADE_SMS_GATEWAY")
"""Where e-mail and SMS go out, for the plugin that sends them; `development`: nowhere."""


class KeepingArbiter(Arbiter):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's master process, which looks after the worker as it does after its own processes: every second."""

    def manage_workers(self) -> None:
        super().manage_workers()
        self.app.companion.keep()

    def stop(self, graceful: bool = True) -> None:
        self.app.companion.ask_to_end()
        super().stop(graceful)
        self.app.companion.end()


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn around the application; each process builds its own."""

    def __init__(self, bind: str, workers: int, companion: Companion | None) -> None:
        self.companion = companion
        self._settings = {
            "bind": bind,
            "workers": workers,
            "threads": THREADS,
            "worker_class": "gthread",
            "keepalive": 30,
            "graceful_timeout": 20,
            "control_socket_disable": True,
            "accesslog": None,
            "loglevel": "warning",
            # Each process serves a bounded number of requests, so that no leak can grow for ever.
            "max_requests": 50_000,
            "max_requests_jitter": 5_000,
        }
        super().__init__()

    def load_config(self) -> None:
        for key, value in self._settings.items():
            self.cfg.set(key, value)

    def load(self) -> Any:
        from core.app import create_app  # in the worker process, after the fork

        give_memory_back()
        app = create_app()
        # What start-up made stays for good: the collector of cycles need not walk it again at every request.
        gc.collect()
        gc.freeze()
        return app

    def run(self) -> None:
        (Arbiter if self.companion is None else KeepingArbiter)(self).run()


def _keep_demonstrations_quiet(terminal: Terminal) -> None:
    """Where every school is a demonstration and nothing is set up, e-mail and SMS are only shown, not sent."""
    with terminal.database.directory() as session:
        found = schools(session)
    if found and all(school.demo for school in found):
        for name in CHANNELS:
            os.environ.setdefault(name, "development")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", type=click.IntRange(1, 64), help="Web processes; as many as cores if not said.")
@click.option("--name", default=DEFAULT_NAME, show_default=True, help="Name of the worker beside the web.")
@click.option("--web-only", is_flag=True, help="Without a worker: `klade worker` runs elsewhere.")
@pass_terminal
def run(terminal: Terminal, host: str, port: int, workers: int | None, name: str, web_only: bool) -> None:
    """Serve the register to browsers and do its jobs until stopped with Ctrl+C."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(f"{host}:{port}: {error.strerror}. klade run --port {port + 1}") from error
    prepare_directory(terminal.database)
    _keep_demonstrations_quiet(terminal)
    if host not in _EVERYWHERE:
        os.environ.setdefault(addresses.VARIABLE, f"http://{host}:{port}")
    # Connections must not be shared with the processes that are about to be forked.
    terminal.database.close()
    click.echo(f"Klade: http://{host}:{port}/")
    Server(f"{host}:{port}", workers or os.cpu_count() or 1, None if web_only else Companion(name)).run()
