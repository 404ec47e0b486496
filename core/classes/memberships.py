"""Who is in which class from when to when; moving from one to another ends only this."""

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership
from core.foundation.database.dated import end_before, end_on, refuse_overlap
from core.foundation.errors import Invalid, NotFound, Problem
from core.people.enrolments import enrolment_on, withdraw
from core.people.models import Enrolment

_IN_A_CLASS_ALREADY = _l("The pupil is in a class on these days already. Nothing was changed.")


def enter_class(
    session: Session, pupil_id: int, school_class_id: int, from_date: date, order_id: int | None = None
) -> ClassMembership:
    """Put an enrolled pupil into a class. Raises Invalid where the pupil is in one, NotFound where not enrolled."""
    enrolment_on(session, pupil_id, from_date)
    of_pupil = ClassMembership.pupil_id == pupil_id
    refuse_overlap(session, ClassMembership, from_date, None, of_pupil, message=_IN_A_CLASS_ALREADY)
    membership = ClassMembership(
        pupil_id=pupil_id, school_class_id=school_class_id, from_date=from_date, order_id=order_id
    )
    session.add(membership)
    session.flush()
    return membership


def move_pupil(
    session: Session, pupil_id: int, school_class_id: int, from_date: date, order_id: int | None = None
) -> ClassMembership:
    """Move a pupil to another class from a day on; enrolment and programme stay as they are.

    Raises Invalid where the pupil is in that class, or in one from a later day on.
    """
    lasting = _lasting(session, pupil_id, from_date)
    if any(membership.school_class_id == school_class_id for membership in lasting):
        message = _l("The pupil is in this class already.")
        raise Invalid(message, [Problem("school_class", message)])
    end_before(lasting, from_date)
    session.flush()
    return enter_class(session, pupil_id, school_class_id, from_date, order_id)


def leave_class(session: Session, pupil_id: int, last_day: date) -> ClassMembership:
    """The membership of the day lasts until that day. Raises NotFound."""
    for membership in _lasting(session, pupil_id, last_day):
        if membership.from_date <= last_day:
            membership.until_date = last_day
            return membership
    raise NotFound(_l("The pupil is in no class on that day."))


def withdraw_pupil(
    session: Session,
    pupil_id: int,
    last_day: date,
    reason: str,
    order_id: int | None = None,
    next_school: str | None = None,
) -> Enrolment:
    """Withdraw a pupil from the school and, with the same last day, from the class (R2.2). Raises Invalid, NotFound."""
    enrolment = withdraw(session, pupil_id, last_day, reason, order_id, next_school)
    end_on(_lasting(session, pupil_id, last_day), last_day)
    return enrolment


def _lasting(session: Session, pupil_id: int, day: date) -> list[ClassMembership]:
    """Memberships of the day and later ones."""
    return list(
        session.scalars(
            select(ClassMembership)
            .where(ClassMembership.pupil_id == pupil_id, ClassMembership.within(day, None))
            .order_by(ClassMembership.from_date)
        )
    )
