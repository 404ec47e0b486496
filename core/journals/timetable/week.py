"""The week of a class, a teacher or a room laid out: days side by side, lesson numbers from the top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from core.journals.timetable.queries import Entry
from core.schools.calendar import Calendar, DayKind, Hours, is_of_weeks
from core.schools.models import Break, DayOverride
from core.schools.words import as_weekday, titled

USUAL = range(1, 9)
"""Lesson numbers that a week shows even where they are empty."""


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of the week with its lessons by number."""

    day: date
    weekday: int
    """Whose timetable it shows; the day's own where it is free."""
    note: str
    is_free: bool
    is_today: bool
    lessons: Mapping[int, Sequence["Shown"]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A lesson in the week's picture; `is_other_week` where it is held in the next or last week instead."""

    entry: Entry
    is_other_week: bool


@dataclass(frozen=True, slots=True)
class Week:
    """What the page draws."""

    number: int
    monday: date
    days: Sequence[WeekDay]
    numbers: Sequence[int]
    hours: Mapping[int, Hours]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def is_empty(self) -> bool:
        return not any(day.lessons for day in self.days)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def lay_out(calendar: Calendar, entries: Sequence[Entry], monday: date, grade: int | None, today: date) -> Week:
    """Lay a week out for a grade; without one, for teachers and rooms, a day is free where every grade is."""
    days = []
    for offset in range(6):
        day = _day(calendar, entries, monday + timedelta(days=offset), grade, today)
        if offset < 5 or day.lessons:
            days.append(day)
    used = {number for day in days for number in day.lessons} | set(USUAL)
    numbers = range(min(used), max(used) + 1)
    taught = next((day.day for day in days if not day.is_free), monday)
    return Week(monday.isocalendar().week, monday, days, numbers, calendar.bells(taught, grade or 1))


def _day(calendar: Calendar, entries: Sequence[Entry], day: date, grade: int | None, today: date) -> WeekDay:
    lived = [calendar.day(day, one) for one in ([grade] if grade is not None else range(1, 13))]
    taught = next((one for one in lived if one.weekday is not None), None)
    weekday = (taught.weekday if taught else None) or day.isoweekday()
    lessons: dict[int, list[Shown]] = {}
    for entry in entries:
        if entry.weekday == weekday and entry.is_on(day):
            lessons.setdefault(entry.number, []).append(Shown(entry, not is_of_weeks(day, entry.weeks)))
    return WeekDay(
        day=day,
        weekday=weekday,
        note=_note((taught or lived[0]).cause, weekday, day, (taught or lived[0]).kind),
        is_free=taught is None,
        is_today=day == today,
        lessons=lessons,
    )


def _note(cause: DayOverride | Break | None, weekday: int, day: date, kind: DayKind) -> str:
    if weekday != day.isoweekday():
        return as_weekday(weekday)
    if cause is not None and kind != DayKind.WEEKEND:
        return titled(cause)
    return str(_("no lessons")) if kind == DayKind.OUTSIDE else ""
