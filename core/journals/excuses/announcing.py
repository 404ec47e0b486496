"""Announcing that a pupil is away, and withdrawing it."""

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database.dated import refuse_turned
from core.foundation.errors import Conflict, Invalid, NotFound, Problem
from core.foundation.forms import NOT_SAVED
from core.journals.excuses.models import Announcement, ExcuseReason
from core.journals.excuses.words import ACCEPTED, WAITING, WITHDRAWN

ANNOUNCED, TAKEN_BACK = "absence.announced", "absence.withdrawn"

LONGEST = timedelta(days=60)
BACK, AHEAD = timedelta(days=30), timedelta(days=120)
"""How far from today an announcement may lie; beyond that it is a slip of the date."""


def announce(
    session: Session,
    pupil_id: int,
    made_by_id: int,
    span: tuple[date, date, int | None, int | None],
    reason_key: str,
    note: str | None,
) -> Announcement:
    """Enter a family's word; it waits for the class teacher. Raises Invalid."""
    from_date, until_date, first, last = span
    _check(from_date, until_date, first, last)
    reason = session.scalars(select(ExcuseReason).where(ExcuseReason.key == reason_key)).first()
    if reason is None or not (reason.is_for_families and reason.is_offered):
        raise Invalid(NOT_SAVED, [Problem("reason", _l("Choose the reason."))])
    _refuse_repeat(session, pupil_id, made_by_id, span)
    made = Announcement(
        pupil_id=pupil_id,
        made_by_id=made_by_id,
        made_at=clock.now(),
        from_date=from_date,
        until_date=until_date,
        first_lesson=first,
        last_lesson=last,
        reason_key=reason.key,
        note=" ".join(note.split()) if note else None,
        state=WAITING,
    )
    session.add(made)
    session.flush()
    return made


def _check(from_date: date, until_date: date, first: int | None, last: int | None) -> None:
    refuse_turned(from_date, until_date)
    if first is not None and last is not None and last < first:
        message = _l("The last lesson is before the first.")
        raise Invalid(NOT_SAVED, [Problem("last_lesson", message)])
    today = clock.today()
    if until_date - from_date > LONGEST or from_date < today - BACK or until_date > today + AHEAD:
        message = _l("Check the days: an announcement lies within the last 30 and the next 120 days.")
        raise Invalid(NOT_SAVED, [Problem("from_date", message)])


def _refuse_repeat(
    session: Session, pupil_id: int, made_by_id: int, span: tuple[date, date, int | None, int | None]
) -> None:
    """The same person announced some of this already. What another guardian announced is not told."""
    from_date, until_date, first, last = span
    mine = session.scalars(
        select(Announcement).where(
            Announcement.pupil_id == pupil_id,
            Announcement.made_by_id == made_by_id,
            Announcement.state.in_((WAITING, ACCEPTED)),
            Announcement.from_date <= until_date,
            Announcement.until_date >= from_date,
        )
    )
    for one in mine:
        apart = (
            one.first_lesson is not None
            and one.last_lesson is not None
            and first is not None
            and last is not None
            and (one.last_lesson < first or last < one.first_lesson)
        )
        if not apart:
            message = _l("You have announced an absence on some of this time already. It is in the list below.")
            raise Invalid(NOT_SAVED, [Problem("when", message)])


def withdraw(session: Session, announcement_id: int) -> Announcement:
    """Take an announcement back, as long as it waits. Raises Conflict."""
    found = waiting(session, announcement_id)
    found.state = WITHDRAWN
    return found


def waiting(session: Session, announcement_id: int) -> Announcement:
    """An announcement that nobody has decided. Raises NotFound and Conflict."""
    found = session.get(Announcement, announcement_id)
    if found is None:
        raise NotFound(_l("There is no such announcement."))
    if found.state != WAITING:
        raise Conflict(_l("This was decided or withdrawn meanwhile. Nothing was changed."))
    return found
