"""Setting up a school year: its days, terms, breaks and the days unlike their calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.database.dated import refuse_outside, refuse_turned, share_a_day
from core.foundation.errors import Invalid, NotFound, Problem
from core.foundation.forms import NOT_SAVED
from core.schools.calendar import FREE, Graded
from core.schools.models import BellSchedule, Break, DayOverride, SchoolYear, Term

OUTSIDE = _l("This day is outside the school year.")
_GONE = _l("This was removed meanwhile.")


@dataclass(frozen=True, slots=True)
class DaysTouched:
    """From which to which day the calendar may be otherwise now."""

    first: date
    last: date


def save_year(session: Session, year_id: int, values: Mapping[str, Any]) -> DaysTouched:
    """Move the ends of a school year; its terms and breaks must stay inside."""
    year = session.get_one(SchoolYear, year_id)
    first, last = values["from_date"], values["until_date"]
    refuse_turned(first, last)
    inside: list[Term | Break] = [*_of_year(session, Term, year), *_of_year(session, Break, year)]
    for inner in inside:
        if not (first <= inner.from_date and inner.until_date <= last):
            message = _l("A term or break would be left outside the school year. Change it first.")
            raise Invalid(NOT_SAVED, [Problem("from_date" if inner.from_date < first else "until_date", message)])
    touched = DaysTouched(min(first, year.from_date), max(last, year.until_date))
    year.from_date, year.until_date = first, last
    return touched


def save_term(session: Session, year_id: int, values: Mapping[str, Any], term_id: int | None = None) -> DaysTouched:
    """Add a term of a range of grades, or change one. Terms of a grade may not overlap."""
    year = session.get_one(SchoolYear, year_id)
    _check_period(session, Term, year, values, term_id, _l("Another term of these grades has some of these days."))
    number = values["number"]
    titles = {"key": f"s{number}", "title_lv": f"{number}. semestris", "title_en": f"Semester {number}"}
    return _saved(session, Term, year, dict(values) | titles, term_id)


def save_break(session: Session, year_id: int, values: Mapping[str, Any], break_id: int | None = None) -> DaysTouched:
    """Add a break of a range of grades, or change one. Breaks of a grade may not overlap."""
    year = session.get_one(SchoolYear, year_id)
    _check_period(session, Break, year, values, break_id, _l("Another break of these grades has some of these days."))
    return _saved(session, Break, year, {"key": "other"} | dict(values), break_id)


def save_override(
    session: Session, year_id: int, values: Mapping[str, Any], override_id: int | None = None
) -> DaysTouched:
    """Decide for one day, or change what was decided. A grade's day is decided once."""
    year = session.get_one(SchoolYear, year_id)
    day = values["day"]
    if not year.from_date <= day <= year.until_date:
        raise Invalid(NOT_SAVED, [Problem("day", OUTSIDE)])
    others = session.scalars(select(DayOverride).where(DayOverride.day == day, DayOverride.id != (override_id or 0)))
    if any(_share_grades(values, other) for other in others):
        raise Invalid(NOT_SAVED, [Problem("day", _l("For these grades this day is decided already. Change that one."))])
    given = dict(values)
    if given["kind"] == FREE:
        given |= {"runs_as": None, "bell_schedule_id": None}
    elif given["bell_schedule_id"] is not None and session.get(BellSchedule, given["bell_schedule_id"]) is None:
        raise Invalid(NOT_SAVED, [Problem("bell_schedule_id", _l("Choose from the list."))])
    if override_id is None:
        session.add(DayOverride(**given))
        return DaysTouched(day, day)
    row = _row(session, DayOverride, override_id)
    touched = DaysTouched(min(day, row.day), max(day, row.day))
    _set(row, given)
    return touched


def remove_term(session: Session, term_id: int) -> DaysTouched:
    return _removed(session, _row(session, Term, term_id))


def remove_break(session: Session, break_id: int) -> DaysTouched:
    return _removed(session, _row(session, Break, break_id))


def remove_override(session: Session, override_id: int) -> DaysTouched:
    """The day is again what its calendar says."""
    row = _row(session, DayOverride, override_id)
    session.delete(row)
    return DaysTouched(row.day, row.day)


P = TypeVar("P", Term, Break)
Row = TypeVar("Row", Term, Break, DayOverride)


def _row(session: Session, model: type[Row], row_id: int) -> Row:
    row = session.get(model, row_id)
    if row is None:
        raise NotFound(_GONE)
    return row


def _of_year(session: Session, model: type[P], year: SchoolYear) -> list[P]:
    return list(session.scalars(select(model).where(model.school_year_id == year.id)))


def _check_period(
    session: Session, model: type[P], year: SchoolYear, values: Mapping[str, Any], but: int | None, message: Any
) -> None:
    first, last = values["from_date"], values["until_date"]
    refuse_turned(first, last)
    refuse_outside(first, last, year.from_date, year.until_date, OUTSIDE)
    for other in _of_year(session, model, year):
        if (
            other.id != but
            and _share_grades(values, other)
            and share_a_day(first, last, other.from_date, other.until_date)
        ):
            raise Invalid(NOT_SAVED, [Problem("from_date", message)])


def _share_grades(values: Mapping[str, Any], other: Graded) -> bool:
    first, last = values["grade_from"], values["grade_until"]
    return bool(first <= other.grade_until and other.grade_from <= last)


def _saved(
    session: Session, model: type[P], year: SchoolYear, values: Mapping[str, Any], row_id: int | None
) -> DaysTouched:
    first, last = values["from_date"], values["until_date"]
    if row_id is None:
        session.add(model(school_year_id=year.id, **values))
        return DaysTouched(first, last)
    row = _row(session, model, row_id)
    touched = DaysTouched(min(first, row.from_date), max(last, row.until_date))
    _set(row, {name: value for name, value in values.items() if name != "key" or model is Term})
    return touched


def _removed(session: Session, row: Term | Break) -> DaysTouched:
    session.delete(row)
    return DaysTouched(row.from_date, row.until_date)


def _set(row: object, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
