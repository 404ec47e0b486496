"""Which deliveries are to be handed over now."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from core.foundation.jobs.models import RUNNING, JobRecord
from core.notices.models import SENDING, WAITING, Delivery


def cut_off(job_id: UUID | None) -> ColumnElement[bool]:
    """It was being handed over by a job that lives no more, or by an earlier try of this one."""
    lives = exists().where(JobRecord.id == Delivery.job_id, JobRecord.state == RUNNING)
    return and_(Delivery.state == SENDING, or_(~lives, Delivery.job_id == job_id))


def is_due(now: datetime, job_id: UUID | None = None) -> ColumnElement[bool]:
    """It waits and its time has come, or it was cut off."""
    return or_(and_(Delivery.state == WAITING, Delivery.due <= now), cut_off(job_id))


def due_channels(session: Session, now: datetime, job_id: UUID) -> list[tuple[str, int]]:
    """The channels by which something is due, with how many."""
    counted = select(Delivery.channel_key, func.count()).where(is_due(now, job_id)).group_by(Delivery.channel_key)
    return [(key, count) for key, count in session.execute(counted.order_by(Delivery.channel_key))]


def due_deliveries(session: Session, channel_key: str, now: datetime, job_id: UUID, most: int | None) -> list[Delivery]:
    """What is due by a channel, the oldest first."""
    found = select(Delivery).where(Delivery.channel_key == channel_key, is_due(now, job_id))
    return list(session.scalars(found.order_by(Delivery.due, Delivery.id).limit(most)))
