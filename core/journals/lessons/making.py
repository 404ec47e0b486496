"""Lessons made from the timetable: which lessons an entry asks for on which days, and bringing the journal in step."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.history.record import RowUpdate, delete_rows, insert_rows, update_rows
from core.journals.assessment.models import Assessment
from core.journals.attendance.models import Absence
from core.journals.lessons.asked import asked_lessons
from core.journals.lessons.models import Lesson, LessonContent, RollCall
from core.journals.register.revisions import move_revisions
from core.journals.timetable.models import TimetableEntry
from core.schools.calendar import Calendar, read_calendar
from core.schools.models import SchoolYear

# What the timetable says of a lesson; the rest of it is the teacher's.
_PLANNED = ("number", "starts", "ends", "room_id", "taught_by_id")
_COUNTING = ("planned", "held")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class KeptLesson:
    """A lesson that the timetable no longer asks for and that holds what somebody recorded."""

    id: int
    journal_id: int
    day: date
    number: int | None


@dataclass(frozen=True, slots=True)
class Made:
    """How many lessons were added, brought in step and removed; which were left because they hold records."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    kept: tuple[KeptLesson, ...] = ()

    def __add__(self, other: "Made") -> "Made":
        return Made(
            self.added + other.added, self.changed + other.changed, self.removed + other.removed, self.kept + other.kept
        )


@dataclass
class _Plan:
    """What is to be written, gathered over all journals."""

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[RowUpdate] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    kept: list[KeptLesson] = field(default_factory=list)
    journals: set[int] = field(default_factory=set)
    """Those whose columns change."""


def make_lessons(session: Session, journal_ids: Collection[int], first: date, last: date) -> Made:
    """Bring the planned lessons of these journals from `first` to `last` in step with timetable and calendar.

    Lessons are added, changed and removed until they are what the entries ask for; doing it again changes nothing.
    A lesson that was held, cancelled or moved, or holds content, a roll call, an absence or an assessment, is never
    removed: where the timetable no longer asks for it, it is named in `kept`. Times, room and teacher still follow the
    timetable where only a topic or an assessment was written ahead of the day.
    """
    session.flush()
    plan = _Plan()
    for year in session.scalars(select(SchoolYear).where(SchoolYear.from_date <= last, SchoolYear.until_date >= first)):
        calendar = read_calendar(session, year)
        for some in _in_parts(sorted(journal_ids)):
            _plan(session, calendar, some, max(first, year.from_date), min(last, year.until_date), plan)
    delete_rows(session, Lesson, plan.removed)
    update_rows(session, Lesson, plan.changed)
    insert_rows(session, Lesson, plan.new)
    for some in _in_parts(sorted(plan.journals)):
        move_revisions(session, some)
    return Made(len(plan.new), len(plan.changed), len(plan.removed), tuple(plan.kept))


def make_lessons_of_all(session: Session, first: date, last: date) -> Made:
    """`make_lessons` of every journal that the timetable names: after a change of the calendar or of the bells."""
    return make_lessons(session, session.scalars(select(TimetableEntry.journal_id).distinct()).all(), first, last)


def _plan(session: Session, calendar: Calendar, ids: Sequence[int], first: date, last: date, plan: _Plan) -> None:
    asked = dict(asked_lessons(session, calendar, ids, first, last))
    there = session.execute(_lessons(ids, first, last)).all()
    happened = set(session.scalars(_happened(ids, first, last)))
    written = set(session.scalars(_written(ids, first, last)))
    today = clock.today()
    standing = set()
    for row in there:
        values = asked.pop((row.timetable_entry_id, row.day), None) if row.timetable_entry_id is not None else None
        is_settled = row.state != "planned" or row.id in happened or (row.id in written and row.day <= today)
        if row.timetable_entry_id is None or is_settled or (values is None and row.id in written):
            standing.add((row.journal_id, row.day, row.number))
            if values is None and row.timetable_entry_id is not None and row.state in _COUNTING:
                plan.kept.append(KeptLesson(row.id, row.journal_id, row.day, row.number))
        elif values is None:
            plan.removed.append(row.id)
            plan.journals.add(row.journal_id)
        else:
            old = {name: getattr(row, name) for name in _PLANNED}
            new = {name: values[name] for name in _PLANNED}
            if new != old:
                plan.changed.append(RowUpdate(row.id, row.version, old, new))
                plan.journals.add(row.journal_id)
    for values in asked.values():
        if (values["journal_id"], values["day"], values["number"]) not in standing:
            plan.new.append(values)
            plan.journals.add(values["journal_id"])


def _among(ids: Sequence[int], first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return Lesson.journal_id.in_(ids), Lesson.day.between(first, last)


def _lessons(ids: Sequence[int], first: date, last: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Lesson.id,
            Lesson.version,
            Lesson.journal_id,
            Lesson.day,
            Lesson.number,
            Lesson.starts,
            Lesson.ends,
            Lesson.state,
            Lesson.room_id,
            Lesson.taught_by_id,
            Lesson.timetable_entry_id,
        )
        .where(*_among(ids, first, last))
        .order_by(Lesson.day, Lesson.number, Lesson.id)
    )


def _happened(ids: Sequence[int], first: date, last: date) -> Select[int]:
    """Lessons whose pupils were looked at, were it taken back since."""
    return select(Lesson.id).where(
        *_among(ids, first, last),
        or_(exists().where(RollCall.lesson_id == Lesson.id), exists().where(Absence.lesson_id == Lesson.id)),
    )


def _written(ids: Sequence[int], first: date, last: date) -> Select[int]:
    """Lessons about which somebody wrote, perhaps ahead of the day."""
    return select(Lesson.id).where(
        *_among(ids, first, last),
        or_(
            exists().where(LessonContent.lesson_id == Lesson.id),
            exists().where(Assessment.lesson_id == Lesson.id),
        ),
    )


def _in_parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
