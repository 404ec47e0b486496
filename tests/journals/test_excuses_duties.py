"""R5.3: an announced absence waits for the class teacher among what is to do."""

from datetime import date, datetime, time
from typing import Any

import pytest
from flask import Flask

from core.foundation import clock
from core.foundation.runtime import klade
from core.journals.excuses.models import Announcement
from core.testing.schools import BuiltSchool
from core.testing.statements import Statements
from core.values.duties import Duty

MONDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 25)


class Deciding:
    """Class 10.a with its class teacher, and one announced absence of Anna."""

    def __init__(self, app: Flask, school: BuiltSchool) -> None:
        self.app, self.school = app, school
        self.ilze = school.teacher("Ilze", "Ozola")
        self.school_class = school.school_class("10.a", self.ilze)
        self.anna = school.pupil("Anna", "Bērziņa", self.school_class)
        self.inga = school.guardian("Inga", "Bērziņa", self.anna)
        self.announce()

    def announce(self, **facts: Any) -> Announcement:
        made_at = clock.at_local(MONDAY, time(8))
        known = {"made_at": made_at, "until_date": WEDNESDAY, "reason_key": "illness"}
        return self.school.announcement(self.anna, self.inga, MONDAY, **(known | facts))

    def duties(self, moment: datetime, person_id: int | None = None) -> list[Duty]:
        with clock.at(moment), self.app.app_context(), self.school.read() as session:
            return klade(self.app).duties.owed(session, person_id)


@pytest.fixture
def deciding(app: Flask, school: BuiltSchool) -> Deciding:
    return Deciding(app, school)


def test_the_class_teacher_owes_a_decision_within_the_schools_days(deciding: Deciding) -> None:
    (duty,) = deciding.duties(clock.at_local(MONDAY, time(9)), deciding.ilze.id)
    assert (duty.person, duty.state) == ("Ozola Ilze", "open")
    assert clock.local(duty.due) == clock.local(clock.at_local(date(2026, 11, 26), time(23, 59)))
    assert "Bērziņa Anna" in str(duty.title)
    assert (duty.endpoint, duty.values) == ("excuses.of_class", {"class_id": deciding.school_class.id})
    (late,) = deciding.duties(clock.at_local(date(2026, 11, 27), time(0)), deciding.ilze.id)
    assert late.state == "late"


def test_nobody_else_owes_it_and_the_deputy_sees_it(deciding: Deciding) -> None:
    other = deciding.school.teacher("Juris", "Kalns")
    moment = clock.at_local(MONDAY, time(9))
    assert deciding.duties(moment, other.id) == []
    assert [duty.person_id for duty in deciding.duties(moment)] == [deciding.ilze.id]


@pytest.mark.parametrize("state", ["accepted", "rejected", "withdrawn"])
def test_what_is_decided_or_withdrawn_is_owed_no_more(deciding: Deciding, state: str) -> None:
    deciding.announce(state=state)
    assert len(deciding.duties(clock.at_local(MONDAY, time(9)))) == 1


def test_a_class_full_of_announcements_costs_no_more_statements(deciding: Deciding, statements: Statements) -> None:
    moment = clock.at_local(MONDAY, time(9))
    deciding.duties(moment)
    with statements() as one:
        deciding.duties(moment)
    for _more in range(5):
        deciding.announce()
    with statements() as many:
        assert len(deciding.duties(moment)) == 6
    assert len(one) == len(many)
