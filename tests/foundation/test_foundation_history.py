"""History: every change leaves who, old and new; it can be taken back, and nobody can alter what it says."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.foundation.database import Author, Database, SchoolRef, change_of
from core.foundation.errors import Conflict
from core.foundation.history.models import Change, ChangeLine
from core.foundation.history.queries import history_of
from core.foundation.history.record import insert_rows, update_row
from core.foundation.history.undo import RowName, undo
from core.foundation.names import sort_key
from core.people.models import Contact, Guardianship, Person
from core.schools.models import Room

ILZE = Author(1, "Ilze Kalniņa")
ANNA = Author(2, "Anna Bērziņa")


def a_person(given: str = "Roberts", family: str = "Celmiņš") -> Person:
    return Person(given_name=given, family_name=family, sort_key=sort_key(family, given))


def added(database: Database, school: SchoolRef, row: Room | Person, author: Author = ILZE) -> tuple[int, int]:
    """The new row's id and its change's."""

    def work(session: Session) -> tuple[int, int]:
        session.add(row)
        session.flush()
        return row.id, change_of(session).identify(session)

    return database.write(school, author, work, kind="test.added")


def test_an_entity_that_changes_leaves_old_and_new_with_the_author(database: Database, school_ref: SchoolRef) -> None:
    room, _ = added(database, school_ref, Room(name="214"))

    def rename(session: Session) -> None:
        session.get_one(Room, room).name = "215"

    database.write(school_ref, ANNA, rename, kind="room.renamed", reason="Pārbūve")
    with database.read(school_ref) as session:
        newest, oldest = history_of(session, "room", [room])
    assert (newest.column, newest.old, newest.new) == ("name", "214", "215")
    assert (newest.author, newest.person_id, newest.reason) == ("Anna Bērziņa", 2, "Pārbūve")
    assert oldest.column is None
    assert oldest.new["name"] == "214"


def test_a_transaction_that_changes_nothing_leaves_no_change(database: Database, school_ref: SchoolRef) -> None:
    with database.read(school_ref) as session:
        before = session.scalars(select(Change.id)).all()
    database.write(school_ref, ILZE, lambda session: None, kind="test.nothing")
    with database.read(school_ref) as session:
        assert session.scalars(select(Change.id)).all() == before


def test_what_a_savepoint_undid_stands_nowhere_in_history(database: Database, school_ref: SchoolRef) -> None:
    def work(session: Session) -> None:
        session.add(Room(name="1"))
        session.flush()
        savepoint = session.begin_nested()
        session.add(Room(name="2"))
        session.flush()
        savepoint.rollback()
        session.add(Room(name="3"))

    database.write(school_ref, ILZE, work, kind="test.savepoint")
    with database.read(school_ref) as session:
        lines = session.scalars(select(ChangeLine.new).where(ChangeLine.table_name == "room")).all()
        rooms = session.scalars(select(Room.name)).all()
    assert rooms == ["1", "3"]
    assert ['"1"' in str(line) or '"3"' in str(line) for line in lines] == [True, True]


def test_of_custody_history_keeps_a_digest_only(database: Database, school_ref: SchoolRef) -> None:
    def work(session: Session) -> None:
        guardian, pupil = a_person(), a_person("Elza")
        session.add_all([guardian, pupil])
        session.flush()
        session.add(
            Guardianship(
                guardian_id=guardian.id,
                pupil_id=pupil.id,
                relation="father",
                access="undecided",
                contact_ban=True,
                from_date=date(2026, 9, 1),
            )
        )

    database.write(school_ref, ILZE, work, kind="test.guardian")
    with database.read(school_ref) as session:
        stored = session.scalars(select(ChangeLine.new).where(ChangeLine.table_name == "guardianship")).one()
    assert "undecided" not in str(stored)
    assert '"access":{"digest":' in str(stored)
    assert '"relation":"father"' in str(stored)


def test_undoing_an_addition_removes_the_row_and_undoing_that_brings_it_back(
    database: Database, school_ref: SchoolRef
) -> None:
    room, change = added(database, school_ref, Room(name="214"))

    def take_back(session: Session, of: int) -> int:
        assert undo(session, of).restored == (RowName("room", room),)
        return change_of(session).identify(session)

    undoing = database.write(school_ref, ILZE, lambda session: take_back(session, change), kind="undo")
    with database.read(school_ref) as session:
        assert session.get(Room, room) is None
    database.write(school_ref, ILZE, lambda session: take_back(session, undoing), kind="redo")
    with database.read(school_ref) as session:
        assert session.get_one(Room, room).name == "214"


def test_moments_come_back_as_they_were(database: Database, school_ref: SchoolRef) -> None:
    proven = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)

    def work(session: Session) -> tuple[int, int]:
        person = a_person()
        session.add(person)
        session.flush()
        contact = Contact(person_id=person.id, kind="phone", value="+371 20000000", verified_at=proven)
        session.add(contact)
        session.flush()
        return contact.id, change_of(session).identify(session)

    def take_back(session: Session, of: int) -> int:
        undo(session, of)
        return change_of(session).identify(session)

    contact, change = database.write(school_ref, ILZE, work, kind="test.added")
    undoing = database.write(school_ref, ILZE, lambda session: take_back(session, change), kind="undo")
    database.write(school_ref, ILZE, lambda session: take_back(session, undoing), kind="redo")
    with database.read(school_ref) as session:
        assert session.get_one(Contact, contact).verified_at == proven


def test_a_row_that_somebody_touched_since_is_left_and_named(database: Database, school_ref: SchoolRef) -> None:
    room, change = added(database, school_ref, Room(name="214"))
    database.write(
        school_ref, ANNA, lambda session: setattr(session.get_one(Room, room), "seats", 30), kind="room.changed"
    )
    undone = database.write(school_ref, ILZE, lambda session: undo(session, change), kind="undo")
    assert undone.left == (RowName("room", room),)
    with database.read(school_ref) as session:
        assert session.get_one(Room, room).seats == 30


def test_a_row_that_newer_rows_stand_on_is_left_and_named(database: Database, school_ref: SchoolRef) -> None:
    person, change = added(database, school_ref, a_person())
    database.write(
        school_ref,
        ANNA,
        lambda session: session.add(Contact(person_id=person, kind="phone", value="+371 20000000")),
        kind="contact.added",
    )
    undone = database.write(school_ref, ILZE, lambda session: undo(session, change), kind="undo")
    assert undone.left == (RowName("person", person),)


def test_a_change_is_taken_back_once(database: Database, school_ref: SchoolRef) -> None:
    _, change = added(database, school_ref, Room(name="214"))
    database.write(school_ref, ILZE, lambda session: undo(session, change), kind="undo")
    with pytest.raises(Conflict):
        database.write(school_ref, ILZE, lambda session: undo(session, change), kind="undo")


def test_a_row_read_at_an_older_version_is_not_overwritten(database: Database, school_ref: SchoolRef) -> None:
    def work(session: Session) -> int:
        (room,) = insert_rows(session, Room, [{"name": "214"}])
        assert update_row(session, Room, room, {"seats": None}, {"seats": 20}, 1) == 2
        return room

    room = database.write(school_ref, ILZE, work, kind="test.added")
    with pytest.raises(Conflict):
        database.write(
            school_ref,
            ANNA,
            lambda session: update_row(session, Room, room, {"seats": None}, {"seats": 25}, 1),
            kind="test.changed",
        )
    with database.read(school_ref) as session:
        assert session.get_one(Room, room).seats == 20


@pytest.mark.parametrize("alter", [update(ChangeLine).values(new="{}"), delete(ChangeLine), delete(Change)])
def test_nobody_alters_history(database: Database, school_ref: SchoolRef, alter: object) -> None:
    added(database, school_ref, Room(name="214"))
    with pytest.raises(DBAPIError):
        database.write(school_ref, ILZE, lambda session: session.execute(alter), kind="test.forged")  # type: ignore[call-overload]  # an update or a delete


def test_ids_are_never_used_twice(database: Database, school_ref: SchoolRef) -> None:
    first, change = added(database, school_ref, Room(name="214"))
    database.write(school_ref, ILZE, lambda session: undo(session, change), kind="undo")
    second, _ = added(database, school_ref, Room(name="215"))
    assert second > first
