"""Working days: by when an answer is due."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from core.schools.calendar import GRADES, Calendar, DayKind, read_calendar
from core.schools.queries import year_on

_OFF = frozenset({DayKind.FREE, DayKind.WEEKEND})


def working_day_after(session: Session, day: date, number: int) -> date:
    """The working day that comes so many working days after a day. Breaks of pupils are working days."""
    year = year_on(session, day)
    calendar = read_calendar(session, year) if year is not None else None
    while number > 0:
        day += timedelta(days=1)
        number -= _is_working(calendar, day)
    return day


def _is_working(calendar: Calendar | None, day: date) -> bool:
    if calendar is None:
        return day.isoweekday() <= 5
    return any(calendar.day(day, grade).kind not in _OFF for grade in GRADES)
