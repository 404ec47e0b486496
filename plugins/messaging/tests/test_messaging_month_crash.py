"""A worker killed with -9 at each step of a class's month: nothing is issued twice, nobody gets two letters."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.documents.models import IssuedDocument
from core.foundation import clock
from core.foundation.database import Author
from core.foundation.jobs.models import DONE
from core.journals.notes.models import JournalNote
from core.testing.installations import Installation
from core.testing.schools import BuiltSchool
from core.testing.workshops import Workshop
from klade_messaging.letters.models import Letter, LetterRecipient
from klade_messaging.month.asking import ask

pytestmark = pytest.mark.plugins("messaging", "grading")

# `klade worker` that dies at the places a file names, one for each life: within a transaction of the job, its work done
# and not committed, or right after one.
PROGRAM = """
import os, signal, sys
from pathlib import Path
from core.cli import main
from core.foundation.jobs.context import HeldJob
from core.testing import wall_clock, watch
from klade_messaging.month import job as month

plan = Path(sys.argv.pop(1)) / "plan.txt"
month.AT_ONCE = 1
number = 0

def at(place):
    places = plan.read_text().split()
    if places and places[0] == place:
        plan.write_text(" ".join(places[1:]))
        os.kill(os.getpid(), signal.SIGKILL)

write = HeldJob.write

def dying(self, kind, work, reason=None):
    def worked(session):
        result = work(session)
        session.flush()
        at(f"in-{kind}")
        return result
    result = write(self, kind, worked, reason)
    at(f"after-{kind}")
    return result

HeldJob.write = dying
watch.install()
wall_clock.follow()
main()
"""


def life(installation: Installation) -> subprocess.Popen[bytes]:
    installation.set_clock(clock.now())
    with (installation.folder / "worker.log").open("a") as log:
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(installation.folder), "worker"],
            env={**os.environ, **installation.environment},
            stdin=subprocess.DEVNULL,
            stderr=log,
        )


def until(reached: Callable[[], bool], installation: Installation, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, (installation.folder / "worker.log").read_text()
        time.sleep(0.1)


# One job may be begun five times, so the deaths are met in two rounds.
@pytest.mark.parametrize(
    "deaths",
    [
        ["in-document.issued", "after-document.issued", "in-month.letters"],
        ["after-month.letters", "in-month.noted", "after-month.noted"],
    ],
    ids=["documents", "letters and note"],
)
def test_each_step_is_done_once(
    app: Flask, installation: Installation, workshop: Workshop, school: BuiltSchool, deaths: list[str]
) -> None:
    ilze = school.teacher("Ilze", "Kalniņa")
    school_class = school.school_class("10.a", ilze)
    school.journal("Klases stunda", school_class, teacher=ilze, kind_key="class_hour")
    pupils = [school.pupil(name, "Bērziņa", school_class) for name in ("Anna", "Elza", "Zane")]
    guardian = school.guardian("Līga", "Bērziņa", *pupils)
    for person in (ilze, guardian, *pupils):
        workshop.desk.account_of(person)
    days = date(2026, 11, 1), date(2026, 11, 23)
    with app.app_context():
        job_id = school.database.write(
            school.ref,
            Author(ilze.id, ilze.full_name),
            lambda session: ask(session, school_class.id, "2026-11", days, [pupil.id for pupil in pupils], again=False),
            kind="test.asked",
        )
    (installation.folder / "plan.txt").write_text(" ".join(deaths))
    for _death in deaths:
        assert life(installation).wait(60) == -signal.SIGKILL, (installation.folder / "worker.log").read_text()
    last = life(installation)
    until(lambda: workshop.record(job_id).state == DONE, installation)
    last.terminate()
    last.wait(60)
    assert workshop.record(job_id).tries == len(deaths) + 1

    def rows(model: Any) -> list[Any]:
        with school.read() as session:
            return list(session.scalars(select(model).order_by(model.id)))

    assert Counter(one.person_id for one in rows(IssuedDocument)) == Counter(pupil.id for pupil in pupils)
    assert len(rows(Letter)) == 3
    assert Counter((one.person_id, one.child_id) for one in rows(LetterRecipient)) == Counter(
        [*((pupil.id, None) for pupil in pupils), *((guardian.id, pupil.id) for pupil in pupils)]
    )
    assert [note.text for note in rows(JournalNote)] == ["Novembra sekmju izraksts nosūtīts 3 skolēniem un 1 vecākam."]
