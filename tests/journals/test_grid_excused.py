"""Open grids take up what the class teacher decides about absences."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.classes.models import ClassTeacher
from core.journals.attendance.models import Absence
from core.journals.excuses.models import Excuse
from core.people.models import Person
from core.testing.grids import Register, Writer
from core.testing.schools import FIRST_DAY


@pytest.fixture
def decider(register: Register, sign_in: Callable[[Person | str], FlaskClient]) -> FlaskClient:
    """The class teacher."""
    person = register.school.teacher("Mārīte", "Liepa")
    register.school.add(
        ClassTeacher(school_class_id=register.school_class.id, person_id=person.id, from_date=FIRST_DAY)
    )
    return sign_in(person)


def revision(writer: Writer) -> int:
    found = re.search(r'data-revision="(\d+)"', writer.client.get(writer.address).text)
    assert found is not None
    return int(found[1])


def news(writer: Writer, since: int) -> dict[str, Any] | None:
    answer = writer.client.get(f"{writer.address}/revision?since={since}")
    found: dict[str, Any] | None = answer.get_json() if answer.status_code == 200 else None
    return found


def justify(decider: FlaskClient, register: Register, absence_id: int) -> None:
    answer = decider.post(
        f"/pargauja/absences/{register.school_class.id}",
        data={"absence": str(absence_id), "reason": "illness", "document": "guardian_note"},
    )
    assert answer.status_code == 303


def absence_of(register: Register) -> int:
    with register.school.read() as session:
        return session.query(Absence).one().id


def test_a_justified_absence_reaches_the_open_grid(register: Register, writer: Writer, decider: FlaskClient) -> None:
    cell = register.attendance(0)
    writer.write({cell: "n"})
    before = revision(writer)
    assert news(writer, before) is None
    justify(decider, register, absence_of(register))
    told = news(writer, before)
    assert told is not None
    (shown,) = [one for one in told["cells"] if one["cell"] == cell]
    assert (shown["shown"], shown["value"], shown["version"]) == ("ns", "n", 1)
    assert shown["author"] == "Mārīte Liepa"


def test_an_ended_excuse_and_an_undone_one_reach_it_too(
    register: Register, writer: Writer, decider: FlaskClient
) -> None:
    cell = register.attendance(0)
    writer.write({cell: "n"})
    justify(decider, register, absence_of(register))
    with register.school.read() as session:
        excuse = session.query(Excuse).one().id
    before = revision(writer)
    page = decider.post(f"/pargauja/excuses/{excuse}/end", follow_redirects=True).text
    told = news(writer, before)
    assert told is not None
    assert [one["shown"] for one in told["cells"] if one["cell"] == cell] == ["n"]
    undo = re.findall(r'action="(/pargauja/history/\d+/undo)"', page)[-1]
    before = revision(writer)
    assert decider.post(undo).status_code == 303
    told = news(writer, before)
    assert told is not None
    assert [one["shown"] for one in told["cells"] if one["cell"] == cell] == ["ns"]


def test_other_journals_hear_nothing(register: Register, writer: Writer, decider: FlaskClient) -> None:
    writer.write({register.attendance(0): "n"})
    other = register.school.journal("Fizika", register.school_class, teacher=register.teacher)
    register.school.lesson(other, register.today.day, 4)
    elsewhere = Writer(writer.client, f"/pargauja/journals/{other.id}", writer.sign_in)
    elsewhere_before = revision(elsewhere)
    justify(decider, register, absence_of(register))
    assert news(elsewhere, elsewhere_before) is None
