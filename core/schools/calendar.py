"""Which days are taught, by grade: terms, breaks, days unlike their calendar, and the bells of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.schools.models import BellSchedule, BellTime, Break, DayOverride, SchoolYear, Term

GRADES = range(1, 13)
NUMBERS = range(16)
"""Lesson numbers that a bell schedule may have."""
FREE, TEACHING = "free", "teaching"

Hours = tuple[time, time]
"""When a lesson starts and ends."""


class DayKind(StrEnum):
    """What a day of the calendar is for a grade."""

    TEACHING = "teaching"
    UNLIKE = "unlike"
    """Taught, but by another weekday's timetable or other bells, or on a day otherwise free."""
    BREAK = "break"
    FREE = "free"
    WEEKEND = "weekend"
    OUTSIDE = "outside"
    """Before, between or after the terms of the grade."""


class Graded(Protocol):
    """What holds for a range of grades."""

    grade_from: int
    grade_until: int


P = TypeVar("P", Term, Break)


def _lying_in(periods: Iterable[P], day: date, grade: int) -> P | None:
    return next((one for one in periods if holds_for(one, grade) and one.from_date <= day <= one.until_date), None)


def holds_for(fact: Graded, grade: int) -> bool:
    return fact.grade_from <= grade <= fact.grade_until


@dataclass(frozen=True, slots=True)
class Day:
    """A day as a grade lives it."""

    day: date
    kind: DayKind
    weekday: int | None
    """ISO weekday whose timetable the day follows; nothing: no lessons."""
    cause: DayOverride | Break | None = None


@dataclass
class Calendar:
    """The calendar of one school year, read once and asked often."""

    year: SchoolYear
    terms: Sequence[Term]
    breaks: Sequence[Break]
    overrides: Sequence[DayOverride]
    schedules: Sequence[BellSchedule]
    times: Mapping[int, Mapping[int, Hours]]
    _bells: dict[tuple[date, int], Mapping[int, Hours]] = field(default_factory=dict)

    @cached_property
    def _unlike(self) -> dict[date, list[DayOverride]]:
        found: dict[date, list[DayOverride]] = {}
        for override in self.overrides:
            found.setdefault(override.day, []).append(override)
        return found

    def override(self, day: date, grade: int) -> DayOverride | None:
        """What was decided for that one day."""
        return next((one for one in self._unlike.get(day, ()) if holds_for(one, grade)), None)

    def day(self, day: date, grade: int) -> Day:
        """What the day is for the grade."""
        override = self.override(day, grade)
        if override is not None:
            if override.kind == FREE:
                return Day(day, DayKind.FREE, None, override)
            return Day(day, DayKind.UNLIKE, override.runs_as or day.isoweekday(), override)
        pause = _lying_in(self.breaks, day, grade)
        if day.isoweekday() > 5:
            return Day(day, DayKind.WEEKEND, None, pause)
        if pause is not None:
            return Day(day, DayKind.BREAK, None, pause)
        if self.term(day, grade) is None:
            return Day(day, DayKind.OUTSIDE, None)
        return Day(day, DayKind.TEACHING, day.isoweekday())

    def term(self, day: date, grade: int) -> Term | None:
        """The term of the grade in which the day lies."""
        return _lying_in(self.terms, day, grade)

    def weekday(self, day: date, grade: int) -> int | None:
        """The ISO weekday whose timetable the grade follows on that day; nothing: it is not taught."""
        return self.day(day, grade).weekday

    def bells(self, day: date, grade: int) -> Mapping[int, Hours]:
        """Lesson number → start and end, for the grade on that day."""
        key = (day, grade)
        if key not in self._bells:
            schedule = self._schedule(day, grade)
            self._bells[key] = self.times.get(schedule, {}) if schedule is not None else {}
        return self._bells[key]

    def _schedule(self, day: date, grade: int) -> int | None:
        """The day's own schedule, else the most particular that holds by itself, else the usual one."""
        override = self.override(day, grade)
        if override is not None and override.bell_schedule_id is not None:
            return override.bell_schedule_id
        weekday = self.weekday(day, grade) or day.isoweekday()
        fitting = [
            one
            for one in self.schedules
            if holds_for(one, grade) and (one.weekdays is None or str(weekday) in one.weekdays) and holds_by_itself(one)
        ]
        best = min(fitting, key=lambda one: (_breadth(one), one.position, one.id), default=None)
        return best.id if best is not None else None


def holds_by_itself(schedule: BellSchedule) -> bool:
    """The schedule is the usual one, or is bound to weekdays or grades; any other waits for a day to name it."""
    return schedule.is_usual or schedule.weekdays is not None or not _is_for_all(schedule)


def _is_for_all(schedule: BellSchedule) -> bool:
    return schedule.grade_from <= GRADES[0] and schedule.grade_until >= GRADES[-1]


def _breadth(schedule: BellSchedule) -> tuple[bool, bool, int]:
    return schedule.is_usual, schedule.weekdays is None, schedule.grade_until - schedule.grade_from


def read_calendar(session: Session, year: SchoolYear) -> Calendar:
    """The calendar of a school year, in five statements."""
    times: dict[int, dict[int, Hours]] = {}
    columns = select(BellTime.bell_schedule_id, BellTime.number, BellTime.starts, BellTime.ends)
    for schedule, number, starts, ends in session.execute(columns.order_by(BellTime.number)):
        times.setdefault(schedule, {})[number] = (starts, ends)
    terms = select(Term).where(Term.school_year_id == year.id)
    return Calendar(
        year=year,
        terms=session.scalars(terms.order_by(Term.from_date, Term.grade_from, Term.id)).all(),
        breaks=session.scalars(select(Break).where(Break.school_year_id == year.id).order_by(Break.from_date)).all(),
        overrides=session.scalars(
            select(DayOverride)
            .where(DayOverride.day.between(year.from_date, year.until_date))
            .order_by(DayOverride.day, DayOverride.id)
        ).all(),
        schedules=session.scalars(select(BellSchedule).order_by(BellSchedule.position, BellSchedule.id)).all(),
        times=times,
    )


def days(first: date, last: date) -> Iterable[date]:
    """Each day from the first to the last, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def is_of_weeks(day: date, weeks: str) -> bool:
    """The day's ISO week is one of `all`, `odd` or `even` weeks."""
    return weeks == "all" or (day.isocalendar().week % 2 == 1) == (weeks == "odd")
