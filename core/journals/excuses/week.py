"""A class's week: pupils by days, each day its lessons as squares."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership
from core.foundation.history.record import table_of
from core.journals.attendance.models import Absence
from core.journals.excuses.shown import ABSENT, excused_code, shown_code
from core.journals.inspection.gaps import TAKES_PLACE
from core.journals.lessons.models import Lesson
from core.journals.register.models import Journal, JournalClass
from core.people.models import Person
from core.schools.models import Subject

DAYS = 7


@dataclass(frozen=True, slots=True)
class Square:
    """A lesson of a pupil's day: absent, late, or nothing of the kind."""

    number: int | None
    absence_id: int | None = None
    kind: str = ""
    code: str = ""
    subject: str = ""

    @property
    def may_be_justified(self) -> bool:
        return self.kind == ABSENT

    @property
    def is_open(self) -> bool:
        """Absent, and not justified."""
        return self.kind == ABSENT and self.code == "n"


@dataclass(frozen=True, slots=True)
class PupilWeek:
    """A pupil's row."""

    id: int
    name: str
    days: list[list[Square]]

    @property
    def open(self) -> int:
        return sum(square.is_open for day in self.days for square in day)


@dataclass(frozen=True, slots=True)
class ClassWeek:
    """The days that have lessons, and the pupils."""

    days: list[date]
    pupils: list[PupilWeek]

    @property
    def open(self) -> int:
        return sum(pupil.open for pupil in self.pupils)


def week_of_class(session: Session, class_id: int, monday: date) -> ClassWeek:
    """Three statements, whatever the size of the class."""
    sunday = monday + timedelta(days=DAYS - 1)
    member = (ClassMembership.school_class_id == class_id, ClassMembership.within(monday, sunday))
    numbers = _numbers(session, class_id, monday, sunday)
    missed: defaultdict[tuple[int, date], list[Square]] = defaultdict(list)
    for pupil, day, absence, number, kind, minutes, excused, subject in _absences(session, member, monday, sunday):
        code = shown_code(kind, minutes, excused)
        missed[pupil, day].append(Square(number, absence, kind, code, subject))
    pupils: Sequence[Any] = session.execute(
        select(Person.id, Person.family_name + " " + Person.given_name)
        .join(ClassMembership, ClassMembership.pupil_id == Person.id)
        .where(*member)
        .order_by(Person.sort_key, Person.id)
    ).all()
    days = sorted(set(numbers) | {day for _pupil, day in missed})
    rows = dict(pupils)
    weeks = [
        PupilWeek(pupil, name, [_squares(numbers[day], missed[pupil, day]) for day in days])
        for pupil, name in rows.items()
    ]
    return ClassWeek(days, weeks)


def _numbers(session: Session, class_id: int, first: date, last: date) -> defaultdict[date, list[int]]:
    """The lessons that the class has each day, by number."""
    rows = session.execute(
        select(Lesson.day, Lesson.number)
        .join(JournalClass, JournalClass.journal_id == Lesson.journal_id)
        .where(
            JournalClass.school_class_id == class_id,
            JournalClass.on(Lesson.day.expression),
            Lesson.day.between(first, last),
            Lesson.number.is_not(None),
            TAKES_PLACE,
        )
        .distinct()
        .order_by(Lesson.day, Lesson.number)
    )
    found: defaultdict[date, list[int]] = defaultdict(list)
    for day, number in rows:
        if number is not None:
            found[day].append(number)
    return found


def _absences(session: Session, member: Any, first: date, last: date) -> Sequence[Any]:
    return session.execute(
        select(
            Absence.pupil_id,
            Lesson.day,
            Absence.id,
            Lesson.number,
            Absence.kind,
            Absence.minutes,
            excused_code(table_of(Absence), table_of(Lesson)),
            func.coalesce(Subject.title, Journal.title),
        )
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .join(Journal, Journal.id == Lesson.journal_id)
        .outerjoin(Subject, Subject.id == Journal.subject_id)
        .where(
            Absence.pupil_id.in_(select(ClassMembership.pupil_id).where(*member)),
            Absence.voided.is_(None),
            Lesson.day.between(first, last),
            TAKES_PLACE,
        )
        .order_by(Lesson.day, Lesson.number, Absence.id)
    ).all()


def _squares(numbers: Sequence[int], missed: Sequence[Square]) -> list[Square]:
    """One square a lesson of the day; absences in lessons without a number stand last."""
    squares: list[Square] = []
    for number in numbers:
        squares.extend([square for square in missed if square.number == number] or [Square(number)])
    return squares + [square for square in missed if square.number not in numbers]
