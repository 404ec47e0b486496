"""Who owes marks of which summative work, and by when."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from flask import Flask

from core.foundation import clock
from core.foundation.runtime import klade
from core.journals.assessment.models import Assessment
from core.journals.register.models import Journal, JournalTeacher
from core.people.models import Person
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.values.duties import Duty

MONDAY = date(2026, 11, 23)
TEN_DAYS_AGO, ELEVEN_DAYS_AGO = date(2026, 11, 13), date(2026, 11, 12)


class Marking:
    """A journal, and the marks that are owed in it at noon of Monday."""

    def __init__(self, app: Flask, school: BuiltSchool) -> None:
        self.app, self.school = app, school
        self.ilze = school.teacher("Ilze", "Ozola")
        self.journal = school.journal("Matemātika", school.school_class("10.a"), teacher=self.ilze)

    def work(self, day: date, title: str = "Vektori", journal: Journal | None = None, **facts: Any) -> Assessment:
        return self.school.assessment(journal or self.journal, day, "grading.ten", title, **facts)

    def owed(self, whose: Person | None = None, hour: time = time(12)) -> list[Duty]:
        with clock.at(clock.at_local(MONDAY, hour)), self.app.app_context(), self.school.read() as session:
            return klade(self.app).duties.owed(session, whose.id if whose else None)

    def titles(self, **asked: Any) -> list[str]:
        return [str(duty.title) for duty in self.owed(**asked)]


@pytest.fixture
def marking(app: Flask, school: BuiltSchool) -> Marking:
    return Marking(app, school)


def test_a_work_without_marks_is_owed_on_the_tenth_day_and_late_after_it(marking: Marking) -> None:
    marking.work(TEN_DAYS_AGO, "Vektori")
    marking.work(ELEVEN_DAYS_AGO, "Vienādojumi")
    marking.work(date(2026, 11, 14), "Funkcijas")
    assert [(str(duty.title), duty.state) for duty in marking.owed()] == [
        ("Matemātika 10.a: marks of “Vienādojumi”, 12.11.", "late"),
        ("Matemātika 10.a: marks of “Vektori”, 13.11.", "open"),
    ]
    assert [duty.state for duty in marking.owed(hour=time(23, 59, 30))] == ["late", "late"]


def test_the_main_teacher_of_today_owes_it(marking: Marking) -> None:
    zane, janis = marking.school.teacher("Zane", "Zīle"), marking.school.teacher("Jānis", "Liepiņš")
    journal = marking.school.journal("Fizika", marking.school.school_class("11.b"))
    for person, role, first, last in (
        (janis, "main", FIRST_DAY, date(2026, 11, 20)),
        (zane, "main", MONDAY, None),
        (marking.ilze, "second", FIRST_DAY, None),
    ):
        marking.school.add(
            JournalTeacher(journal_id=journal.id, person_id=person.id, role=role, from_date=first, until_date=last)
        )
    marking.work(ELEVEN_DAYS_AGO, journal=journal)
    assert [duty.person for duty in marking.owed()] == ["Zīle Zane"]
    assert marking.owed(whose=janis) == []
    assert marking.owed(whose=marking.ilze) == []


def test_one_mark_is_enough_and_a_voided_one_is_none(marking: Marking) -> None:
    anna = marking.school.pupil("Anna", "Bērziņa")
    marked, unmarked = marking.work(ELEVEN_DAYS_AGO, "Ar"), marking.work(ELEVEN_DAYS_AGO, "Bez")
    marking.school.mark(marked, anna, "nv")
    marking.school.mark(unmarked, anna, "7", voided=clock.now())
    assert marking.titles() == ["Matemātika 10.a: marks of “Bez”, 12.11."]


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "formative"},
        {"kind": "diagnostic"},
        {"state": "planner"},
        {"voided": datetime(2026, 11, 20, tzinfo=UTC)},
    ],
    ids=["formative", "diagnostic", "planner", "voided"],
)
def test_other_works_are_not_owed(marking: Marking, facts: dict[str, Any]) -> None:
    marking.work(ELEVEN_DAYS_AGO, **facts)
    assert marking.owed() == []


def test_the_duty_leads_to_the_lesson_of_the_work(marking: Marking) -> None:
    lesson = marking.school.lesson(marking.journal, ELEVEN_DAYS_AGO, 2, state="cancelled")
    marking.work(ELEVEN_DAYS_AGO, lesson_id=lesson.id)
    marking.work(ELEVEN_DAYS_AGO)
    assert [duty.values.get("column") for duty in marking.owed()] == [f"l{lesson.id}", None]


def test_the_number_of_days_is_the_schools(marking: Marking) -> None:
    marking.work(date(2026, 11, 20))
    assert marking.owed() == []
    change = klade(marking.app).settings.change
    marking.school.write(
        lambda session: change(
            session, "grading", {"unmarked_days": "3", "round_up_from": "50", "year_from_semesters": True}
        )
    )
    assert [duty.state for duty in marking.owed()] == ["open"]


@pytest.mark.plugins
def test_a_school_without_grading_owes_no_marks(marking: Marking) -> None:
    marking.work(ELEVEN_DAYS_AGO)
    assert marking.owed() == []
