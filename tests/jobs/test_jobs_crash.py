"""Workers are killed with -9, and the work goes on to its end: each step is done once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.jobs.models import DONE, Worker
from core.schools.models import Room
from core.testing.installations import Installation
from core.testing.schools import BuiltSchool
from core.testing.workshops import Workshop

# `klade worker` with one more kind of job: it makes rooms, each in a transaction of its own unless it is there already,
# and dies at the places that a file names, one for each life.
PROGRAM = """
import os, signal, sys, types
from pathlib import Path
import core.app
from core.cli import main
from core.schools.models import Room
from core.testing import wall_clock, watch
from core.values.jobs import Job
from hooks import hookimpl
from sqlalchemy import select

folder = Path(sys.argv.pop(1))
plan = folder / "plan.txt"

def at(place):
    places = plan.read_text().split()
    if places and places[0] == place:
        plan.write_text(" ".join(places[1:]))
        os.kill(os.getpid(), signal.SIGKILL)

def run(context):
    first, steps = context.arguments["first"], context.arguments["steps"]
    for step in range(1, steps + 1):
        name = str(first + step)
        with context.read() as session:
            if session.scalar(select(Room.id).where(Room.name == name)):
                continue
        def work(session):
            session.add(Room(name=name))
            session.flush()
            at(f"in-{step}")
        context.write("room.added", work)
        with (folder / "steps.txt").open("a") as file:
            file.write(name + "\\n")
        at(f"after-{step}")
        context.progress(step, steps)
    at("end")

@hookimpl
def jobs():
    return [Job("test.rooms", "Telpas", run)]

part = types.ModuleType("test_part")
part.jobs = jobs
core.app.PARTS += (part,)
watch.install()
wall_clock.follow()
main()
"""


def start(installation: Installation, *options: str) -> subprocess.Popen[bytes]:
    installation.set_clock(clock.now())
    with (installation.folder / "worker.log").open("a") as log:
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(installation.folder), "worker", *options],
            env={**os.environ, **installation.environment},
            stdin=subprocess.DEVNULL,
            stderr=log,
        )


@contextmanager
def running(installation: Installation, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that ends in good order at the end of the block, unless it died before."""
    process = start(installation, *options)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(60)


def until(reached: Callable[[], bool], installation: Installation, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, (installation.folder / "worker.log").read_text()
        time.sleep(0.1)


def rooms(school: BuiltSchool) -> Counter[str]:
    with school.read() as session:
        return Counter(session.scalars(select(Room.name)))


def test_a_worker_killed_between_steps_goes_on_and_another_takes_over(
    installation: Installation, workshop: Workshop, school: BuiltSchool
) -> None:
    plan: Path = installation.folder / "plan.txt"
    plan.write_text("after-2 in-3 end")
    job_id = workshop.ask("test.rooms", first=300, steps=4)
    for _life in range(2):
        with running(installation) as worker:
            assert worker.wait(60) == -signal.SIGKILL, (installation.folder / "worker.log").read_text()
    assert rooms(school) == Counter({"301": 1, "302": 1}), "what was under way is not there"
    with running(installation) as worker:
        assert worker.wait(60) == -signal.SIGKILL
    assert workshop.record(job_id).worker == "main"

    # The heart of the killed one must have stood still for a minute; the directory is told that it has.
    forget_heartbeat(workshop)
    with running(installation, "--name", "second", "--take-over", "main"):
        until(lambda: workshop.record(job_id).state == DONE, installation)
    record = workshop.record(job_id)
    assert (record.worker, record.tries, record.done, record.total) == ("second", 4, 4, 4)
    assert rooms(school) == Counter(str(number) for number in range(301, 305))
    assert Counter((installation.folder / "steps.txt").read_text().split()) == rooms(school)
    assert nothing_is_public(workshop)


def nothing_is_public(workshop: Workshop) -> bool:
    """On PostgreSQL the durable library has a schema of its own, too."""
    with workshop.school.database.directory() as session:
        if session.connection().dialect.name == "sqlite":
            return True
        tables = "SELECT count(*) FROM pg_tables WHERE schemaname = '%s'"
        public, own = (
            session.connection().exec_driver_sql(tables % name).scalar() for name in ("public", "klade_jobs")
        )
    return public == 0 and bool(own)


def forget_heartbeat(workshop: Workshop) -> None:
    def work(session: Session) -> None:
        session.get_one(Worker, "main").seen -= timedelta(minutes=2)

    workshop.school.database.directory_write(work)


@pytest.mark.soak
def test_workers_killed_at_any_moment_lose_no_job_and_repeat_no_step(
    installation: Installation, workshop: Workshop, school: BuiltSchool
) -> None:
    """Two workers are killed again and again at random moments under forty jobs."""
    (installation.folder / "plan.txt").write_text("")
    asked = [workshop.ask("test.rooms", first=100 * number, steps=5) for number in range(1, 41)]
    chance = random.Random(20261123)
    for _life in range(12):
        lives = [start(installation, "--name", name) for name in ("one", "two")]
        time.sleep(chance.uniform(1.5, 5))
        for worker in lives:
            worker.kill()
            worker.wait()
    with running(installation, "--name", "one"), running(installation, "--name", "two"):
        until(
            lambda: all(record.state not in ("waiting", "running") for record in workshop.records()),
            installation,
            seconds=240,
        )
    states = Counter(workshop.record(job_id).state for job_id in asked)
    # A job that met more deaths than it may is given up, and says so; its steps are still single.
    assert states[DONE] >= 38, states
    assert set(rooms(school).values()) == {1}
    done = {str(100 * number + step) for number in range(1, 41) for step in range(1, 6)}
    assert states[DONE] < 40 or set(rooms(school)) == done
