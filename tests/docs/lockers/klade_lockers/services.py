"""What may be done with lockers: the only place that writes them."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.errors import Invalid, NotFound, Problem
from core.foundation.forms import NOT_SAVED
from klade_lockers.models import Locker


def hand_out(session: Session, number: int, pupil_id: int, total: int) -> Locker:
    """Give the locker with that number to a pupil. Raises Invalid where there is none or it is taken."""
    if number > total:
        raise Invalid(NOT_SAVED, [Problem("number", _l("The school has lockers 1 to %(total)s.", total=total))])
    locker = session.scalars(select(Locker).where(Locker.number == number)).one_or_none() or Locker(number=number)
    if locker.pupil_id is not None:
        raise Invalid(NOT_SAVED, [Problem("number", _l("Locker %(number)s is taken.", number=number))])
    locker.pupil_id = pupil_id
    session.add(locker)
    return locker


def take_back(session: Session, locker_id: int) -> Locker:
    """The locker is free again. Raises NotFound."""
    locker = session.get(Locker, locker_id)
    if locker is None:
        raise NotFound(_l("There is no such locker."))
    locker.pupil_id = None
    return locker
