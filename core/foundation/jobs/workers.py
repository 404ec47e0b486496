"""Workers by their stable names: one process a name, and who of them is lost."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database import Database
from core.foundation.errors import Conflict, NotFound
from core.foundation.jobs.models import Worker

DEFAULT_NAME = "main"
ALIVE_FOR = timedelta(seconds=60)
"""A worker says that it is alive four times as often."""


@dataclass(frozen=True, slots=True)
class WorkerState:
    """A worker as the directory knows it."""

    name: str
    host: str
    pid: int
    seen: datetime
    state: str
    """`running`, `stopped` in good order, or `lost`."""


def workers(session: Session) -> list[WorkerState]:
    """All workers that ever were, by name."""
    now = clock.now()
    rows = session.scalars(select(Worker).order_by(Worker.name))
    return [WorkerState(row.name, row.host, row.pid, row.seen, _state(row, now)) for row in rows]


def _state(row: Worker, now: datetime) -> str:
    if row.stopped is not None:
        return "stopped"
    return "running" if now - row.seen < ALIVE_FOR else "lost"


@contextmanager
def named(database: Database, name: str) -> Iterator[None]:
    """Be the worker of that name. Raises Conflict where it runs already.

    On one machine a lock of the operating system decides, which goes with the process however it ends; between machines
    the time at which the worker was last seen.
    """
    folder = database.configuration.folder / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _running(name) from None
        database.directory_write(lambda session: _enter(session, name))
        try:
            yield
        finally:
            database.directory_write(lambda session: _leave(session, name))


def _running(name: str) -> Conflict:
    return Conflict(
        _l("A worker “%(name)s” is running already. Give this one another name: klade worker --name NAME", name=name)
    )


def _enter(session: Session, name: str) -> None:
    now, host = clock.now(), socket.gethostname()
    row = session.get(Worker, name)
    if row is None:
        row = Worker(name=name)
        session.add(row)
    elif row.host != host and _state(row, now) == "running":
        raise _running(name)
    row.host, row.pid, row.started, row.seen, row.stopped = host, os.getpid(), now, now, None


def _leave(session: Session, name: str) -> None:
    row = session.get(Worker, name)
    if row is not None:
        row.stopped = clock.now()


def say_alive(database: Database, name: str) -> None:
    """The worker of that name is here."""

    def work(session: Session) -> None:
        session.get_one(Worker, name).seen = clock.now()

    database.directory_write(work)


def give_up(database: Database, name: str) -> None:
    """The worker of that name does not come back. Raises NotFound, and Conflict where it is alive."""

    def work(session: Session) -> None:
        row = session.get(Worker, name)
        if row is None:
            raise NotFound(_l("There never was a worker “%(name)s”.", name=name))
        if _state(row, clock.now()) == "running":
            raise Conflict(
                _l("The worker “%(name)s” was alive a moment ago. Stop it, or wait a minute, and repeat.", name=name)
            )
        row.stopped = row.stopped or clock.now()

    database.directory_write(work)
