"""Workers are killed with -9 at each step of telling and sending: everybody is told once, repeats are marked."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time as machine
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from core.foundation import clock
from core.journals.attendance.models import Absence
from core.journals.lessons.models import RollCall
from core.notices.models import Delivery, Notice
from core.testing.installations import Installation
from core.testing.schools import BuiltSchool
from core.testing.workshops import Workshop

if TYPE_CHECKING:
    from tests.notices.conftest import NoticeDesk, SmallClass

MONDAY = date(2026, 11, 23)

# `klade worker` with one channel that writes into a file, which dies at the places that another file names, one a life:
# inside the transaction that tells, inside the two of a delivery, before and after a message is handed over.
PROGRAM = """
import json, os, signal, sys, types
from contextlib import contextmanager
from pathlib import Path
import core.app
from core.cli import main
from core.notices.gathering import job as gathering
from core.notices.sending import steps
from core.testing import wall_clock, watch
from core.values.notices import NoticeChannel
from hooks import hookimpl

folder = Path(sys.argv.pop(1))
plan = folder / "plan.txt"

def at(place):
    places = plan.read_text().split()
    if places and places[0] == place:
        plan.write_text(" ".join(places[1:]))
        os.kill(os.getpid(), signal.SIGKILL)

def dying(module, name):
    function = getattr(module, name)
    def dies(*given, **named):
        result = function(*given, **named)
        at(name)
        return result
    setattr(module, name, dies)

dying(gathering, "tell")
dying(gathering, "deliver_at_once")
dying(gathering, "deliver_digest")
dying(steps, "begin")
dying(steps, "sent")

class Sender:
    def send(self, message):
        at("before")
        line = {"id": message.id, "address": message.address, "is_repeated": message.is_repeated}
        with (folder / "taken.jsonl").open("a") as file:
            file.write(json.dumps(line) + "\\n")
        at("after")

@contextmanager
def open_line():
    yield Sender()

@hookimpl
def notice_channels():
    return [NoticeChannel("test.post", "Pasts", "email", open_line, lambda: True)]

part = types.ModuleType("test_part")
part.notice_channels = notice_channels
core.app.PARTS += (part,)
watch.install()
wall_clock.follow()
main()
"""


def start(installation: Installation) -> subprocess.Popen[bytes]:
    installation.set_clock(clock.now())
    with (installation.folder / "worker.log").open("a") as log:
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(installation.folder), "worker"],
            env={**os.environ, **installation.environment},
            stdin=subprocess.DEVNULL,
            stderr=log,
        )


def taken(installation: Installation) -> list[dict[str, Any]]:
    file = installation.folder / "taken.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def until(reached: Callable[[], bool], installation: Installation, seconds: float = 60) -> None:
    end = machine.monotonic() + seconds
    while not reached():
        assert machine.monotonic() < end, (installation.folder / "worker.log").read_text()
        machine.sleep(0.1)


def all_sent(school: BuiltSchool, number: int) -> bool:
    with school.read() as session:
        states = list(session.scalars(select(Delivery.state)))
    return len(states) == number and set(states) == {"sent"}


def missed(school: BuiltSchool, family: SmallClass, number: int) -> None:
    """Ralfs misses a lesson, and the roll is called."""
    from core.classes.models import SchoolClass

    with school.read() as session:
        class_10a = session.scalars(select(SchoolClass)).one()
    lesson = school.lesson(school.journal(f"Priekšmets {number}", class_10a), MONDAY, number)
    school.add(Absence(lesson_id=lesson.id, pupil_id=family.ralfs.id, kind="absent"))
    school.add(RollCall(lesson_id=lesson.id, taken_at=clock.now()))


@pytest.mark.parametrize(
    "plan",
    ["tell deliver_at_once", "begin before after sent"],
    ids=["while telling", "while sending"],
)
def test_whatever_the_moment_each_is_told_once_and_a_repeat_is_marked(
    installation: Installation,
    workshop: Workshop,
    school: BuiltSchool,
    news: NoticeDesk,
    family: SmallClass,
    plan: str,
) -> None:
    with clock.at(clock.at_local(MONDAY, time(8))):
        news.begin()
    with clock.at(clock.at_local(MONDAY, time(9))):
        missed(school, family, 1)
    (installation.folder / "plan.txt").write_text(plan)
    with clock.at(clock.at_local(MONDAY, time(9, 15))):
        workshop.ask("notices.gather")
        for _life in plan.split():
            worker = start(installation)
            assert worker.wait(60) == -signal.SIGKILL, (installation.folder / "worker.log").read_text()
        worker = start(installation)
        try:
            until(lambda: all_sent(school, 3), installation)
        finally:
            worker.terminate()
            worker.wait(60)
    with school.read() as session:
        assert Counter(session.scalars(select(Notice.person_id))) == dict.fromkeys(
            (family.ralfs.id, family.sandra.id, family.imants.id), 1
        )
        repeated = Counter(session.scalars(select(Delivery.is_repeated)))
    ids = defaultdict(set)
    for line in taken(installation):
        ids[line["address"]].add(line["id"])
    assert set(ids) == {"ralfs@example.lv", "sandra@example.lv", "imants@example.lv"}
    assert all(len(of_one) == 1 for of_one in ids.values())
    arrived = Counter(line["id"] for line in taken(installation))
    # What was handed over and not yet written down goes once more; what was not handed over only says that it may.
    assert sorted(arrived.values()) == ([1, 1, 1] if "tell" in plan else [1, 1, 3])
    seen: set[str] = set()
    for line in taken(installation):
        assert line["is_repeated"] or line["id"] not in seen
        seen.add(line["id"])
    assert repeated[True] == (0 if "tell" in plan else 1)


def test_a_summary_cut_off_in_the_middle_is_made_whole_and_once(
    installation: Installation, workshop: Workshop, school: BuiltSchool, news: NoticeDesk, family: SmallClass
) -> None:
    from core.notices.models import NoticeChoice

    for person in (family.ralfs, family.sandra, family.imants):
        school.add(NoticeChoice(person_id=person.id, rule_key="absences.unjustified", choice="digest"))
    with clock.at(clock.at_local(MONDAY, time(8))):
        news.begin()
    with clock.at(clock.at_local(MONDAY, time(9))):
        missed(school, family, 1)
    with clock.at(clock.at_local(MONDAY, time(9, 15))):
        news.look()
    (installation.folder / "plan.txt").write_text("deliver_digest")
    with clock.at(clock.at_local(MONDAY, time(18))):
        workshop.ask("notices.gather")
        assert start(installation).wait(60) == -signal.SIGKILL
        worker = start(installation)
        try:
            until(lambda: all_sent(school, 3), installation)
        finally:
            worker.terminate()
            worker.wait(60)
    assert len(taken(installation)) == len({line["id"] for line in taken(installation)}) == 3


@pytest.mark.soak
def test_workers_killed_at_any_moment_tell_everybody_once(
    installation: Installation, workshop: Workshop, school: BuiltSchool, news: NoticeDesk, family: SmallClass
) -> None:
    """Thirty more guardians; the worker is killed again and again at random moments."""
    people = [family.ralfs, family.sandra, family.imants]
    for number in range(30):
        people.append(school.guardian(f"Vecāks {number}", "Eglītis", family.ralfs))
        news.reach(people[-1], email=f"v{number}@example.lv")
    (installation.folder / "plan.txt").write_text("")
    with clock.at(clock.at_local(MONDAY, time(8))):
        news.begin()
    with clock.at(clock.at_local(MONDAY, time(9))):
        missed(school, family, 1)
    chance = random.Random(20261123)
    with clock.at(clock.at_local(MONDAY, time(9, 15))):
        for _life in range(8):
            workshop.ask("notices.gather")
            worker = start(installation)
            machine.sleep(chance.uniform(1.5, 3.5))
            worker.kill()
            worker.wait()
        workshop.ask("notices.gather")
        worker = start(installation)
        try:
            until(lambda: all_sent(school, len(people)), installation, seconds=120)
        finally:
            worker.terminate()
            worker.wait(60)
    ids = defaultdict(set)
    seen: set[str] = set()
    for line in taken(installation):
        ids[line["address"]].add(line["id"])
        assert line["is_repeated"] or line["id"] not in seen
        seen.add(line["id"])
    assert len(ids) == len(people)
    assert all(len(of_one) == 1 for of_one in ids.values())
