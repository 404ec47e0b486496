"""Sessions: a reader cannot write, a school that is not open is not written, writers do not lose each other's work."""

import threading

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.foundation.database import Author, Database, SchoolRef, SchoolState
from core.foundation.database.state import CLOSED, MOVED, READ_ONLY, UPGRADING
from core.foundation.errors import Conflict, Invalid, NotFound, Unavailable
from core.schools.models import Room

KLADE = Author(None, "klade test")


def set_status(database: Database, school: SchoolRef, status: str) -> None:
    def work(session: Session) -> None:
        session.get_one(SchoolState, 1).status = status

    database.write(school, KLADE, work, kind="test.status")


def test_a_reading_session_cannot_write(database: Database, school_ref: SchoolRef) -> None:
    with database.read(school_ref) as session:
        session.add(Room(name="214"))
        with pytest.raises(DBAPIError):
            session.flush()


@pytest.mark.parametrize("status", [CLOSED, MOVED, UPGRADING])
def test_a_school_that_is_not_open_is_neither_read_nor_written(
    database: Database, school_ref: SchoolRef, status: str
) -> None:
    set_status(database, school_ref, status)
    with pytest.raises(Unavailable), database.read(school_ref):
        pass
    with pytest.raises(Unavailable):
        database.write(school_ref, KLADE, lambda session: session.add(Room(name="214")), kind="test.room")


def test_a_read_only_school_is_read_and_not_written(database: Database, school_ref: SchoolRef) -> None:
    set_status(database, school_ref, READ_ONLY)
    with database.read(school_ref) as session:
        assert session.scalars(select(Room)).all() == []
    with pytest.raises(Unavailable):
        database.write(school_ref, KLADE, lambda session: session.add(Room(name="214")), kind="test.room")


def test_writing_that_fails_leaves_nothing(database: Database, school_ref: SchoolRef) -> None:
    def work(session: Session) -> None:
        session.add(Room(name="214"))
        session.flush()
        raise Invalid("no")

    with pytest.raises(Invalid):
        database.write(school_ref, KLADE, work, kind="test.room")
    with database.read(school_ref) as session:
        assert session.scalars(select(Room)).all() == []


def test_eight_writers_at_once_lose_nothing(database: Database, school_ref: SchoolRef) -> None:
    database.write(school_ref, KLADE, lambda session: session.add(Room(name="214", seats=0)), kind="test.room")
    refused = []

    def one_more(session: Session) -> None:
        room = session.scalars(select(Room)).one()
        assert room.seats is not None
        room.seats += 1

    def work() -> None:
        for _ in range(5):
            while True:
                try:
                    database.write(school_ref, KLADE, one_more, kind="test.seat")
                    break
                except (Conflict, DBAPIError) as error:
                    refused.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read(school_ref) as session:
        assert session.scalars(select(Room.seats)).one() == 40


def test_an_unknown_school_is_not_found(database: Database) -> None:
    from core.foundation.database.directory import school_named

    with database.directory() as session, pytest.raises(NotFound):
        school_named(session, "nav-tadas")


@pytest.mark.parametrize("slug", ["static", "Sk", "a", "1a", "skola_1", "../x", "a" * 41])
def test_a_slug_that_cannot_stand_in_an_address_is_refused(database: Database, slug: str) -> None:
    from core.foundation.database.directory import add_school

    with pytest.raises(Invalid):
        database.directory_write(lambda session: add_school(session, slug, "Skola"))
