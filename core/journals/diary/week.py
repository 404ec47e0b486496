"""A week of a pupil's diary, and the absences of a time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.runtime import Klade
from core.foundation.text import day_text, language
from core.journals.diary import statements
from core.journals.diary.children import Child
from core.journals.diary.marks import ShownMark, shown_marks
from core.journals.excuses.settings import SECTION
from core.journals.excuses.shown import shown_code

SCHOOL_DAYS = 5


@dataclass(slots=True)
class DiaryLesson:
    """A lesson of the pupil's, as the family sees it."""

    id: int
    number: int | None
    starts: time | None
    ends: time | None
    is_cancelled: bool
    journal_id: int
    subject: str
    room: str | None
    topic: str | None
    homework: str | None
    is_none_set: bool
    due: str
    """Until which day the homework is: `līdz 25.11.`"""
    is_done: bool
    code: str = ""
    """Of an absence: `n`, `ns`, `nc`, `k`, `k15`."""
    works: list[ShownMark] = field(default_factory=list)


@dataclass(slots=True)
class DiaryDay:
    """A day of the week."""

    day: date
    lessons: list[DiaryLesson] = field(default_factory=list)
    works: list[ShownMark] = field(default_factory=list)
    """Those that belong to no lesson of the day."""


@dataclass(frozen=True, slots=True)
class Missed:
    """An absence, as the family sees it."""

    day: date
    number: int | None
    subject: str
    code: str


@dataclass(frozen=True, slots=True)
class MissedDay:
    """The absences of one day."""

    day: date
    missed: list[Missed]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_of(klade: Klade, session: Session, child: Child, monday: date) -> list[DiaryDay]:
    """The days from Monday on, weekends only where something is on them. Three statements."""
    connection = session.connection()
    span = {"pupil": child.id, "first": monday, "last": monday + timedelta(days=6)}
    lessons: dict[int, DiaryLesson] = {}
    until, lang = _("until %(day)s", day="\0"), language()
    days = {monday + timedelta(days=place): DiaryDay(monday + timedelta(days=place)) for place in range(7)}
    for row in connection.execute(statements.lessons, span):
        lesson_id, day, number, starts, ends, state, journal, subject, room, topic, homework, none_set, due, done = row
        if lesson_id not in lessons:
            until_day = until.replace("\0", day_text(due, lang)) if due else ""
            lessons[lesson_id] = DiaryLesson(
                lesson_id, number, starts, ends, state == "cancelled", journal, subject, room, topic, homework,
                bool(none_set), until_day, bool(done),
            )  # fmt: skip
            days[day].lessons.append(lessons[lesson_id])
    if child.sees_attendance:
        for lesson_id, _day, _number, kind, minutes, excused, _subject in _absences(klade, session, span):
            if lesson_id in lessons:
                lessons[lesson_id].code = shown_code(kind, minutes, excused)
    rows = connection.execute(statements.works, span | {"sees_marks": child.sees_marks}).all()
    for work in shown_marks(klade, rows):
        _place(days[work.day], lessons, work)
    return [one for one in days.values() if one.lessons or one.works or one.day.weekday() < SCHOOL_DAYS]


def _place(day: DiaryDay, lessons: dict[int, DiaryLesson], work: ShownMark) -> None:
    """At its lesson; else at the journal's lesson of the day; else at the day."""
    lesson = lessons.get(work.lesson_id) if work.lesson_id is not None else None
    if lesson is None:
        lesson = next((one for one in day.lessons if one.journal_id == work.journal_id), None)
    (day if lesson is None else lesson).works.append(work)


def _absences(klade: Klade, session: Session, span: dict[str, Any]) -> Iterable[Any]:
    settled = clock.now() - timedelta(minutes=klade.settings.values(session, SECTION.key)["grace_minutes"])
    return session.connection().execute(statements.absences, span | {"settled": settled})


def missed_days(klade: Klade, session: Session, child: Child, first: date, last: date) -> list[MissedDay]:
    """The pupil's absences and late arrivals, the latest day first. One statement."""
    found: list[MissedDay] = []
    span = {"pupil": child.id, "first": first, "last": last}
    for _lesson, day, number, kind, minutes, excused, subject in _absences(klade, session, span):
        if not found or found[-1].day != day:
            found.append(MissedDay(day, []))
        found[-1].missed.append(Missed(day, number, subject, shown_code(kind, minutes, excused)))
    return found
