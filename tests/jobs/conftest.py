"""A kind of job that notes what it was told."""

from __future__ import annotations

from typing import Any

import pytest

from core.testing.workshops import Workshop
from core.values.jobs import Job, JobContext, JobResult


@pytest.fixture
def noted() -> list[Any]:
    """What the job `test.note` was told, each time it ran."""
    return []


@pytest.fixture
def note(noted: list[Any], workshop: Workshop) -> Job:
    """A job that only notes its argument; the only kind there is."""

    def run(context: JobContext) -> JobResult:
        noted.append(context.arguments.get("word"))
        return JobResult("Pierakstīts.", "jobs.index")

    job = Job("test.note", "Pierakstīt", run)
    workshop.brings(job)
    return job
