"""`klade worker`, `klade run` and `klade doctor` as an administrator meets them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database import Database
from core.foundation.errors import Conflict, NotFound
from core.foundation.jobs.models import FAILED, RUNNING, JobRecord, Worker
from core.foundation.jobs.workers import give_up, named, workers
from core.testing.installations import Installation
from core.testing.servers import Server
from core.testing.workshops import Workshop


def test_a_name_is_one_process_and_a_killed_one_leaves_it_free(database: Database) -> None:
    with named(database, "main"):
        with pytest.raises(Conflict), named(database, "main"):
            pytest.fail("two of one name")
        with database.directory() as session:
            assert [(worker.name, worker.state) for worker in workers(session)] == [("main", "running")]
    with database.directory() as session:
        assert [worker.state for worker in workers(session)] == ["stopped"]
    with named(database, "main"):
        pass


def test_a_worker_of_another_machine_holds_its_name_as_long_as_it_is_seen(database: Database) -> None:
    now = clock.now()
    elsewhere = Worker(name="main", host="elsewhere", pid=1, started=now, seen=now)
    database.directory_write(lambda session: session.add(elsewhere))
    with pytest.raises(Conflict), named(database, "main"):
        pytest.fail("two of one name")
    with pytest.raises(Conflict):
        give_up(database, "main")
    with pytest.raises(NotFound):
        give_up(database, "nobody")
    with clock.at(now + timedelta(minutes=2)):
        give_up(database, "main")
        with named(database, "main"):
            pass


def doctor(installation: Installation) -> tuple[int, list[dict[str, str]]]:
    done = subprocess.run(
        [sys.executable, "-m", "core.testing.watched", "doctor", "--json"],
        env={**os.environ, **installation.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def test_the_doctor_finds_lost_workers_with_their_jobs_and_failed_ones(
    workshop: Workshop, installation: Installation, database: Database
) -> None:
    installation.set_clock(clock.now())
    ids = [workshop.ask("grid.forget") for _job in range(3)]

    def work(session: Session) -> None:
        lost, failed, late = (session.get_one(JobRecord, job_id) for job_id in ids)
        lost.state, lost.worker = RUNNING, "second"
        failed.state, failed.message = FAILED, "Žurnāls ir slēgts."
        late.due -= timedelta(minutes=10)

    workshop.school.write(work)
    seen = clock.now() - timedelta(minutes=5)
    second = Worker(name="second", host="elsewhere", pid=1, started=seen, seen=seen)
    database.directory_write(lambda session: session.add(second))
    code, found = doctor(installation)
    assert code == 1
    kinds = {finding["kind"]: finding for finding in found}
    assert set(kinds) == {"no-worker", "lost-worker", "lost-job", "failed-job", "late-job"}
    assert kinds["lost-job"]["cure"].endswith("--take-over second")
    assert kinds["failed-job"]["text"] == "Žurnāls ir slēgts."


def children(pid: int) -> dict[int, str]:
    """Process ids of the children, with their command lines."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(child): Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ") for child in listed}


def until(reached: Callable[[], object], said: Callable[[], object] = str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, said()
        time.sleep(0.1)


def worker_beside(parent: int) -> int | None:
    return next((pid for pid, command in children(parent).items() if " worker " in command), None)


def is_alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks for processes in /proc")
def test_klade_run_keeps_a_worker_and_takes_it_along(server: Server, workshop: Workshop) -> None:
    server.installation.set_clock(clock.now())
    job_id = workshop.ask("grid.forget")
    until(lambda: workshop.record(job_id).state == "done", server.log.read_text, seconds=20)
    (web,) = parents(server)
    first = worker_beside(web)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    until(lambda: worker_beside(web) not in (None, first))
    again = workshop.ask("grid.forget")
    until(lambda: workshop.record(again).state == "done")
    second = worker_beside(web)
    assert second is not None
    os.kill(web, signal.SIGKILL)
    until(lambda: not is_alive(second))


def parents(server: Server) -> list[int]:
    """The process of `klade run` on the server's port."""
    port = re.search(r":(\d+)$", server.url)
    assert port is not None
    found = []
    for status in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = status.read_text().split("\0")
        except OSError:
            continue
        is_ours = "run" in command and port[1] in command
        if is_ours and not is_web_process(int(status.parent.name), port[1]):
            found.append(int(status.parent.name))
    return found


def is_web_process(pid: int, port: str) -> bool:
    """A child of `klade run`, with the same command line."""
    status = Path(f"/proc/{pid}/status").read_text()
    parent = re.search(r"PPid:\s+(\d+)", status)
    return parent is not None and port in Path(f"/proc/{parent[1]}/cmdline").read_text().split("\0")
