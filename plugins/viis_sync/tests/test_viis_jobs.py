"""A large file is applied by a job: in the name of who pressed the button, once, and not without the right to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from core.foundation import clock
from core.foundation.history.models import Change
from core.foundation.jobs.models import DONE, FAILED, RUNNING, WAITING, JobRecord
from core.imports import pipeline
from core.imports.models import APPLIED, PREVIEWED, Import
from core.people.models import Person, RoleHeld
from core.testing.applications import NAMES
from core.testing.schools import BuiltSchool
from core.testing.workshops import Workshop
from klade_viis_sync.testing import ViisFile


@pytest.fixture
def record_keeper(school: BuiltSchool) -> Person:
    return school.staff(*NAMES["record_keeper"], "record_keeper")


@pytest.fixture
def preview(imports: Any, viis_file: ViisFile, monkeypatch: pytest.MonkeyPatch) -> int:
    """The import of a file that counts as large."""
    monkeypatch.setattr("core.imports.views.LARGE", 10)
    import_id = imports.receive(viis_file.zip())
    assert isinstance(import_id, int)
    return import_id


@pytest.fixture
def asked(preview: int, record_keeper: Person, sign_in: Callable[[Person], FlaskClient]) -> UUID:
    """The job that the button of the page asks for."""
    answer = sign_in(record_keeper).post(f"/pargauja/imports/{preview}/accept")
    assert answer.status_code == 302
    return UUID(answer.headers["Location"].rpartition("/")[2])


def state(school: BuiltSchool, import_id: int) -> str:
    with school.read() as session:
        return session.get_one(Import, import_id).state


def test_it_is_applied_by_the_job_in_the_name_of_who_accepted(
    workshop: Workshop, school: BuiltSchool, preview: int, asked: UUID, record_keeper: Person
) -> None:
    assert (workshop.record(asked).state, state(school, preview)) == (WAITING, PREVIEWED)
    workshop.do()
    record = workshop.record(asked)
    assert (record.state, record.message) == (DONE, "Pieņemtas 15 atšķirības.")
    assert record.result == f'["imports.show",{{"import_id":{preview}}}]'
    assert state(school, preview) == APPLIED
    with school.read() as session:
        change = session.scalars(select(Change).where(Change.kind == pipeline.ACCEPTED)).one()
    assert (change.person_id, change.request_id) == (record_keeper.id, str(asked))


def test_a_try_after_a_crash_past_the_end_applies_nothing_twice(
    workshop: Workshop, school: BuiltSchool, preview: int, asked: UUID
) -> None:
    workshop.do()
    # The worker was killed before it could say that it was done.
    school.write(lambda session: session.execute(update(JobRecord).values(state=RUNNING, ended=None)))
    workshop.do()
    assert workshop.record(asked).state == DONE
    with school.read() as session:
        assert len(session.scalars(select(Change).where(Change.kind == pipeline.ACCEPTED)).all()) == 1


def test_whoever_lost_the_role_meanwhile_changes_nothing(
    workshop: Workshop, school: BuiltSchool, preview: int, asked: UUID
) -> None:
    yesterday = clock.today() - timedelta(days=1)
    school.write(lambda session: setattr(session.scalars(select(RoleHeld)).one(), "until_date", yesterday))
    workshop.do()
    assert (workshop.record(asked).state, state(school, preview)) == (FAILED, PREVIEWED)
