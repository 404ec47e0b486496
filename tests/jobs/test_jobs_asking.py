"""Asking for a job: with the transaction or not at all, heard only after its end."""

from __future__ import annotations

import os
import subprocess
import sys
from uuid import UUID

import orjson
import pytest
from sqlalchemy.orm import Session

from core.foundation import jobs
from core.foundation.database import Database
from core.foundation.errors import Conflict
from core.foundation.history.models import Change
from core.foundation.jobs.bells import answered, heard, ring
from core.foundation.jobs.models import CANCELLED, WAITING
from core.schools.models import Room
from core.testing.installations import Installation
from core.testing.workshops import Workshop

KEY = "test.note"


def bells(database: Database) -> list[int]:
    return [rung for _school, rung in heard(database).values()]


def test_a_job_is_written_with_what_asked_for_it_and_the_bell_rings(workshop: Workshop, database: Database) -> None:
    def work(session: Session) -> UUID:
        session.add(Room(name="301"))
        return jobs.enqueue(session, KEY, room="301", pupils=[1, 2])

    record = workshop.record(workshop.school.write(work, "room.added"))
    assert (record.key, record.state, record.asked_by, record.language) == (KEY, WAITING, "klade test", "lv")
    assert orjson.loads(record.arguments) == {"room": "301", "pupils": [1, 2]}
    with workshop.school.read() as session:
        assert session.get_one(Change, record.change_id).kind == "room.added"
    assert bells(database) == [1]


def test_a_transaction_that_fails_leaves_neither_job_nor_bell(workshop: Workshop, database: Database) -> None:
    def work(session: Session) -> None:
        jobs.enqueue(session, KEY)
        raise Conflict("nē")

    with pytest.raises(Conflict):
        workshop.school.write(work)
    assert workshop.records() == []
    assert bells(database) == []


def test_the_end_of_a_savepoint_rings_no_bell(workshop: Workshop, database: Database) -> None:
    seen = []

    def work(session: Session) -> None:
        with session.begin_nested():
            jobs.enqueue(session, KEY)
        seen.append(bells(database))
        jobs.enqueue(session, KEY)

    workshop.school.write(work)
    assert seen == [[]]
    assert len(workshop.records()) == 2
    assert bells(database) == [1]


def test_a_bell_that_rings_while_it_is_answered_is_heard_again(workshop: Workshop, database: Database) -> None:
    workshop.ask(KEY)
    first = heard(database)
    ring(database, workshop.school.ref)
    answered(database, first)
    assert bells(database) == [2]
    answered(database, heard(database))
    assert bells(database) == []


def test_a_waiting_job_that_is_stopped_never_begins(workshop: Workshop, note: object, noted: list[str]) -> None:
    job_id = workshop.ask(KEY)
    workshop.school.write(lambda session: jobs.cancel(session, job_id))
    assert workshop.do() == []
    record = workshop.record(job_id)
    assert (record.state, record.message) == (CANCELLED, "Cancelled by klade test.")
    assert noted == []
    with pytest.raises(Conflict):
        workshop.school.write(lambda session: jobs.cancel(session, job_id))


def test_only_an_ended_job_can_be_repeated(workshop: Workshop, note: object, noted: list[str]) -> None:
    job_id = workshop.ask(KEY, word="viens")
    with pytest.raises(Conflict):
        workshop.school.write(lambda session: jobs.repeat(session, job_id))
    workshop.do()
    workshop.school.write(lambda session: jobs.repeat(session, job_id))
    assert workshop.record(job_id).state == WAITING
    workshop.do()
    assert noted == ["viens", "viens"]


PROGRAM = """
import sys
from core.app import create_app
create_app()
print(sorted({"dbos", "croniter"} & set(sys.modules)))
"""


@pytest.mark.one_engine("sqlite", reason="which modules are loaded does not depend on the engine")
def test_the_web_does_not_load_what_only_workers_need(installation: Installation) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, **installation.environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
