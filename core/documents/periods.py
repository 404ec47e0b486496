"""The periods that documents of a class may tell of: months, terms, the year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.classes.models import SchoolClass
from core.foundation.errors import NotFound
from core.foundation.text import language, month_name
from core.journals.results.kinds import begun, marked_periods
from core.schools.models import SchoolYear, Term

YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a document tells of, ending today where the period itself ends later."""

    key: str
    first: date
    last: date
    title_lv: str
    title_en: str

    def title(self, lang: str | None = None) -> str:
        """`novembris`, `1. semestris`."""
        return self.title_lv if language(lang) == "lv" else self.title_en


def periods(session: Session, school_class: SchoolClass, today: date) -> list[Period]:
    """The months of the class's school year that have begun, the latest first; then its terms and the year."""
    year = session.get_one(SchoolYear, school_class.school_year_id)
    terms = session.scalars(
        select(Term)
        .where(
            Term.school_year_id == year.id,
            Term.grade_from <= school_class.grade,
            Term.grade_until >= school_class.grade,
        )
        .order_by(Term.from_date)
    )
    wholes = [Period(term.key, term.from_date, term.until_date, term.title_lv, term.title_en) for term in terms]
    wholes.append(Period(YEAR, year.from_date, year.until_date, f"{year.title} mācību gads", f"school year {year.key}"))
    found = [*reversed(list(_months(year))), *wholes]
    now = [_until(period, today) for period in found if period.first <= today]
    # Before the year begins its first month is what there is to choose.
    return now or [next(_months(year))]


def card_periods(session: Session, school_class: SchoolClass, today: date) -> list[Period]:
    """The periods of which report cards tell: those that are marked already, the latest first."""
    marked = begun(marked_periods(session, school_class.school_year_id, school_class.grade), today)
    keys = {period.key for period in marked}
    found = [period for period in periods(session, school_class, today) if period.key in keys]
    # Before the year begins there is none; its first semester is then what there is to choose.
    return found[::-1] or [Period(one.key, one.first, one.last, one.title_lv, one.title_en) for one in marked[:1]]


def period_named(found: Sequence[Period], key: str | None) -> Period:
    """The period of that key, without one the first. Raises NotFound."""
    if not key:
        return found[0]
    for period in found:
        if period.key == key:
            return period
    raise NotFound(_("There is no such period in this school year."))


def _months(year: SchoolYear) -> Iterator[Period]:
    day = year.from_date
    while day <= year.until_date:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        last = min(following - timedelta(days=1), year.until_date)
        yield Period(f"{day:%Y-%m}", day, last, month_name(day.month, "lv"), month_name(day.month, "en"))
        day = following


def _until(period: Period, today: date) -> Period:
    return Period(period.key, period.first, min(period.last, today), period.title_lv, period.title_en)
