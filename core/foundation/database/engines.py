"""Engines and their traps; each school's connections look alike on both engines (`choices.md` 2)."""

import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from core.foundation.database.configuration import DatabaseConfiguration
from core.foundation.database.directory import SchoolRef

DIRECTORY_SCHEMA = "klade_directory"
_OPEN_FILES = 64


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "synchronous=FULL",
        "temp_store=MEMORY",
        "cache_size=-8000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A plain BEGIN that later writes fails at once under load, and a plain BEGIN does not stop a reader from writing.
    # On the driver's own connection, because this precedes every transaction.
    driver: Any = connection.connection.driver_connection
    if connection.get_execution_options().get("klade_write"):
        driver.execute("PRAGMA query_only=OFF")
        driver.execute("BEGIN IMMEDIATE")
    else:
        driver.execute("PRAGMA query_only=ON")
        driver.execute("BEGIN")


def sqlite_engine(file: Path) -> Engine:
    """An engine on one file, with at most two idle connections."""
    engine = create_engine(
        f"sqlite:///{file}",
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=40,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def postgres_engine(url: str) -> Engine:
    """One pool for all schools. A transaction-mode pooler breaks psycopg's prepared statements, hence none."""
    return create_engine(
        url,
        pool_size=8,
        max_overflow=32,
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={"prepare_threshold": None},
    )


class Engines:
    """Hands out engine views: a school or the directory, for reading or for writing."""

    def __init__(self, configuration: DatabaseConfiguration) -> None:
        self.configuration = configuration
        self._lock = threading.Lock()
        self._files: OrderedDict[Path, Engine] = OrderedDict()
        self._pool = postgres_engine(configuration.url) if configuration.url else None
        self._views: dict[tuple[str, bool], Engine] = {}

    def directory_file(self) -> Path:
        return self.configuration.folder / "directory.sqlite"

    def school_file(self, school: SchoolRef) -> Path:
        return self.configuration.folder / "schools" / f"{school.database_name}.sqlite"

    def directory(self, *, writing: bool) -> Engine:
        if self._pool is None:
            return self._sqlite_view(self.directory_file(), writing)
        return self._postgres_view(DIRECTORY_SCHEMA, writing)

    def school(self, school: SchoolRef, *, writing: bool) -> Engine:
        if self._pool is None:
            return self._sqlite_view(self.school_file(school), writing)
        return self._postgres_view(school.schema, writing)

    def close(self) -> None:
        """Let every connection go."""
        with self._lock:
            for engine in self._files.values():
                engine.dispose()
            self._files.clear()
            self._views.clear()
            if self._pool is not None:
                self._pool.dispose()

    def _sqlite_view(self, file: Path, writing: bool) -> Engine:
        view = self._views.get((str(file), writing))
        if view is not None:
            return view
        with self._lock:
            engine = self._files.get(file)
            if engine is None:
                engine = self._files[file] = sqlite_engine(file)
            view = engine.execution_options(klade_write=writing)
            self._views[str(file), writing] = view
            while len(self._files) > _OPEN_FILES:
                old, least_used = self._files.popitem(last=False)
                self._views.pop((str(old), True), None)
                self._views.pop((str(old), False), None)
                least_used.dispose()
        return view

    def _postgres_view(self, schema: str, writing: bool) -> Engine:
        assert self._pool is not None
        view = self._views.get((schema, writing))
        if view is None:
            options: dict[str, Any] = {"schema_translate_map": {None: schema}, "klade_write": writing}
            if writing:
                options["isolation_level"] = "SERIALIZABLE"
            else:
                options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            view = self._views[schema, writing] = self._pool.execution_options(**options)
        return view
