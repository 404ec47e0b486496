"""What a journal is, and which part of its year is looked at."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.errors import NotFound
from core.foundation.text import DEFAULT_LANGUAGE, language
from core.journals.grid import statements

YEAR = "year"

_COLUMN = re.compile(r"([la])(\d{1,15})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Head:
    """A journal as its page names it."""

    id: int
    title: str
    subject: str | None
    usual_scheme: str | None
    """The scheme of new assessments, and the one whose marks make the average."""
    school_year_id: int
    first: date
    last: date
    grade: int
    revision: int


@dataclass(frozen=True, slots=True)
class Period:
    """A term, or the whole year."""

    key: str
    title: str
    first: date
    last: date


def head_of(session: Session, journal_id: int) -> Head:
    """Raises NotFound."""
    row = session.connection().execute(statements.head, {"journal": journal_id}).first()
    if row is None:
        raise NotFound(_l("There is no such journal."))
    title, subject, scheme, year, first, last, grade, revision = row
    return Head(journal_id, title, subject, scheme, year, first, last, grade or 1, revision)


def periods_of(session: Session, head: Head) -> list[Period]:
    """The terms of the journal's grade, then the year."""
    terms = _titled(session, statements.terms, head, language())
    return [*terms, Period(YEAR, _("Year"), head.first, head.last)]


def period_of(session: Session, head: Head, key: str | None) -> Period:
    """The period asked for, where only its days matter."""
    terms = _titled(session, statements.terms, head, DEFAULT_LANGUAGE)
    return chosen([*terms, Period(YEAR, "", head.first, head.last)], key)


def breaks_of(session: Session, head: Head) -> list[Period]:
    return _titled(session, statements.breaks, head, language())


def _titled(session: Session, statement: Any, head: Head, lang: str) -> list[Period]:
    rows = session.connection().execute(statement, {"year": head.school_year_id, "grade": head.grade})
    return [Period(key, lv if lang == "lv" else en, first, last) for key, lv, en, first, last in rows]


def chosen(periods: list[Period], key: str | None, day: date | None = None) -> Period:
    """The period asked for; else the term of the day, by default today, the one before it, or the first."""
    for period in periods:
        if period.key == key:
            return period
    begun = [period for period in periods[:-1] if period.first <= (day or clock.today())]
    return begun[-1] if begun else periods[0]


def day_of_column(session: Session, journal_id: int, column: str | None) -> date | None:
    """The day of a column named `l12` or `a5`; nothing where the journal has none such."""
    found = _COLUMN.fullmatch(column or "")
    if found is None:
        return None
    statement = statements.lesson_day if found[1] == "l" else statements.work_day
    day: date | None = session.connection().scalar(statement, {"journal": journal_id, "column": int(found[2])})
    return day
