"""Skola šodien: the day of the whole school, for deputies and the head."""

import re
from collections.abc import Callable
from datetime import date, time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.settings.services import move_revision
from core.journals.attendance.models import Absence
from core.journals.lessons.models import LessonContent, RollCall
from core.journals.register.models import Journal
from core.people.models import Person, RolePermission
from core.testing.schools import BuiltSchool
from core.testing.statements import Statements

SignIn = Callable[[Person | str], FlaskClient]
MONDAY = date(2026, 11, 23)


@pytest.fixture
def ilze(school: BuiltSchool) -> Person:
    return school.teacher("Ilze", "Ozola")


@pytest.fixture
def maths(school: BuiltSchool, ilze: Person) -> Journal:
    return school.journal("Matemātika", school.school_class("10.a"), teacher=ilze)


def page_at(client: FlaskClient, hour: int, minute: int = 0, query: str = "") -> str:
    with clock.at(clock.at_local(MONDAY, time(hour, minute))):
        answer = client.get(f"/pargauja/{query}", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.text


def section(page: str, key: str) -> str:
    """The part of the page under a heading."""
    return page.partition(f'id="{key}"')[2].partition("</section>")[0]


def figures(page: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)", page.partition('id="strip"')[0]))


def test_lessons_that_ended_without_roll_call_are_listed_with_who_taught_them(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal
) -> None:
    recorded = school.lesson(maths, MONDAY, 1, taught_by=ilze)
    forgotten = school.lesson(maths, MONDAY, 2)
    school.lesson(maths, MONDAY, 3, taught_by=ilze)
    school.add(RollCall(lesson_id=recorded.id, taken_at=clock.now()))
    listed = section(page_at(sign_in("deputy"), 10, 5), "no-roll")
    assert re.findall(r"column=l(\d+)", listed) == [str(forgotten.id)]
    assert "Ozola Ilze" in listed


def test_lessons_without_topic_are_listed_after_the_schools_hour(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal
) -> None:
    filled = school.lesson(maths, MONDAY, 1, taught_by=ilze)
    lesson = school.lesson(maths, MONDAY, 2, taught_by=ilze)
    school.add(LessonContent(lesson_id=filled.id, topic="Vektori", homework_none=True))
    school.add(LessonContent(lesson_id=lesson.id, topic="Vektori"))
    head = sign_in("head")
    before, after = section(page_at(head, 16), "no-topic"), section(page_at(head, 17, 1), "no-topic")
    assert "1 lesson that has ended is still in time" in before
    assert re.findall(r"column=l(\d+)", after) == [str(lesson.id)]

    assert re.findall(r"gap__note\">([^<]+)<", after) == ["homework"]


def test_the_day_is_counted(school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal) -> None:
    janis = school.teacher("Jānis", "Liepiņš")
    lessons = [school.lesson(maths, MONDAY, number, taught_by=ilze) for number in (1, 2, 3)]
    school.lesson(maths, MONDAY, 4, taught_by=janis)
    school.lesson(maths, MONDAY, 5, taught_by=ilze, state="cancelled")
    school.add(RollCall(lesson_id=lessons[0].id, taken_at=clock.now()))
    anna = school.pupil("Anna", "Bērziņa")
    for lesson in lessons[:2]:
        school.add(Absence(lesson_id=lesson.id, pupil_id=anna.id, kind="absent"))
    school.add(Absence(lesson_id=lessons[0].id, pupil_id=school.pupil("Elza", "Čakste").id, kind="late", minutes=5))
    page = page_at(sign_in("deputy"), 9, 30)
    assert figures(page) == {
        "Lessons": "4",
        "Attendance taken": "1",
        "Topic and homework written": "0",
        "Pupils absent": "1",
        "Substitutions": "1",
        "Overdue duties": "0",
    }
    assert "1 lesson cancelled" in page
    assert "of 2 begun" in page


def test_each_hour_is_drawn_and_said(school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal) -> None:
    physics = school.journal("Fizika", school.school_class("11.b"), teacher=ilze)
    first = school.lesson(maths, MONDAY, 1, taught_by=ilze)
    school.lesson(physics, MONDAY, 1, taught_by=ilze)
    school.lesson(physics, MONDAY, 4, taught_by=ilze)
    school.add(RollCall(lesson_id=first.id, taken_at=clock.now()))
    school.add(LessonContent(lesson_id=first.id, topic="Vektori"))
    page = page_at(sign_in("deputy"), 9, 30).partition('class="hours"')[2].partition("</section>")[0]
    assert re.findall(r'class="square square--(\w+)"', page) == ["done", "late", "open"]
    assert "2 lessons, attendance taken in 1, topic in 1" in page


def test_who_is_late_in_the_school_stands_below(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal
) -> None:
    school.lesson(maths, date(2026, 11, 20), 1, taught_by=ilze)
    late = section(page_at(sign_in("deputy"), 9), "late")
    assert "Ozola Ilze" in late
    assert 'href="/pargauja/todo?whose=all"' in late


def test_a_deputy_without_the_right_has_no_such_page(school: BuiltSchool, sign_in: SignIn, maths: Journal) -> None:
    def take_away(session: Session) -> None:
        asked = select(RolePermission).where(
            RolePermission.role_key == "deputy", RolePermission.permission_key == "duties.school"
        )
        session.delete(session.scalars(asked).one())

    deputy = sign_in("deputy")
    assert 'id="no-roll"' in page_at(deputy, 9)
    school.write(take_away)
    school.write(move_revision)
    assert 'id="no-roll"' not in page_at(deputy, 9, query="?tab=school")


def test_a_large_day_asks_no_more_statements_than_a_small_one(
    school: BuiltSchool, sign_in: SignIn, statements: Statements, ilze: Person, maths: Journal
) -> None:
    deputy = sign_in("deputy")
    school.lesson(maths, MONDAY, 1, taught_by=ilze)
    page_at(deputy, 18)
    with statements() as few:
        page_at(deputy, 18)
    for number in range(1, 9):
        teacher = school.teacher(f"{number}", "Jaunais")
        journal = school.journal("Fizika", school.school_class(f"{number}.a"), teacher=teacher)
        for lesson in (1, 2, 3):
            school.lesson(journal, MONDAY, lesson, taught_by=teacher)
    with statements() as many:
        page = page_at(deputy, 18)
    assert "25 lessons" in page
    assert len(many) == len(few) <= 12
