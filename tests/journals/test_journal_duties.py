"""R6.3: who owes the topic and the homework of which lesson, and by when."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import pytest
from flask import Flask

from core.foundation import clock
from core.foundation.runtime import klade
from core.journals.lessons.models import Lesson, LessonContent
from core.journals.register.models import Journal, JournalTeacher
from core.people.models import Person
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.testing.statements import Statements
from core.values.duties import Duty

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 20)


class Owing:
    """A school with one journal, and what its people owe at some hour of Monday."""

    def __init__(self, app: Flask, school: BuiltSchool) -> None:
        self.app, self.school = app, school
        self.ilze = school.teacher("Ilze", "Ozola")
        self.journal = school.journal("Matemātika", school.school_class("10.a"), teacher=self.ilze)

    def lesson(self, number: int = 1, day: date = MONDAY, journal: Journal | None = None, **facts: Any) -> Lesson:
        return self.school.lesson(journal or self.journal, day, number, **({"taught_by": self.ilze} | facts))

    def fill(self, lesson: Lesson, **content: Any) -> LessonContent:
        return self.school.add(LessonContent(lesson_id=lesson.id, **content))

    def change(self, **settings: str) -> None:
        usual = {"due_time": "17:00", "grace_minutes": "60", "look_back_days": "14", "note_days": "7"}
        typed: Mapping[str, Any] = usual | settings
        self.school.write(lambda session: klade(self.app).settings.change(session, "journals", typed))

    def duties(self, hour: time = time(16), whose: Person | None = None, day: date = MONDAY) -> list[Duty]:
        with clock.at(clock.at_local(day, hour)), self.app.app_context(), self.school.read() as session:
            return klade(self.app).duties.owed(session, whose.id if whose else None)

    def titles(self, **asked: Any) -> list[str]:
        return [str(duty.title) for duty in self.duties(**asked)]


@pytest.fixture
def owing(app: Flask, school: BuiltSchool) -> Owing:
    return Owing(app, school)


def local(day: date, hour: time) -> datetime:
    return clock.at_local(day, hour)


@pytest.fixture
def filled(owing: Owing) -> LessonContent:
    return owing.fill(owing.lesson(), topic="Vektori", homework="4.12. uzdevums")


def test_a_lesson_of_today_is_owed_by_the_school_hour_and_late_after_it(owing: Owing) -> None:
    lesson = owing.lesson(number=3)
    [before] = owing.duties(hour=time(17))
    [after] = owing.duties(hour=time(17, 1))
    assert (before.state, after.state) == ("open", "late")
    assert before.due == after.due == local(MONDAY, time(17))
    assert (before.person_id, before.person) == (owing.ilze.id, "Ozola Ilze")
    assert (before.endpoint, before.values) == (
        "grid.show",
        {"journal_id": owing.journal.id, "column": f"l{lesson.id}"},
    )
    with owing.app.test_request_context(headers={"Accept-Language": "lv"}):
        assert str(before.title) == "Matemātika 10.a, 3. stunda: temats, mājas darbs"


def test_a_late_lesson_has_an_hour_from_its_end(owing: Owing) -> None:
    owing.lesson(number=11, starts=time(19, 20), ends=time(20))
    assert [duty.due for duty in owing.duties()] == [local(MONDAY, time(21))]
    assert [duty.state for duty in owing.duties(hour=time(20, 59))] == ["open"]
    assert [duty.state for duty in owing.duties(hour=time(21, 1))] == ["late"]


def test_a_lesson_without_times_is_due_at_the_school_hour(owing: Owing) -> None:
    owing.lesson(starts=None, ends=None)
    assert [duty.due for duty in owing.duties()] == [local(MONDAY, time(17))]


def test_a_filled_lesson_is_no_duty(owing: Owing, filled: LessonContent) -> None:
    assert owing.duties() == []


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ({"topic": "Vektori"}, "homework"),
        ({"topic": "Vektori", "homework": ""}, "homework"),
        ({"homework": "4.12."}, "topic"),
        ({"topic": "", "homework_none": True}, "topic"),
        ({"outcome": "Aprēķina leņķi"}, "topic, homework"),
    ],
)
def test_what_is_missing_stands_in_the_title(owing: Owing, content: dict[str, Any], missing: str) -> None:
    owing.fill(owing.lesson(), **content)
    assert owing.titles() == [f"Matemātika 10.a, lesson 1: {missing}"]


def test_nothing_set_counts_as_homework(owing: Owing) -> None:
    owing.fill(owing.lesson(), topic="Vektori", homework_none=True)
    assert owing.duties() == []


def test_topic_and_homework_may_stand_in_rows_of_their_own(owing: Owing) -> None:
    lesson = owing.lesson()
    owing.fill(lesson, topic="Vektori")
    owing.fill(lesson, homework="4.12.")
    assert owing.duties() == []


@pytest.mark.parametrize("state", ["cancelled", "moved"])
def test_a_lesson_that_did_not_take_place_is_no_duty(owing: Owing, state: str) -> None:
    owing.lesson(state=state)
    assert owing.duties() == []


def test_the_substitute_owes_what_the_substitute_taught(owing: Owing) -> None:
    janis = owing.school.teacher("Jānis", "Liepiņš")
    owing.lesson(taught_by=janis)
    assert owing.duties(whose=owing.ilze) == []
    assert [duty.person for duty in owing.duties(whose=janis)] == ["Liepiņš Jānis"]


def test_where_nobody_is_named_the_main_teacher_of_that_day_owes(owing: Owing) -> None:
    zane = owing.school.teacher("Zane", "Zīle")
    journal = owing.school.journal("Fizika", owing.school.school_class("11.b"))
    for person, first, last in ((owing.ilze, FIRST_DAY, FRIDAY), (zane, MONDAY, None)):
        owing.school.add(JournalTeacher(journal_id=journal.id, person_id=person.id, from_date=first, until_date=last))
    owing.lesson(journal=journal, day=FRIDAY, taught_by=None)
    owing.lesson(journal=journal, day=MONDAY, taught_by=None)
    assert [duty.due.date() for duty in owing.duties(whose=owing.ilze)] == [FRIDAY]
    assert [duty.due.date() for duty in owing.duties(whose=zane)] == [MONDAY]


def test_everybody_is_asked_at_once_late_first(owing: Owing) -> None:
    janis = owing.school.teacher("Jānis", "Liepiņš")
    owing.lesson(number=1)
    owing.lesson(number=2, taught_by=janis, day=FRIDAY)
    owing.lesson(number=3, day=date(2026, 11, 24))
    assert [(duty.person, duty.state) for duty in owing.duties()] == [("Liepiņš Jānis", "late"), ("Ozola Ilze", "open")]


def test_the_hour_and_the_grace_are_the_schools(owing: Owing) -> None:
    owing.lesson(number=1)
    owing.change(due_time="18:00")
    assert [duty.state for duty in owing.duties(hour=time(17, 30))] == ["open"]
    assert [duty.state for duty in owing.duties(hour=time(18, 1))] == ["late"]
    owing.change(due_time="08:00", grace_minutes="5")
    assert [duty.due for duty in owing.duties()] == [local(MONDAY, time(9, 15))]


def test_lessons_are_looked_back_on_for_the_schools_number_of_school_days(owing: Owing) -> None:
    for number, day in enumerate((date(2026, 11, 18), date(2026, 11, 19), FRIDAY, MONDAY), start=1):
        owing.lesson(number=number, day=day)
    owing.change(look_back_days="3")
    assert [duty.due.date() for duty in owing.duties()] == [date(2026, 11, 19), FRIDAY, MONDAY]


def test_a_month_without_lessons_hides_nothing(owing: Owing) -> None:
    owing.lesson(day=date(2026, 10, 16))
    assert [duty.state for duty in owing.duties()] == ["late"]


def test_asking_takes_one_statement(owing: Owing, statements: Statements) -> None:
    for number in range(1, 6):
        owing.lesson(number=number)
    owing.duties()
    with statements() as seen:
        assert len(owing.duties()) == 5
    lessons = [text for text in seen if re.search(r"[ .]lesson\b", text)]
    assert len(lessons) == 1
