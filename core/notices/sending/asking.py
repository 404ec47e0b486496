"""Asking for the job that sends, when something is due, and for when something will be."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.foundation.jobs import enqueue
from core.foundation.jobs.asking import job_of
from core.foundation.jobs.models import WAITING as JOB_WAITING
from core.foundation.jobs.models import JobRecord
from core.notices.hours import Hours
from core.notices.models import WAITING, Delivery
from core.notices.sending.due import is_due

SEND_KEY = "notices.send"


def ask_if_due(session: Session, hours: Hours, now: datetime) -> None:
    """Let what is due be sent, in the transaction that made it so; in quiet hours, when they are over."""
    session.flush()
    if session.scalar(select(Delivery.id).where(is_due(now)).limit(1)) is not None:
        ask_to_send(session, hours.allowed_from(now))


def ask_for_the_rest(session: Session, hours: Hours, now: datetime) -> None:
    """Let what waits for a later moment be sent then."""
    due = session.scalar(select(func.min(Delivery.due)).where(Delivery.state == WAITING))
    if due is not None:
        ask_to_send(session, hours.allowed_from(max(due, now)))


def ask_to_send(session: Session, due: datetime) -> None:
    """One job that begins then; none where one waits that begins no later."""
    waits = select(JobRecord.id).where(
        JobRecord.key == SEND_KEY, JobRecord.state == JOB_WAITING, JobRecord.due <= due, ~JobRecord.is_cancelled
    )
    if session.scalar(waits.limit(1)) is None:
        job_of(session, enqueue(session, SEND_KEY)).due = due
