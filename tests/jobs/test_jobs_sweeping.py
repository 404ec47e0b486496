"""Schedules and the sweep: each time once over all workers, on the school's clock, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from core.foundation import clock
from core.foundation.database import Author, SchoolRef, SchoolState
from core.foundation.jobs.sweeping import Turns, last_times
from core.foundation.runtime import klade
from core.testing.workshops import Workshop
from core.values.jobs import Job, JobContext

NIGHTLY = "20 3 * * *"


@pytest.fixture
def nightly(workshop: Workshop) -> list[datetime]:
    """A job of each night; the moments at which it was done."""
    done: list[datetime] = []

    def run(context: JobContext) -> None:
        assert context.asker is None
        done.append(clock.local(clock.now()).replace(tzinfo=None))

    workshop.brings(Job("test.night", "Naktī", run, schedule=NIGHTLY))
    return done


def sweep(workshop: Workshop) -> None:
    times = last_times(klade(workshop.app).jobs, clock.now())
    workshop.sweep.with_schedules(workshop.school.ref, times)


def test_a_schedule_seen_for_the_first_time_only_begins_to_count(workshop: Workshop, nightly: list[Any]) -> None:
    sweep(workshop)
    workshop.do()
    assert nightly == []


def test_each_time_is_made_into_one_job_over_all_workers(
    workshop: Workshop, nightly: list[datetime], school_day: Any
) -> None:
    for days in range(4):
        with clock.at(clock.at_local(school_day + timedelta(days=days), time(3, 21))):
            for _worker in range(2):
                sweep(workshop)
            workshop.do()
    assert [moment.date() - school_day for moment in nightly] == [timedelta(days=days) for days in (1, 2, 3)]


def test_a_time_that_nobody_was_there_for_is_made_up_for_once(
    workshop: Workshop, nightly: list[datetime], school_day: Any
) -> None:
    sweep(workshop)
    with clock.at(school_day + timedelta(days=9)):
        sweep(workshop)
        workshop.do()
        sweep(workshop)
        workshop.do()
    assert len(nightly) == 1


def test_the_schedule_keeps_the_school_s_hour_when_summer_ends(workshop: Workshop, nightly: list[datetime]) -> None:
    book = klade(workshop.app).jobs
    for day in (24, 26):
        moment = clock.at_local(date(2026, 10, day), time(12))
        assert clock.local(last_times(book, moment)["test.night"]).time() == time(3, 20)


def test_a_school_that_is_shut_is_swept_when_it_opens(
    workshop: Workshop, nightly: list[datetime], school_day: Any
) -> None:
    sweep(workshop)

    def status(wanted: str) -> Callable[[Any], None]:
        def work(session: Any) -> None:
            session.get_one(SchoolState, 1).status = wanted

        return work

    def shut(wanted: str) -> None:
        workshop.school.database.write_state(
            workshop.school.ref, Author(None, "klade test"), status(wanted), kind="school.shut"
        )

    with clock.at(school_day + timedelta(days=1)):
        shut("read-only")
        sweep(workshop)
        assert workshop.records() == []
        shut("open")
        sweep(workshop)
        workshop.do()
    assert len(nightly) == 1


def test_a_workflow_that_is_over_though_the_row_is_not_is_sent_once_more(
    workshop: Workshop, note: Job, noted: list[Any]
) -> None:
    workshop.ask("test.note")
    (one,) = workshop.sweep.unended(workshop.school.ref)
    for _worker in range(2):
        workshop.sweep.revive(workshop.school.ref, [one.sent])
    (again,) = workshop.sweep.unended(workshop.school.ref)
    assert again.sent.number == 2
    workshop.do()
    workshop.sweep.revive(workshop.school.ref, [again.sent])
    assert workshop.sweep.unended(workshop.school.ref) == []
    assert len(noted) == 1


def test_a_sweep_visits_many_schools_in_turn_and_those_with_jobs_each_time() -> None:
    schools = [SchoolRef(number, 1, f"skola{number}", "Skola") for number in range(1, 151)]
    times = {"test.night": clock.now()}
    turns = Turns()
    assert turns.next(schools, times) == schools, "the first sweep"
    turns.note(schools[7], has_jobs=True)
    visits = [turns.next(schools, times) for _minute in range(3)]
    assert all(schools[7] in visited for visited in visits)
    assert max(map(len, visits)) <= 61
    assert {school.id for visited in visits for school in visited} == {school.id for school in schools}
    assert turns.next(schools, {"test.night": clock.now() + timedelta(days=1)}) == schools, "a schedule came round"
