"""`klade run`: the web, with as many processes as cores."""

import os
import socket
from typing import Any

import click
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # gunicorn ships no types

from core.cli.program import Terminal, pass_terminal
from core.founding import prepare_directory

THREADS = 8


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn around the application; each process builds its own."""

    def __init__(self, bind: str, workers: int) -> None:
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

        return create_app()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", type=click.IntRange(1, 64), help="Web processes; as many as cores if not said.")
@pass_terminal
def run(terminal: Terminal, host: str, port: int, workers: int | None) -> None:
    """Serve the register to browsers until stopped with Ctrl+C."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(f"{host}:{port}: {error.strerror}. klade run --port {port + 1}") from error
    prepare_directory(terminal.database)
    # Connections must not be shared with the processes that are about to be forked.
    terminal.database.close()
    click.echo(f"Klade: http://{host}:{port}/")
    Server(f"{host}:{port}", workers or os.cpu_count() or 1).run()
