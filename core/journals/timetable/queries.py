"""What may be asked about the timetable: the week of a class, a teacher or a room; the entries of a journal."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from core.classes.models import SchoolClass
from core.journals.register.models import Journal, JournalClass, JournalPupil, JournalTeacher
from core.journals.timetable.models import TimetableEntry
from core.people.models import Person
from core.schools.models import Room, Subject

Whose = Literal["class", "teacher", "room"]


@dataclass(slots=True)
class Entry:
    """A lesson of the week as the timetable shows it."""

    id: int
    journal_id: int
    weekday: int
    number: int
    weeks: str
    from_date: date
    until_date: date | None
    journal: str
    subject: str | None
    room: str | None
    teacher_id: int | None
    """The teacher named by the entry; nothing: the journal's main one."""
    classes: list[str] = field(default_factory=list)
    teachers: list[str] = field(default_factory=list)

    def is_on(self, day: date) -> bool:
        return self.from_date <= day and (self.until_date is None or self.until_date >= day)


def week(session: Session, whose: Whose, of_id: int, monday: date, sunday: date) -> list[Entry]:
    """The entries of a class, teacher or room that are valid in a week. Three statements."""
    of_week = TimetableEntry.within(monday, sunday), _of(whose, of_id, monday, sunday)
    return _completed(session, _entries().where(*of_week))


def entries_of(session: Session, journal_id: int) -> list[Entry]:
    """All entries of a journal, ended ones too."""
    return _completed(session, _entries().where(TimetableEntry.journal_id == journal_id))


def entry(session: Session, entry_id: int) -> Entry | None:
    found = _completed(session, _entries().where(TimetableEntry.id == entry_id))
    return found[0] if found else None


def at_slot(session: Session, weekday: int, number: int, first: date, last: date | None) -> list[Entry]:
    """The school's entries at a weekday and lesson number in these days."""
    return _completed(
        session,
        _entries().where(
            TimetableEntry.weekday == weekday, TimetableEntry.number == number, TimetableEntry.within(first, last)
        ),
    )


def _entries() -> Select[*tuple[Any, ...]]:
    return (
        select(
            TimetableEntry.id,
            TimetableEntry.journal_id,
            TimetableEntry.weekday,
            TimetableEntry.number,
            TimetableEntry.weeks,
            TimetableEntry.from_date,
            TimetableEntry.until_date,
            Journal.title,
            Subject.title,
            Room.name,
            TimetableEntry.teacher_id,
        )
        .join(Journal, Journal.id == TimetableEntry.journal_id)
        .outerjoin(Subject, Subject.id == Journal.subject_id)
        .outerjoin(Room, Room.id == TimetableEntry.room_id)
        .order_by(TimetableEntry.weekday, TimetableEntry.number, TimetableEntry.weeks, Journal.title)
    )


def _of(whose: Whose, of_id: int, first: date, last: date) -> ColumnElement[bool]:
    if whose == "room":
        return TimetableEntry.room_id == of_id
    if whose == "class":
        return exists().where(
            JournalClass.journal_id == TimetableEntry.journal_id,
            JournalClass.school_class_id == of_id,
            JournalClass.within(first, last),
        )
    teaches = exists().where(
        JournalTeacher.journal_id == TimetableEntry.journal_id,
        JournalTeacher.person_id == of_id,
        JournalTeacher.role == "main",
        JournalTeacher.within(first, last),
    )
    return or_(TimetableEntry.teacher_id == of_id, and_(TimetableEntry.teacher_id.is_(None), teaches))


def _completed(session: Session, statement: Select[*tuple[Any, ...]]) -> list[Entry]:
    """The entries with the names of classes and teachers."""
    found = [Entry(*row) for row in session.execute(statement)]
    journals = {one.journal_id for one in found}
    classes = session.execute(
        select(JournalClass, SchoolClass)
        .join(SchoolClass, SchoolClass.id == JournalClass.school_class_id)
        .where(JournalClass.journal_id.in_(journals))
        .order_by(SchoolClass.grade, SchoolClass.letter)
    ).all()
    teachers = session.execute(
        select(JournalTeacher, Person)
        .join(Person, Person.id == JournalTeacher.person_id)
        .where(JournalTeacher.journal_id.in_(journals), JournalTeacher.role == "main")
        .order_by(JournalTeacher.from_date)
    ).all()
    own = {one.teacher_id for one in found if one.teacher_id is not None}
    persons = {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(own)))} if own else {}
    for one in found:
        one.classes = list(dict.fromkeys(c.name for part, c in classes if _meets(part, one)))
        named = persons.get(one.teacher_id) if one.teacher_id is not None else None
        mains = [person.full_name for part, person in teachers if _meets(part, one)]
        one.teachers = [named.full_name] if named else list(dict.fromkeys(mains))
    return found


def _meets(part: JournalClass | JournalTeacher, one: Entry) -> bool:
    return (
        part.journal_id == one.journal_id
        and (one.until_date is None or part.from_date <= one.until_date)
        and (part.until_date is None or part.until_date >= one.from_date)
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody or something whose week can be shown."""

    id: int
    name: str


def classes_of_year(session: Session, school_year_id: int) -> list[Choice]:
    rows = session.scalars(
        select(SchoolClass)
        .where(SchoolClass.school_year_id == school_year_id)
        .order_by(SchoolClass.grade, SchoolClass.letter)
    )
    return [Choice(one.id, one.name) for one in rows]


def teachers_of_year(session: Session, school_year_id: int) -> list[Choice]:
    """Everybody who teaches a journal of the year."""
    teaching = (
        select(JournalTeacher.person_id)
        .join(Journal, Journal.id == JournalTeacher.journal_id)
        .where(Journal.school_year_id == school_year_id)
    )
    rows = session.scalars(select(Person).where(Person.id.in_(teaching)).order_by(Person.sort_key, Person.id))
    return [Choice(one.id, one.listed_name) for one in rows]


def journals_for(session: Session, school_year_id: int, whose: Whose | None, of_id: int | None) -> Sequence[Choice]:
    """Journals that a new entry may be of: those of the class or teacher shown, else all of the year."""
    statement = select(Journal.id, Journal.title).where(Journal.school_year_id == school_year_id)
    if whose == "class" and of_id is not None:
        pupils_too = exists().where(JournalPupil.journal_id == Journal.id)
        of_class = exists().where(JournalClass.journal_id == Journal.id, JournalClass.school_class_id == of_id)
        without_class = ~exists().where(JournalClass.journal_id == Journal.id)
        statement = statement.where(or_(of_class, and_(pupils_too, without_class)))
    elif whose == "teacher" and of_id is not None:
        statement = statement.where(
            exists().where(JournalTeacher.journal_id == Journal.id, JournalTeacher.person_id == of_id)
        )
    return [Choice(*row) for row in session.execute(statement.order_by(Journal.title, Journal.id))]
