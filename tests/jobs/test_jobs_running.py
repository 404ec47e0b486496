"""Doing a job: in whose name, with which rights, and what becomes of it when it cannot be done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.foundation import clock, jobs
from core.foundation.database import SchoolState
from core.foundation.errors import Conflict, Unavailable
from core.foundation.history.models import Change
from core.foundation.jobs.context import LostHold
from core.foundation.jobs.models import CANCELLED, DONE, FAILED, RUNNING, WAITING, JobRecord
from core.foundation.jobs.running import MOST_STARTS
from core.people.models import RoleHeld
from core.schools.models import Room
from core.testing.schools import BuiltSchool
from core.testing.workshops import Workshop
from core.values.asker import Asker
from core.values.jobs import Job, JobContext, JobResult


def put(school: BuiltSchool, job_id: UUID, **values: Any) -> None:
    """Let the row say something else."""
    school.write(lambda session: session.execute(update(JobRecord).where(JobRecord.id == job_id).values(**values)))


def rooms(school: BuiltSchool) -> list[str]:
    with school.read() as session:
        return list(session.scalars(select(Room.name).order_by(Room.name)))


def test_a_job_is_done_once_and_tells_what_came_of_it(workshop: Workshop, note: Job, noted: list[str]) -> None:
    job_id = workshop.ask("test.note", word="sveiki")
    assert workshop.do() == [job_id]
    record = workshop.record(job_id)
    assert (record.state, record.message, record.tries) == (DONE, "Pierakstīts.", 1)
    assert record.result == '["jobs.index",{}]'
    assert workshop.do() == []
    assert noted == ["sveiki"]


def test_a_round_that_was_started_twice_is_done_once(workshop: Workshop, note: Job, noted: list[str]) -> None:
    workshop.ask("test.note")
    (one,) = workshop.sweep.unended(workshop.school.ref)
    for _time in range(2):
        workshop.runner.do(one.sent.school_id, one.sent.job_id, one.sent.number)
    assert len(noted) == 1


def test_it_works_in_the_name_and_with_the_rights_of_who_asked(workshop: Workshop, school: BuiltSchool) -> None:
    askers: list[Asker | None] = []

    def run(context: JobContext) -> None:
        askers.append(context.asker)
        context.write("room.added", lambda session: session.add(Room(name="301")))

    workshop.brings(Job("test.room", "Telpa", run, permission="school.edit"))
    deputy = school.staff("Velta", "Vītola", "deputy")
    job_id = workshop.ask("test.room", deputy)
    workshop.do()
    (asker,) = askers
    assert asker is not None
    assert (asker.person_id, asker.hat, asker.may("school.edit")) == (deputy.id, "staff", True)
    with school.read() as session:
        change = session.scalars(select(Change).where(Change.kind == "room.added")).one()
    assert (change.person_id, change.author, change.request_id) == (deputy.id, "Velta Vītola", str(job_id))


@pytest.mark.parametrize("how", ["the role ended", "the account was unlinked"])
def test_rights_lost_meanwhile_keep_it_from_beginning(workshop: Workshop, school: BuiltSchool, how: str) -> None:
    workshop.brings(Job("test.room", "Telpa", lambda context: pytest.fail("it was done"), permission="school.edit"))
    deputy = school.staff("Velta", "Vītola")
    held = school.give_role(deputy, "deputy")
    job_id = workshop.ask("test.room", deputy)
    yesterday = clock.today() - timedelta(days=1)

    def end(session: Session) -> None:
        from core.accounts.models import PersonAccount

        if how == "the role ended":
            session.get_one(RoleHeld, held.id).until_date = yesterday
        else:
            session.scalars(select(PersonAccount)).one().until_date = yesterday

    school.write(end)
    workshop.do()
    record = workshop.record(job_id)
    assert record.state == FAILED
    assert record.message == "Lūdzējam (Velta Vītola) vairs nav tiesību to darīt."


def test_it_speaks_the_language_of_who_asked(workshop: Workshop, school: BuiltSchool) -> None:
    workshop.brings(Job("test.words", "Vārdi", lambda context: JobResult(_("There is no such job."))))
    said = []
    for language in ("lv", "en"):
        job_id = workshop.ask("test.words")
        put(school, job_id, language=language)
        workshop.do()
        said.append(workshop.record(job_id).message)
    assert said == ["Tāda darba nav.", "There is no such job."]


def test_a_refusal_is_told_in_its_words_and_not_repeated(workshop: Workshop) -> None:
    def run(context: JobContext) -> None:
        raise Conflict("Žurnāls ir slēgts.")

    workshop.brings(Job("test.refused", "Atteikt", run))
    job_id = workshop.ask("test.refused")
    workshop.do()
    record = workshop.record(job_id)
    assert (record.state, record.message, record.tries) == (FAILED, "Žurnāls ir slēgts.", 1)


def test_an_unexpected_error_is_tried_again_later_and_later(
    workshop: Workshop, caplog: pytest.LogCaptureFixture
) -> None:
    def run(context: JobContext) -> None:
        raise OSError("away")

    workshop.brings(Job("test.away", "Sūtīt", run, tries=3))
    job_id = workshop.ask("test.away")
    moment, waits = clock.now(), []
    for _time in range(2):
        with clock.at(moment):
            assert workshop.do() == [job_id]
            record = workshop.record(job_id)
            assert record.state == WAITING
            assert workshop.do() == [], "before its time"
        waits.append(record.due - moment)
        moment = record.due
    with clock.at(moment):
        workshop.do()
    record = workshop.record(job_id)
    assert (record.state, waits) == (FAILED, [timedelta(minutes=1), timedelta(minutes=5)])
    assert str(job_id) in (record.message or "")
    assert "OSError: away" in caplog.text


def test_a_job_that_kills_its_workers_is_given_up(workshop: Workshop, school: BuiltSchool, note: Job) -> None:
    job_id = workshop.ask("test.note")
    put(school, job_id, state=RUNNING, tries=MOST_STARTS)
    workshop.do()
    record = workshop.record(job_id)
    assert record.state == FAILED
    assert record.message


def test_a_running_job_stops_at_the_next_good_place(workshop: Workshop, school: BuiltSchool) -> None:
    def run(context: JobContext) -> None:
        for number in range(1, 6):
            if context.cancelled():
                return
            context.write("room.added", lambda session, name=str(number): session.add(Room(name=name)))  # type: ignore[misc]  # a default holds the number
            school.write(lambda session: jobs.cancel(session, context.id))

    workshop.brings(Job("test.rooms", "Telpas", run))
    job_id = workshop.ask("test.rooms")
    # The job looks at most once a second; here each look counts.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.foundation.jobs.context._AT_MOST_EVERY", 0.0)
        workshop.do()
    assert workshop.record(job_id).state == CANCELLED
    assert rooms(school) == ["1"]


def test_progress_stands_in_the_row(workshop: Workshop) -> None:
    seen = []

    def run(context: JobContext) -> None:
        context.progress(1, 40)
        context.progress(2, 40)
        seen.append(workshop.record(context.id))
        context.progress(40, 40)

    workshop.brings(Job("test.steps", "Soļi", run))
    job_id = workshop.ask("test.steps")
    workshop.do()
    # The second step came within a second of the first.
    assert [(record.state, record.done, record.total) for record in seen] == [(RUNNING, 1, 40)]
    assert (workshop.record(job_id).done, workshop.record(job_id).total) == (40, 40)


def test_a_transaction_inside_another_is_refused(workshop: Workshop) -> None:
    said = []

    def run(context: JobContext) -> None:
        with context.read(), pytest.raises(RuntimeError) as refused:
            context.progress(1, 2)
        said.append(str(refused.value))

    workshop.brings(Job("test.inside", "Iekšā", run))
    workshop.ask("test.inside")
    workshop.do()
    assert len(said) == 1


def test_a_try_that_lost_its_hold_writes_nothing(workshop: Workshop, school: BuiltSchool) -> None:
    def run(context: JobContext) -> None:
        put(school, context.id, tries=2)
        context.write("room.added", lambda session: session.add(Room(name="301")))

    workshop.brings(Job("test.late", "Vēlu", run))
    job_id = workshop.ask("test.late")
    workshop.do()
    assert rooms(school) == []
    assert workshop.record(job_id).state == RUNNING, "the other try goes on"


def test_jobs_of_a_disabled_plugin_are_parked(workshop: Workshop, school: BuiltSchool, note: Job) -> None:
    workshop.brings(note, owner="grading")
    job_id = workshop.ask("test.note")
    assert workshop.do() == []
    put_plugins(school, '["grading"]')
    assert workshop.do() == [job_id]
    assert workshop.record(job_id).state == DONE


def test_disabling_its_plugin_stops_a_job_and_enabling_begins_it_again(workshop: Workshop, school: BuiltSchool) -> None:
    begun = []

    def run(context: JobContext) -> None:
        begun.append(1)
        if len(begun) == 1:
            put_plugins(school, "[]")
        context.write("room.added", lambda session: session.add(Room(name="301")))

    workshop.brings(Job("test.room", "Telpa", run), owner="grading")
    put_plugins(school, '["grading"]')
    job_id = workshop.ask("test.room")
    workshop.do()
    assert (workshop.record(job_id).state, rooms(school)) == (WAITING, [])
    assert workshop.do() == []
    put_plugins(school, '["grading"]')
    workshop.do()
    assert (workshop.record(job_id).state, rooms(school)) == (DONE, ["301"])


def put_plugins(school: BuiltSchool, plugins: str) -> None:
    def work(session: Session) -> None:
        session.get_one(SchoolState, 1).plugins = plugins

    school.write(work)


def test_a_school_that_is_shut_keeps_its_jobs(
    workshop: Workshop, school: BuiltSchool, note: Job, noted: list[str]
) -> None:
    job_id = workshop.ask("test.note")
    (one,) = workshop.sweep.unended(school.ref)
    _set_status(school, "read-only")
    with pytest.raises(Unavailable):
        workshop.runner.do(one.sent.school_id, one.sent.job_id, one.sent.number)
    assert workshop.do() == []
    _set_status(school, "open")
    # Its workflow is over, so another round begins.
    workshop.sweep.revive(school.ref, [one.sent])
    (again,) = workshop.sweep.unended(school.ref)
    assert (one.sent.workflow, again.sent.workflow) == (str(job_id), f"{job_id}.2")
    workshop.do()
    assert noted == [None]


def _set_status(school: BuiltSchool, status: str) -> None:
    from core.foundation.database import Author

    def work(session: Session) -> None:
        session.get_one(SchoolState, 1).status = status

    school.database.write_state(school.ref, Author(None, "klade test"), work, kind="school.shut")


def test_holding_a_lost_job_is_told_to_whoever_writes_into_its_row(workshop: Workshop, school: BuiltSchool) -> None:
    told = []

    def run(context: JobContext) -> None:
        put(school, context.id, state=WAITING)
        try:
            context.progress(1, 1)
        except LostHold:
            told.append(True)
            raise

    workshop.brings(Job("test.gone", "Prom", run))
    workshop.ask("test.gone")
    workshop.do()
    assert told == [True]
