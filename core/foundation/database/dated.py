"""Dated facts that follow one another: overlaps are refused here and nowhere else."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core.foundation.database.bases import Dated
from core.foundation.errors import Invalid, Problem

OVERLAPS = _l("These days overlap days that are entered already. Nothing was changed.")
TURNED = _l("The last day is before the first.")
LATER = _l("Something of this begins after that day. Change that first; nothing was changed now.")
_ONE_DAY = timedelta(days=1)


def share_a_day(first: date, last: date | None, other_first: date, other_last: date | None) -> bool:
    """Two periods, both ends included and open where nothing, have at least one day in common."""
    return (other_last is None or first <= other_last) and (last is None or other_first <= last)


def refuse_turned(from_date: date, until_date: date | None) -> None:
    """Raises Invalid where the last day is before the first."""
    if until_date is not None and until_date < from_date:
        raise Invalid(TURNED, [Problem("until_date", TURNED)])


def refuse_outside(from_date: date, until_date: date | None, first: date, last: date, message: Any) -> None:
    """Raises Invalid where a period leaves the days from `first` to `last`; an open end is not asked about."""
    places = [
        place
        for place, day in (("from_date", from_date), ("until_date", until_date))
        if day is not None and not first <= day <= last
    ]
    if places:
        raise Invalid(message, [Problem(place, message) for place in places])


def refuse_overlap(
    session: Session,
    model: type[Any],
    from_date: date,
    until_date: date | None,
    *same: ColumnElement[bool],
    but: int | None = None,
    message: Any = OVERLAPS,
) -> None:
    """Raises Invalid where a row of the model for which `same` holds is valid on one of the days already.

    `but` is the id of the row that is being changed. Days in the wrong order are refused too.
    """
    refuse_turned(from_date, until_date)
    session.flush()
    overlapping = select(model.id).where(*same, model.within(from_date, until_date), model.id != (but or 0)).limit(1)
    if session.scalar(overlapping) is not None:
        raise Invalid(message, [Problem("from_date", message)])


def end_before(rows: Sequence[Dated], day: date) -> None:
    """Facts that another takes over from a day on end on the day before. Raises Invalid for one that begins later."""
    for row in rows:
        if row.from_date >= day:
            raise Invalid(OVERLAPS, [Problem("from_date", OVERLAPS)])
        row.until_date = day - _ONE_DAY


def end_on(rows: Sequence[Dated], last_day: date) -> None:
    """Facts last until a day at most; those that ended earlier stay so. Raises Invalid for one that begins later."""
    for row in rows:
        if row.from_date > last_day:
            raise Invalid(LATER, [Problem("until_date", LATER)])
        if row.until_date is None or row.until_date > last_day:
            row.until_date = last_day
