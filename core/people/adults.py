"""Pupils of 18: from when they decide themselves, and whether guardians still see."""

from datetime import date, timedelta
from typing import Any

import orjson
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Integer, and_, cast, exists, extract, not_, or_, select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.errors import Invalid, Problem
from core.foundation.history.record import table_of
from core.foundation.settings import Setting
from core.people.models import AdultDecision, Person

OF_AGE = 18
SECTION = "people"
RULE = "guardians_of_adults"
ASK, END, KEEP = "ask", "end", "keep"
"""The school's rule where the pupil has not decided: ask and close, close, or keep open until an objection."""


def of_age_on(birth_date: date) -> date:
    """The day from which a person is of age; who was born on 29 February is so on 1 March."""
    try:
        return birth_date.replace(year=birth_date.year + OF_AGE)
    except ValueError:
        return date(birth_date.year + OF_AGE, 3, 1)


def is_adult(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The SQL condition: the person is of age on that day; not where the birth date is unknown."""
    return and_(_PERSON.c.birth_date.is_not(None), _counted(day) - _BORN >= OF_AGE * 10_000)


def _counted(day: Any) -> Any:
    """A day as a number whose differences count whole years: 20261123."""
    if isinstance(day, date):
        return day.year * 10_000 + day.month * 100 + day.day
    year, month, of_month = (cast(extract(part, day), Integer) for part in ("year", "month", "day"))
    return year * 10_000 + month * 100 + of_month


_PERSON, _MADE, _SETTING = table_of(Person), table_of(AdultDecision), table_of(Setting)
_BORN = _counted(_PERSON.c.birth_date)
_KEEPS = exists().where(
    _SETTING.c.section == SECTION, _SETTING.c.key == RULE, _SETTING.c.value == orjson.dumps(KEEP).decode()
)


def guardians_still_see(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The SQL condition on a pupil: under age, or of age and open by own decision or by the school's rule."""
    holds = (
        _MADE.c.pupil_id == _PERSON.c.id,
        _MADE.c.from_date <= day,
        or_(_MADE.c.until_date.is_(None), _MADE.c.until_date >= day),
    )
    decided = exists(select(_MADE.c.id).where(*holds).correlate(_PERSON))
    opened = exists(select(_MADE.c.id).where(*holds, _MADE.c.guardians_see).correlate(_PERSON))
    return or_(not_(is_adult(day)), opened, and_(~decided, _KEEPS))


def decide(session: Session, pupil_id: int, *, guardians_see: bool, day: date) -> AdultDecision:
    """The pupil's own decision, from a day on; the one before ends. Raises Invalid for who is not of age."""
    person = session.get_one(Person, pupil_id)
    if person.birth_date is None or of_age_on(person.birth_date) > day:
        message = _l("This can be decided from the day of turning 18.")
        raise Invalid(message, [Problem("guardians_see", message)])
    before = decision_on(session, pupil_id, day)
    if before is not None and before.from_date == day:
        before.guardians_see, before.decided_at = guardians_see, clock.now()
        return before
    if before is not None:
        before.until_date = day - timedelta(days=1)
    made = AdultDecision(pupil_id=pupil_id, guardians_see=guardians_see, decided_at=clock.now(), from_date=day)
    session.add(made)
    return made


def decision_on(session: Session, pupil_id: int, day: date) -> AdultDecision | None:
    """What the pupil decided, as far as it holds on a day."""
    held = select(AdultDecision).where(AdultDecision.pupil_id == pupil_id, AdultDecision.on(day))
    return session.scalars(held.order_by(AdultDecision.id.desc()).limit(1)).first()
