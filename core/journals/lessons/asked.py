"""What the timetable asks for: entry and day → the lesson, by the calendar, the bells and who teaches."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, SchoolClass
from core.journals.register.models import Journal, JournalClass, JournalPupil, JournalTeacher
from core.journals.timetable.models import TimetableEntry
from core.schools.calendar import GRADES, Calendar, days, is_of_weeks


@dataclass(frozen=True, slots=True)
class Span:
    """A value that a journal has for some days."""

    value: int
    from_date: date
    until_date: date | None

    def is_on(self, day: date) -> bool:
        return self.from_date <= day and (self.until_date is None or self.until_date >= day)


Spans = Mapping[int, Sequence[Span]]


def asked_lessons(
    session: Session, calendar: Calendar, ids: Sequence[int], first: date, last: date
) -> Iterator[tuple[tuple[int, date], dict[str, Any]]]:
    """Entry and day → the lesson that they ask for."""
    entries = session.execute(
        select(
            TimetableEntry.id,
            TimetableEntry.journal_id,
            TimetableEntry.weekday,
            TimetableEntry.number,
            TimetableEntry.weeks,
            TimetableEntry.room_id,
            TimetableEntry.teacher_id,
            TimetableEntry.from_date,
            TimetableEntry.until_date,
        )
        .join(Journal, Journal.id == TimetableEntry.journal_id)
        .where(
            TimetableEntry.journal_id.in_(ids),
            TimetableEntry.within(first, last),
            Journal.school_year_id == calendar.year.id,
        )
        .order_by(TimetableEntry.id)
    ).all()
    teachers, grades = _main_teachers(session, ids), _grades(session, ids)
    taught: dict[int, Mapping[int, list[date]]] = {}
    for entry in entries:
        spans = grades.get(entry.journal_id, ())
        begins, ends = max(first, entry.from_date), min(last, entry.until_date or last)
        for day, grade in _days_of(calendar, taught, spans, entry.weekday, first, last):
            if not begins <= day <= ends or not is_of_weeks(day, entry.weeks):
                continue
            hours = calendar.bells(day, grade).get(entry.number)
            yield (
                (entry.id, day),
                {
                    "journal_id": entry.journal_id,
                    "day": day,
                    "number": entry.number,
                    "starts": hours and hours[0],
                    "ends": hours and hours[1],
                    "state": "planned",
                    "kind": "lesson",
                    "room_id": entry.room_id,
                    "taught_by_id": entry.teacher_id or _on(teachers.get(entry.journal_id, ()), day),
                    "timetable_entry_id": entry.id,
                },
            )


def _days_of(
    calendar: Calendar,
    taught: dict[int, Mapping[int, list[date]]],
    spans: Sequence[Span],
    weekday: int,
    first: date,
    last: date,
) -> list[tuple[date, int]]:
    """Days on which one of the journal's grades follows that weekday's timetable, with the lowest such grade.

    A journal in which nobody is yet goes by whichever grade is taught.
    """
    found: dict[date, int] = {}
    everybody = [Span(grade, first, None) for grade in GRADES]
    for span in sorted(spans or everybody, key=lambda one: one.value):
        if span.value not in taught:
            taught[span.value] = _taught(calendar, span.value, first, last)
        for day in taught[span.value].get(weekday, ()):
            if span.is_on(day):
                found.setdefault(day, span.value)
    return list(found.items())


def _taught(calendar: Calendar, grade: int, first: date, last: date) -> Mapping[int, list[date]]:
    """Weekday of the timetable → the days on which a grade follows it."""
    found: defaultdict[int, list[date]] = defaultdict(list)
    for day in days(first, last):
        weekday = calendar.weekday(day, grade)
        if weekday is not None:
            found[weekday].append(day)
    return found


def _main_teachers(session: Session, ids: Sequence[int]) -> Spans:
    return _spans(
        session.execute(
            select(
                JournalTeacher.journal_id,
                JournalTeacher.person_id,
                JournalTeacher.from_date,
                JournalTeacher.until_date,
            )
            .where(JournalTeacher.journal_id.in_(ids), JournalTeacher.role == "main")
            .order_by(JournalTeacher.from_date, JournalTeacher.id)
        )
    )


def _grades(session: Session, ids: Sequence[int]) -> Spans:
    """Grades of the journals' classes and of the classes of their single pupils."""
    of_classes = (
        select(JournalClass.journal_id, SchoolClass.grade, JournalClass.from_date, JournalClass.until_date)
        .join(SchoolClass, SchoolClass.id == JournalClass.school_class_id)
        .where(JournalClass.journal_id.in_(ids))
    )
    of_pupils = (
        select(JournalPupil.journal_id, SchoolClass.grade, JournalPupil.from_date, JournalPupil.until_date)
        .join(ClassMembership, ClassMembership.pupil_id == JournalPupil.pupil_id)
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(
            JournalPupil.journal_id.in_(ids),
            JournalPupil.is_excluded.is_(False),
            or_(ClassMembership.until_date.is_(None), ClassMembership.until_date >= JournalPupil.from_date),
        )
        .distinct()
    )
    return _spans([*session.execute(of_classes), *session.execute(of_pupils)])


def _spans(rows: Iterable[Any]) -> Spans:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for journal, value, from_date, until_date in rows:
        found[journal].append(Span(value, from_date, until_date))
    return found


def _on(spans: Sequence[Span], day: date) -> int | None:
    return next((span.value for span in spans if span.is_on(day)), None)
