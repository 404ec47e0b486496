"""What is to be started: jobs that wait in a school, what a lost bell or a crash left, and times of schedules."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database import Author, Database, SchoolRef, state_of
from core.foundation.database.state import OPEN
from core.foundation.jobs.asking import send_again
from core.foundation.jobs.book import JobBook
from core.foundation.jobs.context import BOOKKEEPING
from core.foundation.jobs.models import UNENDED, JobRecord, JobSchedule
from core.foundation.text import DEFAULT_LANGUAGE
from core.values.jobs import Lane

SCHEDULER = "Klade"
"""Who asks for scheduled jobs."""

_A_MINUTE = 60
"""So many schools a sweep visits besides those that wait for it: to open a school takes some milliseconds."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One round of a job, as the workers know it."""

    school_id: int
    job_id: UUID
    number: int

    @property
    def workflow(self) -> str:
        """The id of its durable workflow: the row's id, with a number from the second round on."""
        return str(self.job_id) if self.number == 1 else f"{self.job_id}.{self.number}"


@dataclass(frozen=True, slots=True)
class Unended:
    """A job that waits, or that a worker says it is doing."""

    sent: Sent
    lane: Lane
    is_due: bool
    """Not only to be tried again later."""


def last_times(book: JobBook, moment: datetime) -> dict[str, datetime]:
    """By key: when each schedule last came round."""
    from croniter import croniter  # only workers need it

    return {
        job.key: croniter(job.schedule, clock.local(moment)).get_prev(datetime).astimezone(clock.ZONE)
        for job in book.scheduled()
    }


class Sweep:
    """Looks through one school after the other."""

    def __init__(self, database: Database, book: JobBook) -> None:
        self._database = database
        self._book = book

    def unended(self, school: SchoolRef) -> list[Unended]:
        """The jobs of a school that can be done; those of plugins that it has not enabled stay parked.

        None of a school that is shut. Raises Unavailable where it cannot even be read.
        """
        with self._database.read(school) as session:
            return self._unended(session, school)

    def with_schedules(self, school: SchoolRef, times: Mapping[str, datetime]) -> list[Unended]:
        """The same, after the times of schedules that came round were made into jobs."""
        with self._database.read(school) as session:
            enabled = state_of(session).plugins
            wanted = {job.key: times[job.key] for job in self._book.scheduled(enabled)}
            kept = {row.key: row.last for row in session.execute(select(JobSchedule.key, JobSchedule.last))}
            is_open = state_of(session).status == OPEN
            if not is_open or all(key in kept and kept[key] >= time for key, time in wanted.items()):
                return self._unended(session, school)
        self._write(school, lambda session: _ask_for(session, wanted))
        return self.unended(school)

    def revive(self, school: SchoolRef, ended: Collection[Sent]) -> None:
        """Send those again whose workflow is over though their row is not: a worker could not write its end."""

        def work(session: Session) -> None:
            for sent in ended:
                record = session.get(JobRecord, sent.job_id)
                if record is not None and record.state in UNENDED and record.round == sent.number:
                    send_again(record)

        self._write(school, work)

    def _write(self, school: SchoolRef, work: Callable[[Session], None]) -> None:
        self._database.write(school, Author(None, SCHEDULER), work, kind=BOOKKEEPING)

    def _unended(self, session: Session, school: SchoolRef) -> list[Unended]:
        if state_of(session).status != OPEN:
            return []
        rows = session.execute(
            select(JobRecord.id, JobRecord.round, JobRecord.key, JobRecord.due)
            .where(JobRecord.state.in_(UNENDED))
            .order_by(JobRecord.created)
        )
        enabled, now = state_of(session).plugins, clock.now()
        found = []
        for job_id, number, key, due in rows:
            owned = self._book.find(key)
            if owned is not None and self._book.is_enabled(key, enabled):
                found.append(Unended(Sent(school.id, job_id, number), owned.value.lane, due <= now))
        return found


class Turns:
    """Which schools a sweep visits: all where a schedule came round, else those with jobs and some of the others."""

    def __init__(self) -> None:
        self._times: Mapping[str, datetime] | None = None
        self._with_jobs: set[int] = set()
        self._turn = 0

    def next(self, schools: Sequence[SchoolRef], times: Mapping[str, datetime]) -> list[SchoolRef]:
        """The schools of this sweep; all of them at the first one."""
        if times != self._times:
            self._times = times
            return list(schools)
        parts = -(-len(schools) // _A_MINUTE) or 1
        self._turn = (self._turn + 1) % parts
        return [
            school
            for place, school in enumerate(schools)
            if place % parts == self._turn or school.id in self._with_jobs
        ]

    def note(self, school: SchoolRef, *, has_jobs: bool) -> None:
        """What a visit found."""
        (self._with_jobs.add if has_jobs else self._with_jobs.discard)(school.id)


def _ask_for(session: Session, times: Mapping[str, datetime]) -> None:
    """A job for each time that nobody made into one; a schedule seen for the first time only begins to count."""
    now = clock.now()
    for key, time in times.items():
        kept = session.get(JobSchedule, key)
        if kept is None:
            session.add(JobSchedule(key=key, last=time))
        elif kept.last < time:
            kept.last = time
            session.add(
                JobRecord(
                    id=uuid4(),
                    key=key,
                    asked_by=SCHEDULER,
                    language=DEFAULT_LANGUAGE,
                    created=now,
                    due=now,
                )
            )
