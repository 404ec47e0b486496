"""What may be asked about jobs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.jobs.models import ENDED, FAILED, RUNNING, UNENDED, WAITING, JobRecord

_SOON = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class JobsPage:
    """Some of the jobs, newest first."""

    jobs: Sequence[JobRecord]
    total: int


def jobs_newest_first(session: Session, state: str, start: int, most: int) -> JobsPage:
    """One page of the jobs, in one state or in any."""
    condition: ColumnElement[bool] = JobRecord.state == state if state else true()
    jobs = session.scalars(
        select(JobRecord).where(condition).order_by(JobRecord.created.desc(), JobRecord.id).offset(start).limit(most)
    ).all()
    return JobsPage(jobs, session.scalar(select(func.count()).select_from(JobRecord).where(condition)) or 0)


def troubled(session: Session, lost: Sequence[str]) -> list[JobRecord]:
    """Jobs that somebody should look at: begun by a lost worker, failed, or waiting though they were due long ago."""
    return list(
        session.scalars(
            select(JobRecord)
            .where(
                or_(
                    and_(JobRecord.state == RUNNING, JobRecord.worker.in_(lost)),
                    JobRecord.state == FAILED,
                    and_(JobRecord.state == WAITING, JobRecord.due < clock.now() - _SOON),
                )
            )
            .order_by(JobRecord.created)
        )
    )


def under_way(session: Session, job_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of these jobs that wait or are being done. One statement."""
    found = select(JobRecord.id).where(JobRecord.id.in_(job_ids), JobRecord.state.in_(UNENDED))
    return frozenset(session.scalars(found))


def ended_before(moment: datetime) -> ColumnElement[bool]:
    """The SQL condition: the job ended, and that was before."""
    return and_(JobRecord.state.in_(ENDED), JobRecord.ended < moment)
