"""The periods of a school year that are marked, with their days for a grade."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.text import language
from core.journals.results.models import PeriodKind
from core.schools.models import SchoolYear, Term


@dataclass(frozen=True, slots=True)
class MarkedPeriod:
    """A kind of period with the days that it covers."""

    key: str
    title_lv: str
    title_en: str
    first: date
    last: date
    opens: date
    """From this day on it is marked: a semester from its first day, the year with its last semester."""

    def title(self, lang: str | None = None) -> str:
        """`1. semestris`, `Gads`."""
        return self.title_lv if language(lang) == "lv" else self.title_en


def marked_periods(session: Session, school_year_id: int, grade: int) -> list[MarkedPeriod]:
    """The school's periods in their order; one whose semester the grade has not is left out. Three statements."""
    year = session.get_one(SchoolYear, school_year_id)
    terms = {
        term.number: term
        for term in session.scalars(
            select(Term).where(
                Term.school_year_id == school_year_id, Term.grade_from <= grade, Term.grade_until >= grade
            )
        )
    }
    found = []
    for kind in session.scalars(select(PeriodKind).order_by(PeriodKind.position)):
        if kind.term_number is None:
            opens = max((term.from_date for term in terms.values()), default=year.from_date)
            days = (year.from_date, year.until_date, opens)
        elif kind.term_number in terms:
            term = terms[kind.term_number]
            days = (term.from_date, term.until_date, term.from_date)
        else:
            continue
        found.append(MarkedPeriod(kind.key, kind.title_lv, kind.title_en, *days))
    return found


def begun(periods: Sequence[MarkedPeriod], today: date) -> list[MarkedPeriod]:
    """Those that are marked already; before the year begins its first."""
    return [period for period in periods if period.opens <= today] or list(periods[:1])
