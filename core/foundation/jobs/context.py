"""What the function of a job works with: the school, and a hold on the job's row that a later try takes away."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

import orjson
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.foundation.database import Author, Database, SchoolRef, state_of
from core.foundation.jobs.book import JobBook
from core.foundation.jobs.models import RUNNING, JobRecord
from core.values.asker import Asker

T = TypeVar("T")

BOOKKEEPING = "job.kept"
_AT_MOST_EVERY = 1.0


class LostHold(Exception):
    """Another try of the job has begun: this one writes nothing more."""


class Parked(Exception):
    """The plugin of the job was disabled while it ran."""


class HeldJob:
    """A job while it is done: one try of one round."""

    def __init__(self, database: Database, book: JobBook, school: SchoolRef, record: JobRecord) -> None:
        self._database = database
        self._book = book
        self._school = school
        self._id, self._key, self._try = record.id, record.key, record.tries
        self._author = Author(record.person_id, record.asked_by, request_id=str(record.id))
        self._arguments: Mapping[str, Any] = orjson.loads(record.arguments)
        self._told_at = self._looked_at = float("-inf")
        self._is_cancelled = False
        self._is_busy = False
        self.asker: Asker | None = None

    @property
    def id(self) -> UUID:
        return self._id

    @property
    def school(self) -> SchoolRef:
        return self._school

    @property
    def arguments(self) -> Mapping[str, Any]:
        return self._arguments

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A reading session of the school. Raises Parked, Unavailable."""
        with self._alone(), self._database.read(self._school) as session:
            self._check_enabled(session)
            yield session

    def write(self, kind: str, work: Callable[[Session], T], reason: str | None = None) -> T:
        """One writing transaction, as long as this try holds the job. Raises LostHold, Parked, Unavailable."""

        def held(session: Session) -> T:
            self._check_enabled(session)
            self._check_hold(session)
            return work(session)

        with self._alone():
            return self._database.write(self._school, self._author, held, kind=kind, reason=reason)

    def progress(self, done: int, total: int) -> None:
        """Tell how far it is; at most once a second, and always the last step."""
        now = time.monotonic()
        if done < total and now - self._told_at < _AT_MOST_EVERY:
            return
        self._told_at = now
        self.note(done=done, total=total)

    def cancelled(self) -> bool:
        """Somebody asked to stop."""
        now = time.monotonic()
        if not self._is_cancelled and now - self._looked_at >= _AT_MOST_EVERY:
            self._looked_at = now
            with self.read() as session:
                self._is_cancelled = bool(
                    session.scalar(select(JobRecord.is_cancelled).where(JobRecord.id == self._id))
                )
        return self._is_cancelled

    @property
    def was_told_to_stop(self) -> bool:
        """The job looked, and knows that it is to stop."""
        return self._is_cancelled

    def note(self, **values: Any) -> None:
        """Write into the job's own row. Raises LostHold."""

        def work(session: Session) -> None:
            self._check_hold(session)
            session.execute(update(JobRecord).where(JobRecord.id == self._id).values(**values))

        with self._alone():
            self._database.write(self._school, self._author, work, kind=BOOKKEEPING)

    def _check_hold(self, session: Session) -> None:
        held = session.execute(select(JobRecord.state, JobRecord.tries).where(JobRecord.id == self._id)).first()
        if held is None or tuple(held) != (RUNNING, self._try):
            raise LostHold

    def _check_enabled(self, session: Session) -> None:
        if not self._book.is_enabled(self._key, state_of(session).plugins):
            raise Parked

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # On SQLite the second transaction of one thread would wait for the first until it gives up.
        if self._is_busy:
            raise RuntimeError(f"job {self._key}: a transaction inside another one of the same job")
        self._is_busy = True
        try:
            yield
        finally:
            self._is_busy = False
