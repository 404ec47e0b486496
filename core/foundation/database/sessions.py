"""Sessions for reading and for writing: the only way to a school's facts."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from core.foundation.database.configuration import DatabaseConfiguration
from core.foundation.database.directory import SchoolRef
from core.foundation.database.engines import Engines
from core.foundation.database.state import UNFOUNDED, Heads, State, read_state
from core.foundation.errors import Conflict

if TYPE_CHECKING:
    from core.foundation.history.recorder import PendingChange

T = TypeVar("T")

_TRIES = 3
# Everybody of every school who signs in at eight meets in the directory's few small tables.
_DIRECTORY_TRIES = 12
# PostgreSQL's serialization failure and deadlock: services touch only the database, so they may run again.
_REPEATABLE = frozenset({"40001", "40P01"})


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes a change: a person of the school, or a command by its name."""

    person_id: int | None
    name: str
    on_behalf: str | None = None
    request_id: str | None = None


def state_of(session: Session) -> State:
    """The school's state as this transaction saw it."""
    return cast(State, session.info["state"])


def school_of(session: Session) -> SchoolRef:
    """The school whose facts this session reads."""
    return cast(SchoolRef, session.info["school"])


def change_of(session: Session) -> "PendingChange":
    """The change that this writing transaction leaves behind."""
    return cast("PendingChange", session.info["change"])


def after_commit(session: Session, work: "Callable[[Database, SchoolRef], None]") -> None:
    """Let `work` run once the outermost transaction is committed, with all its connections let go; once, however often.

    An event of the session would also fire where only a savepoint ends.
    """
    session.info.setdefault("after_commit", set()).add(work)


class Database:
    """The directory and all schools of one installation."""

    def __init__(self, configuration: DatabaseConfiguration, heads: Heads | None = None) -> None:
        """`heads` are those of the program; without them no school is held to any."""
        self.configuration = configuration
        self.engines = Engines(configuration)
        self._heads = heads or Heads({})

    @contextmanager
    def directory(self) -> Iterator[Session]:
        """A session that reads the directory."""
        with Session(self.engines.directory(writing=False), expire_on_commit=False) as session:
            yield session

    def directory_write(self, work: Callable[[Session], T]) -> T:
        """Run `work` in one writing transaction of the directory; repeated where PostgreSQL asks for it."""
        return _repeated(lambda: self._directory_once(work), _DIRECTORY_TRIES)

    def _directory_once(self, work: Callable[[Session], T]) -> T:
        engine = self.engines.directory(writing=True)
        with self.engines.turn(None), Session(engine, expire_on_commit=False) as session, session.begin():
            return work(session)

    def open_for_reading(self, school: SchoolRef) -> Session:
        """A reading session whose first statement was the school's state; the caller closes it."""
        session = Session(self.engines.school(school, writing=False), expire_on_commit=False, autoflush=False)
        session.info["school"] = school
        try:
            session.info["state"] = self._state(session, writing=False)
        except BaseException:
            session.close()
            raise
        return session

    @contextmanager
    def read(self, school: SchoolRef) -> Iterator[Session]:
        """A session that reads a school and cannot write. Raises Unavailable."""
        session = self.open_for_reading(school)
        try:
            yield session
        finally:
            session.close()

    def write(
        self,
        school: SchoolRef,
        author: Author,
        work: Callable[[Session], T],
        *,
        kind: str,
        reason: str | None = None,
    ) -> T:
        """Run `work` in one writing transaction of a school, leaving one change in its history.

        `work` touches only the database, for on PostgreSQL it may be repeated. Raises Unavailable where the school is
        not open, and Conflict where a row changed meanwhile.
        """
        return self._write(school, author, work, kind, reason, partial(self._state, writing=True))

    def write_state(self, school: SchoolRef, author: Author, work: Callable[[Session], T], *, kind: str) -> T:
        """A transaction in which `work` writes the state that every other one reads first: founding, upgrading."""
        return self._write(school, author, work, kind, None, lambda _session: UNFOUNDED)

    def _state(self, session: Session, *, writing: bool) -> State:
        state = read_state(session, writing=writing)
        self._heads.check(state)
        return state

    def _write(
        self,
        school: SchoolRef,
        author: Author,
        work: Callable[[Session], T],
        kind: str,
        reason: str | None,
        read: Callable[[Session], State],
    ) -> T:
        result, info = _repeated(lambda: self._write_once(school, author, work, kind, reason, read))
        for follow in info.get("after_commit", ()):
            follow(self, school)
        return result

    def _write_once(
        self,
        school: SchoolRef,
        author: Author,
        work: Callable[[Session], T],
        kind: str,
        reason: str | None,
        read: Callable[[Session], State],
    ) -> tuple[T, dict[Any, Any]]:
        from core.foundation.history.recorder import PendingChange, finish  # history stands on the database

        engine = self.engines.school(school, writing=True)
        with self.engines.turn(school), Session(engine, expire_on_commit=False) as session:
            session.info["school"] = school
            try:
                with session.begin():
                    session.info["state"] = read(session)
                    session.info["change"] = PendingChange(author, kind, reason)
                    result = work(session)
                    finish(session)
            except StaleDataError as error:
                raise Conflict(_l("Somebody changed this meanwhile. Load the page again and repeat.")) from error
            return result, session.info

    def close(self) -> None:
        self.engines.close()


def _repeated(once: Callable[[], T], tries: int = _TRIES) -> T:
    for attempt in range(1, tries + 1):
        try:
            return once()
        except DBAPIError as error:
            if attempt == tries or getattr(error.orig, "sqlstate", None) not in _REPEATABLE:
                raise
            # Those who met come again at different moments, later and later.
            time.sleep(random.uniform(0, 0.005 * 2 ** min(attempt, 5)))
    raise AssertionError("unreachable")
