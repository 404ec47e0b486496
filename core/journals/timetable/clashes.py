"""Pārklāšanās: a teacher, a room or pupils that two lessons of the timetable would need at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.database.dated import share_a_day
from core.journals.grid.members import members_of
from core.journals.register.models import JournalClass, JournalPupil, JournalTeacher
from core.journals.timetable.models import TimetableEntry
from core.journals.timetable.queries import Entry, at_slot
from core.people.models import Person
from core.schools.models import Room


@dataclass(frozen=True, slots=True)
class Wanted:
    """A lesson of the week that is to be entered."""

    journal_id: int
    weekday: int
    number: int
    weeks: str
    room_id: int | None
    teacher_id: int | None
    from_date: date
    until_date: date | None


@dataclass(frozen=True, slots=True)
class Clash:
    """What another entry needs at the same time; `message` names both."""

    kind: str
    """`teacher`, `room` or `pupils`."""
    entry: Entry
    message: Any


def clashes(session: Session, wanted: Wanted, but: int | None = None) -> list[Clash]:
    """The clashes of a lesson of the week with the others; `but` is the entry that it takes the place of."""
    others = [
        one
        for one in at_slot(session, wanted.weekday, wanted.number, wanted.from_date, wanted.until_date)
        if one.id != but and _share_weeks(one.weeks, wanted.weeks)
    ]
    if not others:
        return []
    return [found for kind in (_of_room, _of_teacher, _of_pupils) for found in kind(session, wanted, others)]


def _share_weeks(one: str, other: str) -> bool:
    return one == other or "all" in (one, other)


def _of_room(session: Session, wanted: Wanted, others: list[Entry]) -> list[Clash]:
    if wanted.room_id is None:
        return []
    there = set(
        session.scalars(
            select(TimetableEntry.id).where(
                TimetableEntry.id.in_([one.id for one in others]), TimetableEntry.room_id == wanted.room_id
            )
        )
    )
    room = session.get_one(Room, wanted.room_id)
    return [
        Clash("room", one, _l("Room %(room)s is taken then: %(journal)s.", room=room.name, journal=one.journal))
        for one in others
        if one.id in there
    ]


def _of_teacher(session: Session, wanted: Wanted, others: list[Entry]) -> list[Clash]:
    mine = _teachers(session, wanted.journal_id, wanted.teacher_id, wanted.from_date, wanted.until_date)
    found = []
    for one in others:
        first = max(one.from_date, wanted.from_date)
        last = min((day for day in (one.until_date, wanted.until_date) if day is not None), default=None)
        both = mine & _teachers(session, one.journal_id, one.teacher_id, first, last)
        for person in session.scalars(select(Person).where(Person.id.in_(both)).order_by(Person.sort_key)):
            message = _l("%(teacher)s teaches then: %(journal)s.", teacher=person.full_name, journal=one.journal)
            found.append(Clash("teacher", one, message))
    return found


def _teachers(session: Session, journal_id: int, named: int | None, first: date, last: date | None) -> set[int]:
    if named is not None:
        return {named}
    rows = session.scalars(
        select(JournalTeacher.person_id).where(
            JournalTeacher.journal_id == journal_id, JournalTeacher.role == "main", JournalTeacher.within(first, last)
        )
    )
    return set(rows)


def _of_pupils(session: Session, wanted: Wanted, others: list[Entry]) -> list[Clash]:
    """Pupils whose two journals would be held at once; halves of a class beside one another are none."""
    mine = _classes(session, wanted.journal_id, wanted)
    found = []
    for one in others:
        theirs = _classes(session, one.journal_id, wanted)
        shared = mine.keys() & theirs.keys()
        if one.journal_id == wanted.journal_id or not (shared or _has_single_pupils(session, one, wanted)):
            continue
        day = max(wanted.from_date, one.from_date)
        here, there = _pupils(session, wanted.journal_id, day), _pupils(session, one.journal_id, day)
        common = here & there
        if common or (shared and not (here and there)):
            message = _l(
                "%(classes)s has another lesson then: %(journal)s.", classes=", ".join(one.classes), journal=one.journal
            )
            found.append(Clash("pupils", one, message))
    return found


def _classes(session: Session, journal_id: int, wanted: Wanted) -> dict[int, JournalClass]:
    rows = session.scalars(select(JournalClass).where(JournalClass.journal_id == journal_id))
    return {
        row.school_class_id: row
        for row in rows
        if share_a_day(row.from_date, row.until_date, wanted.from_date, wanted.until_date)
    }


def _has_single_pupils(session: Session, one: Entry, wanted: Wanted) -> bool:
    journals = (one.journal_id, wanted.journal_id)
    single = select(JournalPupil.id).where(JournalPupil.journal_id.in_(journals), JournalPupil.is_excluded.is_(False))
    return session.scalar(single.limit(1)) is not None


def _pupils(session: Session, journal_id: int, day: date) -> set[int]:
    return {id_ for id_, member in members_of(session, journal_id).items() if member.is_in(day)}
