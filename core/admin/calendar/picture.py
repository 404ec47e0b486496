"""The school year as people see it: months with their days, for grades that share a calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.foundation.text import month_name
from core.schools.calendar import GRADES, Calendar, Day, DayKind, days, holds_for
from core.schools.models import Break, DayOverride, Term
from core.schools.words import as_weekday, titled


@dataclass(frozen=True, slots=True)
class GradeGroup:
    """Grades next to one another whose year is the same."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Square:
    """A day in the picture."""

    number: int
    kind: str
    said: str
    """What the day is, where it is more than a teaching day."""
    is_today: bool
    override_id: int | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the picture; weeks begin on Monday, places outside the month are nothing."""

    title: str
    year: int
    weeks: Sequence[Sequence[Square | None]]


@dataclass(frozen=True, slots=True)
class TermCount:
    """A term of the grades and how many days of it are taught."""

    term: Term
    days: int


def grade_groups(calendar: Calendar) -> list[GradeGroup]:
    """All grades, gathered where neighbours share terms, breaks and decided days."""
    groups: list[GradeGroup] = []
    before: object = None
    for grade in GRADES:
        facts: list[Term | Break | DayOverride] = [*calendar.terms, *calendar.breaks, *calendar.overrides]
        shape = [_shape(one) for one in facts if holds_for(one, grade)]
        if groups and shape == before:
            groups[-1] = GradeGroup(groups[-1].first, grade)
        else:
            groups.append(GradeGroup(grade, grade))
        before = shape
    return groups


def _shape(fact: Term | Break | DayOverride) -> tuple[Any, ...]:
    if isinstance(fact, DayOverride):
        return fact.day, fact.kind, fact.runs_as, fact.bell_schedule_id
    return type(fact), fact.from_date, fact.until_date


def months(calendar: Calendar, grade: int, today: date) -> list[Month]:
    """The months from the year's first day to its last."""
    found = []
    first = calendar.year.from_date.replace(day=1)
    while first <= calendar.year.until_date:
        following = (first + timedelta(days=32)).replace(day=1)
        squares: list[Square | None] = [None] * (first.isoweekday() - 1)
        squares += [_square(calendar.day(day, grade), today) for day in days(first, following - timedelta(days=1))]
        squares += [None] * (-len(squares) % 7)
        weeks = [squares[start : start + 7] for start in range(0, len(squares), 7)]
        found.append(Month(month_name(first.month), first.year, weeks))
        first = following
    return found


def taught_days(calendar: Calendar, grade: int) -> list[TermCount]:
    """Each term of the grade with the number of its teaching days."""
    return [
        TermCount(term, sum(calendar.weekday(day, grade) is not None for day in days(term.from_date, term.until_date)))
        for term in calendar.terms
        if holds_for(term, grade)
    ]


def _square(day: Day, today: date) -> Square:
    override = day.cause if isinstance(day.cause, DayOverride) else None
    kind = day.kind
    if kind == DayKind.WEEKEND and isinstance(day.cause, Break):
        kind = DayKind.BREAK
    return Square(day.day.day, kind.value, _said(day), day.day == today, override.id if override else None)


def _said(day: Day) -> str:
    if day.kind == DayKind.UNLIKE and isinstance(day.cause, DayOverride):
        title = titled(day.cause)
        if day.cause.runs_as:
            return f"{title}: {as_weekday(day.cause.runs_as)}"
        return title
    if day.cause is not None and day.kind != DayKind.WEEKEND:
        return titled(day.cause)
    return ""
