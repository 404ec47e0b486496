"""Engines and their traps; each school's connections look alike on both engines (`choices.md` 2)."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from core.foundation.database.configuration import DatabaseConfiguration
from core.foundation.database.directory import SchoolRef

DIRECTORY_SCHEMA = "klade_directory"
_OPEN_FILES = 64
_PATIENCE = 10.0
"""Seconds that a writer waits for the others."""


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        f"busy_timeout={int(_PATIENCE * 1000)}",
        "synchronous=FULL",
        "temp_store=MEMORY",
        "cache_size=-8000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _forbid_writing(connection: Any, _record: Any) -> None:
    # Once a connection, not once a transaction: any such PRAGMA makes SQLite compile all statements anew.
    connection.execute("PRAGMA query_only=ON").close()


def _begin_reading(connection: Connection) -> None:
    # On the driver's own connection, because this precedes every transaction.
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN")


def _begin_writing(connection: Connection) -> None:
    # A plain BEGIN that writes later fails at once under load.
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE")


def sqlite_engine(file: str, *, writing: bool) -> Engine:
    """An engine on one file. What reads cannot write, for its connections are its own."""
    engine = create_engine(
        f"sqlite:///{file}",
        poolclass=QueuePool,
        pool_size=1 if writing else 2,
        max_overflow=40,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
        execution_options={"klade_write": writing},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    if writing:
        event.listen(engine, "begin", _begin_writing)
    else:
        event.listen(engine, "connect", _forbid_writing)
        event.listen(engine, "begin", _begin_reading)
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
    """Hands out engines: a school or the directory, for reading or for writing."""

    def __init__(self, configuration: DatabaseConfiguration) -> None:
        self.configuration = configuration
        self._directory_file = str(configuration.folder / "directory.sqlite")
        self._schools_folder = str(configuration.folder / "schools")
        self._lock = threading.Lock()
        self._files: OrderedDict[str, tuple[Engine, Engine]] = OrderedDict()
        """The reading and the writing engine of each open file, the last used last."""
        self._turns: dict[str, threading.Lock] = {}
        self._pool = postgres_engine(configuration.url) if configuration.url else None
        self._views: dict[tuple[str, bool], Engine] = {}

    def directory_file(self) -> Path:
        return Path(self._directory_file)

    def school_file(self, school: SchoolRef) -> Path:
        return Path(self._school_file(school))

    def directory(self, *, writing: bool) -> Engine:
        if self._pool is None:
            return self._sqlite(self._directory_file, writing)
        return self._postgres_view(DIRECTORY_SCHEMA, writing)

    def school(self, school: SchoolRef, *, writing: bool) -> Engine:
        if self._pool is None:
            return self._sqlite(self._school_file(school), writing)
        return self._postgres_view(school.schema, writing)

    def _school_file(self, school: SchoolRef) -> str:
        # As text: putting paths together at every request costs as much as a statement.
        return f"{self._schools_folder}/{school.database_name}.sqlite"

    @contextmanager
    def turn(self, school: SchoolRef | None) -> Iterator[None]:
        """The turn to write a school's file (or the directory's) among this process's threads.

        Whose turn it is not is woken the moment it is; SQLite alone would let it nap, look again, and nap longer.
        Where a turn does not come for as long as SQLite would wait, SQLite has the last word.
        """
        if self._pool is not None:
            yield
            return
        file = self._school_file(school) if school else self._directory_file
        lock = self._turns.setdefault(file, threading.Lock())
        is_mine = lock.acquire(timeout=_PATIENCE)
        try:
            yield
        finally:
            if is_mine:
                lock.release()

    def close(self) -> None:
        """Let every connection go."""
        with self._lock:
            for engines in self._files.values():
                _dispose(engines)
            self._files.clear()
            self._views.clear()
            if self._pool is not None:
                self._pool.dispose()

    def _sqlite(self, file: str, writing: bool) -> Engine:
        with self._lock:
            engines = self._files.get(file)
            if engines is None:
                engines = self._files[file] = (sqlite_engine(file, writing=False), sqlite_engine(file, writing=True))
                while len(self._files) > _OPEN_FILES:
                    _dispose(self._files.popitem(last=False)[1])
            else:
                self._files.move_to_end(file)
        return engines[writing]

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


def _dispose(engines: tuple[Engine, ...]) -> None:
    for engine in engines:
        engine.dispose()
