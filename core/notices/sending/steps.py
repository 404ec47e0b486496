"""What becomes of a delivery, each step as one transaction: begun, sent, put off, failed."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.notices.hours import Hours
from core.notices.models import FAILED, SENDING, SENT, WAITING, Delivery
from core.notices.sending.due import is_due

GIVEN_UP_AFTER = timedelta(days=3)
_WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))


def begin(session: Session, delivery_id: int, job_id: UUID, now: datetime) -> Delivery | None:
    """From here on it is being handed over; nothing where somebody else does that, or it is not due any more."""
    delivery = session.get(Delivery, delivery_id)
    if delivery is None or not _is_due(session, delivery, job_id, now):
        return None
    if delivery.state == SENDING:
        delivery.is_repeated = True
    delivery.state, delivery.begun_at, delivery.job_id = SENDING, now, job_id
    return delivery


def _is_due(session: Session, delivery: Delivery, job_id: UUID, now: datetime) -> bool:
    return session.scalar(select(Delivery.id).where(Delivery.id == delivery.id, is_due(now, job_id))) is not None


def sent(session: Session, delivery_id: int, now: datetime, note: str | None) -> None:
    """The other end took it. `note` says what it went without."""
    delivery = session.get_one(Delivery, delivery_id)
    delivery.state, delivery.ended_at, delivery.problem = SENT, now, note
    delivery.tries += 1


def failed(session: Session, delivery_id: int, now: datetime, problem: str, *, was_answered: bool) -> None:
    """It is not tried again by itself."""
    delivery = session.get_one(Delivery, delivery_id)
    delivery.state, delivery.ended_at, delivery.problem = FAILED, now, problem
    delivery.tries += was_answered


def put_off(delivery: Delivery, hours: Hours, now: datetime, problem: str, *, may_have_arrived: bool = False) -> None:
    """The other end is away: it waits, longer each time and never into quiet hours; after three days it has failed."""
    delivery.is_repeated = delivery.is_repeated or may_have_arrived
    delivery.problem = problem
    if now - delivery.created >= GIVEN_UP_AFTER:
        delivery.state, delivery.ended_at = FAILED, now
        delivery.problem = _("Given up after three days. %(problem)s", problem=problem)
        return
    wait = _WAITS[min(delivery.delays, len(_WAITS) - 1)]
    delivery.state, delivery.due = WAITING, hours.allowed_from(now + wait)
    delivery.delays += 1


def without_address(said: Any, address: str) -> str:
    """What the other end said; the address that it may repeat is not kept."""
    return re.sub(re.escape(address), "…", str(said), flags=re.IGNORECASE)
