"""Admission and withdrawal, and how a pupil attends meanwhile: dated facts, each by its order."""

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.database.dated import end_before, end_on, refuse_overlap
from core.foundation.errors import Invalid, NotFound, Problem
from core.people.models import Enrolment, EnrolmentStatus, PupilProgramme

ATTENDS = "attends"

_ENROLLED_ALREADY = _l("The pupil is enrolled on these days already. Nothing was changed.")


def enrol(session: Session, pupil_id: int, from_date: date, order_id: int | None = None) -> Enrolment:
    """Admit a person as a pupil. Raises Invalid where the person is enrolled on that day or later."""
    refuse_overlap(session, Enrolment, from_date, None, Enrolment.pupil_id == pupil_id, message=_ENROLLED_ALREADY)
    enrolment = Enrolment(pupil_id=pupil_id, from_date=from_date, admission_order_id=order_id)
    session.add(enrolment)
    session.flush()
    session.add(EnrolmentStatus(enrolment_id=enrolment.id, status=ATTENDS, from_date=from_date))
    session.flush()
    return enrolment


def withdraw(
    session: Session,
    pupil_id: int,
    last_day: date,
    reason: str,
    order_id: int | None = None,
    next_school: str | None = None,
) -> Enrolment:
    """End the enrolment after a last day; status and programme end with it, and nothing before is rewritten.

    Membership of a class ends with `core.classes.memberships.withdraw_pupil`. Raises Invalid, NotFound.
    """
    enrolment = enrolment_on(session, pupil_id, last_day)
    reason = " ".join(reason.split())
    if not reason:
        message = _l("A withdrawal needs its reason.")
        raise Invalid(message, [Problem("reason", message)])
    enrolment.until_date = last_day
    enrolment.withdrawal_order_id = order_id
    enrolment.withdrawal_reason = reason
    enrolment.next_school = next_school
    statuses = select(EnrolmentStatus).where(EnrolmentStatus.enrolment_id == enrolment.id)
    programmes = select(PupilProgramme).where(PupilProgramme.pupil_id == pupil_id)
    end_on(session.scalars(statuses.where(EnrolmentStatus.within(last_day, None))).all(), last_day)
    end_on(session.scalars(programmes.where(PupilProgramme.within(last_day, None))).all(), last_day)
    return enrolment


def set_status(session: Session, enrolment_id: int, status: str, from_date: date) -> EnrolmentStatus:
    """How the pupil attends from a day on. Raises Invalid where a later status is known."""
    lasting = session.scalars(
        select(EnrolmentStatus).where(
            EnrolmentStatus.enrolment_id == enrolment_id, EnrolmentStatus.within(from_date, None)
        )
    ).all()
    end_before(lasting, from_date)
    begun = EnrolmentStatus(enrolment_id=enrolment_id, status=status, from_date=from_date)
    session.add(begun)
    session.flush()
    return begun


def set_programme(
    session: Session, pupil_id: int, programme_id: int, from_date: date, order_id: int | None = None
) -> PupilProgramme:
    """The pupil's education programme from a day on. Raises Invalid where a later one is known."""
    lasting = session.scalars(
        select(PupilProgramme).where(PupilProgramme.pupil_id == pupil_id, PupilProgramme.within(from_date, None))
    ).all()
    end_before(lasting, from_date)
    begun = PupilProgramme(pupil_id=pupil_id, programme_id=programme_id, from_date=from_date, order_id=order_id)
    session.add(begun)
    session.flush()
    return begun


def enrolment_on(session: Session, pupil_id: int, day: date) -> Enrolment:
    """The enrolment of a pupil on a day. Raises NotFound."""
    enrolment = session.scalars(select(Enrolment).where(Enrolment.pupil_id == pupil_id, Enrolment.on(day))).first()
    if enrolment is None:
        raise NotFound(_l("The person is no pupil of the school on that day."))
    return enrolment
