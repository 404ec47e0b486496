"""Facts of work: the outbox of each school, and in the directory the bells and the workers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Directory, Moment, School

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"

UNENDED = (WAITING, RUNNING)
ENDED = (DONE, FAILED, CANCELLED)

_BOOKKEEPING = {"unrecorded": "how far work is; what a job changes is recorded where it changes it"}


class JobRecord(School):
    """One job: written in the transaction that asks for it, kept up to date by the worker that does it."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state", "state", "due"), {"info": _BOOKKEEPING})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[str] = mapped_column(Text, default="{}")
    """JSON: ids and choices, never a secret."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who asked; nobody where a schedule did."""
    asked_by: Mapped[str]
    hat: Mapped[str | None] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    created: Mapped[datetime] = mapped_column(Moment, index=True)
    change_id: Mapped[int | None]
    """The change of the transaction that asked, where it left one."""
    due: Mapped[datetime] = mapped_column(Moment)
    """Not before: moved on when an error is to be tried again."""
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    """Somebody asked to stop; the job sees it when it looks."""
    round: Mapped[int] = mapped_column(Integer, default=1)
    """How often it was sent to the workers: each round is one durable workflow."""
    tries: Mapped[int] = mapped_column(Integer, default=0)
    """How often it was begun since it was asked for; whoever holds the newest try may write."""
    worker: Mapped[str | None] = mapped_column(String(60))
    started: Mapped[datetime | None] = mapped_column(Moment)
    ended: Mapped[datetime | None] = mapped_column(Moment)
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    message: Mapped[str | None] = mapped_column(Text)
    """What it came to or why it failed, in the language of who asked."""
    result: Mapped[str | None] = mapped_column(Text)
    """JSON: endpoint and values of the page that shows what came of it."""


class JobSchedule(School):
    """The last time of a schedule that was made into a job: over all workers each time is made once."""

    __tablename__ = "job_schedule"
    __table_args__ = {"info": _BOOKKEEPING}

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    last: Mapped[datetime] = mapped_column(Moment)


class JobBell(Directory):
    """A school in which jobs were asked for; a worker that heard it takes it away."""

    __tablename__ = "job_bell"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), primary_key=True)
    rung: Mapped[int] = mapped_column(Integer, default=1)
    """How often, so that ringing while it is being heard is not lost."""


class Worker(Directory):
    """A worker by its stable name, and when it was last alive."""

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    host: Mapped[str]
    pid: Mapped[int]
    started: Mapped[datetime] = mapped_column(Moment)
    seen: Mapped[datetime] = mapped_column(Moment)
    stopped: Mapped[datetime | None] = mapped_column(Moment)
    """When it ended in good order; nothing for one that runs or was lost."""
