"""Šodien: a teacher's day, the present lesson first."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time

import pytest
from flask.testing import FlaskClient

from core.foundation import clock
from core.journals.lessons.models import Lesson, LessonContent, RollCall
from core.journals.register.models import Journal, JournalTeacher
from core.people.models import Person
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.testing.statements import Statements

SignIn = Callable[[Person | str], FlaskClient]
FRIDAY, MONDAY, WEDNESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 25)


@pytest.fixture
def ilze(school: BuiltSchool) -> Person:
    return school.teacher("Ilze", "Ozola")


@pytest.fixture
def maths(school: BuiltSchool, ilze: Person) -> Journal:
    return school.journal("Matemātika", school.school_class("10.a"), teacher=ilze)


@pytest.fixture
def physics(school: BuiltSchool, ilze: Person) -> Journal:
    return school.journal("Fizika", school.school_class("11.b"), teacher=ilze)


def at(hour: int, minute: int = 0) -> AbstractContextManager[None]:
    return clock.at(clock.at_local(MONDAY, time(hour, minute)))


def page_of(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"/pargauja/{query}", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.text


def lessons_on(page: str) -> list[str]:
    """The journals named on the page, in order, without what is owed."""
    return re.findall(r'<a href="[^"]*/journals/\d+\?column=l\d+">([^<]+)</a>', page)


def marks_of(page: str, lesson: Lesson) -> list[str]:
    """Roll call, topic and homework of a lesson, as they are read aloud."""
    after = page.partition(f'column=l{lesson.id}">')[2]
    return re.findall(r'<span class="aside-text">: ([^<]+)</span>', after)[:3]


def test_the_lesson_that_is_on_stands_first(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal, physics: Journal
) -> None:
    for number, journal in ((1, maths), (3, physics), (5, maths)):
        school.lesson(journal, MONDAY, number, taught_by=ilze)
    client = sign_in(ilze)
    with at(10, 20):
        page = page_of(client)
        assert lessons_on(page) == ["Fizika 11.b", "Matemātika 10.a", "Matemātika 10.a"]
        assert 'aria-label="The present lesson"' in page
    with at(10, 55):
        page = page_of(client)
        assert 'aria-label="The next lesson"' in page
        assert re.findall(r'<p class="now__number">.*?(\d+)\.</p>', page) == ["5"]
    with at(20):
        assert 'class="now' not in page_of(client)


def test_a_lesson_says_what_is_recorded_and_what_is_late(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal
) -> None:
    first = school.lesson(maths, MONDAY, 1, taught_by=ilze)
    second = school.lesson(maths, MONDAY, 2, taught_by=ilze)
    school.add(RollCall(lesson_id=first.id, taken_at=clock.now()))
    school.add(LessonContent(lesson_id=first.id, topic="Vektori"))
    school.add(LessonContent(lesson_id=second.id, homework_none=True))
    client = sign_in(ilze)
    with at(9, 30):
        page = page_of(client)
        assert marks_of(page, first) == ["is there", "is there", "not there yet"]
        assert marks_of(page, second) == ["not there yet", "not there yet", "is there"]
    with at(17, 1):
        page = page_of(client)
        assert marks_of(page, first) == ["is there", "is there", "missing after its time"]
        assert marks_of(page, second) == ["missing after its time", "missing after its time", "is there"]


def test_a_roll_call_taken_back_is_not_there(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal
) -> None:
    lesson = school.lesson(maths, MONDAY, 1, taught_by=ilze)
    school.add(RollCall(lesson_id=lesson.id, taken_at=clock.now(), voided=clock.now()))
    with at(8, 40):
        assert marks_of(page_of(sign_in(ilze)), lesson)[0] == "not there yet"


def test_only_own_lessons_are_shown_and_those_one_stands_in_for(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal
) -> None:
    janis = school.teacher("Jānis", "Liepiņš")
    history = school.journal("Vēsture", school.school_class("9.c"), teacher=janis)
    school.lesson(maths, MONDAY, 1)
    school.lesson(maths, MONDAY, 2, taught_by=janis)
    school.lesson(history, MONDAY, 3, taught_by=janis)
    school.add(JournalTeacher(journal_id=maths.id, person_id=janis.id, role="substitute", from_date=MONDAY))
    with at(7):
        assert lessons_on(page_of(sign_in(ilze))) == ["Matemātika 10.a"]
        page = page_of(sign_in(janis))
    assert lessons_on(page) == ["Matemātika 10.a", "Vēsture 9.c"]
    assert page.count("substitution") == 1


def test_a_cancelled_lesson_stays_in_sight_and_asks_for_nothing(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal
) -> None:
    lesson = school.lesson(maths, MONDAY, 3, taught_by=ilze, state="cancelled")
    with at(10, 20):
        page = page_of(sign_in(ilze))
    assert "lesson--cancelled" in page
    assert "lesson cancelled" in page
    assert marks_of(page, lesson) == []


def test_room_and_class_stand_beside_the_lesson(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal
) -> None:
    german = school.journal(
        "Vācu valoda", school.school_class("7.a"), school.school_class("7.b"), teacher=ilze, title="Vācu valoda, 2. gr."
    )
    school.lesson(maths, MONDAY, 1, taught_by=ilze, room_id=school.room("214").id)
    school.lesson(german, MONDAY, 2, taught_by=ilze, room_id=school.room("Aktu zāle").id)
    with at(7):
        page = page_of(sign_in(ilze))
    assert "room 214" in page
    assert "7.a, 7.b · Aktu zāle" in page


def test_the_way_to_other_days_skips_days_without_lessons(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal
) -> None:
    for day in (FRIDAY, WEDNESDAY):
        school.lesson(maths, day, 1, taught_by=ilze)
    client = sign_in(ilze)
    page = page_of(client)
    assert "You have no lessons today." in page
    assert "day=2026-11-20" in page
    assert "day=2026-11-25" in page
    other = page_of(client, "?tab=today&day=2026-11-25")
    assert lessons_on(other) == ["Matemātika 10.a"]
    assert "day=2026-11-20" in other
    assert client.get("/pargauja/?day=2026-02-30").status_code == 404


def test_what_is_owed_stands_beside_the_day(school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal) -> None:
    for number in range(1, 8):
        school.lesson(maths, FRIDAY, number, taught_by=ilze)
    page = page_of(sign_in(ilze))
    assert page.count('class="duty duty--late"') == 5
    assert "7 in all" in page
    assert "Due: 20 Nov 17:00" in page
    assert 'href="/pargauja/todo"' in page


def test_a_lesson_leads_into_its_journal(school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal) -> None:
    lesson = school.lesson(maths, MONDAY, 3, taught_by=ilze)
    client = sign_in(ilze)
    with at(10, 20):
        assert f'href="/pargauja/journals/{maths.id}?column=l{lesson.id}"' in page_of(client)
        assert client.get(f"/pargauja/journals/{maths.id}?column=l{lesson.id}").status_code == 200


def test_a_full_day_asks_no_more_statements_than_a_short_one(
    school: BuiltSchool, sign_in: SignIn, statements: Statements, ilze: Person, maths: Journal
) -> None:
    school.lesson(maths, MONDAY, 1, taught_by=ilze)
    client = sign_in(ilze)
    page_of(client)
    with statements() as few:
        page_of(client)
    for number in range(2, 9):
        journal = school.journal("Fizika", school.school_class(f"{number}.a"), teacher=ilze)
        school.lesson(journal, MONDAY, number, taught_by=ilze)
        school.lesson(journal, FRIDAY, number, taught_by=ilze)
    with statements() as many:
        page_of(client)
    assert len(many) == len(few) <= 12


def test_a_teacher_of_last_year_has_no_day(school: BuiltSchool, sign_in: SignIn, ilze: Person) -> None:
    journal = school.journal("Ķīmija", school.school_class("8.a"))
    school.add(JournalTeacher(journal_id=journal.id, person_id=ilze.id, from_date=FIRST_DAY, until_date=FRIDAY))
    school.give_role(ilze, "nurse")
    assert "The present lesson" not in page_of(sign_in(ilze))
