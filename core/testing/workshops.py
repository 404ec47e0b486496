"""Jobs in tests: asked for in somebody's name, and done here and now as a worker would do them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask

    from core.foundation.jobs.models import JobRecord
    from core.foundation.jobs.running import JobRunner
    from core.foundation.jobs.sweeping import Sweep
    from core.people.models import Person
    from core.testing.applications import SignInDesk
    from core.testing.schools import BuiltSchool
    from core.values.jobs import Job


@dataclass
class Workshop:
    """The jobs of a test's school, and a worker that does them when the test says so."""

    app: Flask
    school: BuiltSchool
    desk: SignInDesk

    def brings(self, *jobs: Job, owner: str = "core") -> None:
        """From here on there are these kinds of jobs and no other; `owner` is the plugin that brings them."""
        from core.foundation.jobs.book import JobBook
        from core.foundation.plugins import Owned
        from core.foundation.runtime import klade

        klade(self.app).jobs = JobBook([Owned(owner, job) for job in jobs])

    def ask(self, key: str, person: Person | None = None, **arguments: Any) -> UUID:
        """Ask for a job in the name of a person, who has an account from here on; else in nobody's."""
        from core.foundation.database import Author
        from core.foundation.jobs import enqueue

        author = Author(None, "klade test")
        if person is not None:
            self.desk.account_of(person)
            author = Author(person.id, person.full_name)
        return self.school.database.write(
            self.school.ref, author, lambda session: enqueue(session, key, **arguments), kind="test.asked"
        )

    def do(self) -> list[UUID]:
        """Do what can be done now; the jobs that were begun."""
        found = [one.sent for one in self.sweep.unended(self.school.ref) if one.is_due]
        for sent in found:
            self.runner.do(sent.school_id, sent.job_id, sent.number)
        return [sent.job_id for sent in found]

    def record(self, job_id: UUID) -> JobRecord:
        """The job's row as it is now."""
        from core.foundation.jobs.models import JobRecord

        with self.school.read() as session:
            return session.get_one(JobRecord, job_id)

    def records(self) -> list[JobRecord]:
        """All jobs of the school, in the order in which they were asked for."""
        from sqlalchemy import select

        from core.foundation.jobs.models import JobRecord

        with self.school.read() as session:
            return list(session.scalars(select(JobRecord).order_by(JobRecord.created)))

    @property
    def sweep(self) -> Sweep:
        from core.foundation.jobs.sweeping import Sweep
        from core.foundation.runtime import klade

        return Sweep(self.school.database, klade(self.app).jobs)

    @property
    def runner(self) -> JobRunner:
        from core.foundation.jobs.running import JobRunner

        return JobRunner(self.app, "main")


@pytest.fixture
def workshop(app: Flask, school: BuiltSchool, desk: SignInDesk) -> Workshop:
    """Jobs of the test's school: `workshop.ask("…", person)`, `workshop.do()`, `workshop.record(job_id)`."""
    return Workshop(app, school, desk)
