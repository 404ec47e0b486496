"""The list of journals: who may see which, narrowed by class, subject, teacher and kind."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from core.classes.models import SchoolClass
from core.foundation.names import sort_key
from core.foundation.permissions import visible
from core.journals.register.models import Journal, JournalClass, JournalTeacher
from core.journals.timetable.models import TimetableEntry
from core.people.models import Person
from core.schools.models import Subject
from core.values.asker import Asker


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the list is narrowed to; nothing: everything."""

    school_class_id: int | None = None
    subject_id: int | None = None
    teacher_id: int | None = None
    kind_key: str | None = None

    def __bool__(self) -> bool:
        return self != Narrowing()


@dataclass(slots=True)
class JournalLine:
    """A journal as the list shows it."""

    id: int
    title: str
    kind_key: str
    subject: str | None
    classes: list[str] = field(default_factory=list)
    teachers: list[str] = field(default_factory=list)
    """Listed names, the main teacher first."""
    halves: int = 0
    """Lessons in two weeks by the timetable of the day."""

    @property
    def weekly(self) -> Decimal | int:
        """Lessons a week."""
        return Decimal(self.halves) / 2 if self.halves % 2 else self.halves // 2


def journals(
    session: Session, asker: Asker, school_year_id: int, day: date, wanted: Narrowing | None = None
) -> list[JournalLine]:
    """Journals of a year that the asker may read, by title. Four statements."""
    seen = _narrowed(visible(asker, "journal.read", Journal), school_year_id, day, wanted or Narrowing())
    rows = session.execute(
        select(Journal.id, Journal.title, Journal.kind_key, Subject.title)
        .outerjoin(Subject, Subject.id == Journal.subject_id)
        .where(Journal.id.in_(seen))
    )
    lines = {row[0]: JournalLine(*row) for row in rows}
    _add_classes(session, lines, seen, day)
    _add_teachers(session, lines, seen, day)
    _add_hours(session, lines, seen, day)
    return sorted(lines.values(), key=lambda line: (sort_key(line.subject or line.title), _natural(line.title)))


def _natural(title: str) -> tuple[int, str]:
    """By the grade in the title as a number, so that 10.a stands after 9.a."""
    digits = next((word.partition(".")[0] for word in title.split() if word[0].isdigit()), "")
    return int(digits) if digits.isdigit() else 0, sort_key(title)


def _narrowed(seen: Select[tuple[int]], school_year_id: int, day: date, wanted: Narrowing) -> Select[tuple[int]]:
    seen = seen.where(Journal.school_year_id == school_year_id)
    if wanted.school_class_id is not None:
        of_class = select(JournalClass.journal_id).where(
            JournalClass.school_class_id == wanted.school_class_id, JournalClass.on(day)
        )
        seen = seen.where(Journal.id.in_(of_class))
    if wanted.teacher_id is not None:
        taught = select(JournalTeacher.journal_id).where(
            JournalTeacher.person_id == wanted.teacher_id, JournalTeacher.on(day)
        )
        seen = seen.where(Journal.id.in_(taught))
    if wanted.subject_id is not None:
        seen = seen.where(Journal.subject_id == wanted.subject_id)
    if wanted.kind_key:
        seen = seen.where(Journal.kind_key == wanted.kind_key)
    return seen


def _add_classes(session: Session, lines: dict[int, JournalLine], seen: Select[tuple[int]], day: date) -> None:
    rows = session.execute(
        select(JournalClass.journal_id, SchoolClass.grade, SchoolClass.letter)
        .join(SchoolClass, SchoolClass.id == JournalClass.school_class_id)
        .where(JournalClass.journal_id.in_(seen), JournalClass.on(day))
        .order_by(SchoolClass.grade, SchoolClass.letter)
    )
    for journal, grade, letter in rows:
        lines[journal].classes.append(f"{grade}.{letter}")


def _add_teachers(session: Session, lines: dict[int, JournalLine], seen: Select[tuple[int]], day: date) -> None:
    rows = session.execute(
        select(JournalTeacher.journal_id, Person.family_name, Person.given_name)
        .join(Person, Person.id == JournalTeacher.person_id)
        .where(JournalTeacher.journal_id.in_(seen), JournalTeacher.on(day))
        .order_by(case((JournalTeacher.role == "main", 0), else_=1), Person.sort_key)
    )
    for journal, family, given in rows:
        lines[journal].teachers.append(f"{family} {given}")


def _add_hours(session: Session, lines: dict[int, JournalLine], seen: Select[tuple[int]], day: date) -> None:
    rows = session.execute(
        select(TimetableEntry.journal_id, TimetableEntry.weeks, func.count())
        .where(TimetableEntry.journal_id.in_(seen), TimetableEntry.on(day))
        .group_by(TimetableEntry.journal_id, TimetableEntry.weeks)
    )
    for journal, weeks, count in rows:
        lines[journal].halves += count * (2 if weeks == "all" else 1)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list may be narrowed to: what occurs in it."""

    classes: list[tuple[int, str]]
    subjects: list[tuple[int, str]]
    teachers: list[tuple[int, str]]
    kinds: list[str]


def choices(session: Session, asker: Asker, school_year_id: int, day: date) -> Choices:
    """The classes, subjects, teachers and kinds of the journals that the asker may read."""
    seen = visible(asker, "journal.read", Journal).where(Journal.school_year_id == school_year_id)
    classes = session.execute(
        select(SchoolClass.id, SchoolClass.grade, SchoolClass.letter)
        .where(SchoolClass.id.in_(select(JournalClass.school_class_id).where(JournalClass.journal_id.in_(seen))))
        .order_by(SchoolClass.grade, SchoolClass.letter)
    )
    subjects = session.execute(
        select(Subject.id, Subject.title).where(
            Subject.id.in_(select(Journal.subject_id).where(Journal.id.in_(seen), Journal.subject_id.is_not(None)))
        )
    )
    teachers = session.execute(
        select(Person.id, Person.family_name, Person.given_name)
        .where(
            Person.id.in_(
                select(JournalTeacher.person_id).where(JournalTeacher.journal_id.in_(seen), JournalTeacher.on(day))
            )
        )
        .order_by(Person.sort_key)
    )
    kinds: Iterable[str] = session.scalars(select(Journal.kind_key).where(Journal.id.in_(seen)).distinct())
    return Choices(
        [(id_, f"{grade}.{letter}") for id_, grade, letter in classes],
        sorted(((id_, title) for id_, title in subjects), key=lambda one: sort_key(one[1])),
        [(id_, f"{family} {given}") for id_, family, given in teachers],
        sorted(kinds),
    )
