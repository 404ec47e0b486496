"""Darāmais: what one owes, and what everybody owes for who may see it."""

import re
from collections.abc import Callable
from datetime import date, time

import pytest
from flask.testing import FlaskClient

from core.foundation import clock
from core.journals.register.models import Journal
from core.people.models import Person
from core.testing.schools import BuiltSchool
from core.testing.statements import Statements

SignIn = Callable[[Person | str], FlaskClient]
THURSDAY, FRIDAY, MONDAY = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23)


@pytest.fixture
def ilze(school: BuiltSchool) -> Person:
    return school.teacher("Ilze", "Ozola")


@pytest.fixture
def maths(school: BuiltSchool, ilze: Person) -> Journal:
    return school.journal("Matemātika", school.school_class("10.a"), teacher=ilze)


def page_of(client: FlaskClient, query: str = "", language: str = "en") -> str:
    answer = client.get(f"/pargauja/todo{query}", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.text


def duties(page: str) -> list[str]:
    return re.findall(r'class="duty__title" href="[^"]+">([^<]+)<', page)


def people(page: str) -> list[str]:
    return [name.strip() for name in re.findall(r'<h2 id="debtor-\d+">([^<]+)<', page)]


def test_own_duties_stand_late_first_with_their_time(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal
) -> None:
    for number, day in ((1, MONDAY), (2, FRIDAY), (3, THURSDAY)):
        school.lesson(maths, day, number, taught_by=ilze)
    page = page_of(sign_in(ilze))
    assert duties(page) == [
        "Matemātika 10.a, lesson 3: topic, homework",
        "Matemātika 10.a, lesson 2: topic, homework",
        "Matemātika 10.a, lesson 1: topic, homework",
    ]
    assert re.findall(r"Due: ([^<]+)<", page) == ["19 Nov 17:00", "20 Nov 17:00", "today 17:00"]
    assert page.count('class="duty duty--late"') == 2


def test_in_latvian_the_due_time_reads_as_people_say_it(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal
) -> None:
    school.lesson(maths, MONDAY, 3, taught_by=ilze)
    page = page_of(sign_in(ilze), language="lv")
    assert duties(page) == ["Matemātika 10.a, 3. stunda: temats, mājas darbs"]
    assert "Termiņš: šodien 17:00" in page


def test_with_nothing_owed_the_page_says_so(sign_in: SignIn, ilze: Person, maths: Journal) -> None:
    page = page_of(sign_in(ilze))
    assert "All is done" in page
    assert duties(page) == []


def test_a_deputy_sees_who_owes_what_most_late_first(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal
) -> None:
    janis = school.teacher("Jānis", "Āboliņš")
    zane = school.teacher("Zane", "Zīle")
    for number in (1, 2):
        school.lesson(maths, FRIDAY, number, taught_by=ilze)
    school.lesson(maths, FRIDAY, 3, taught_by=janis)
    lesson = school.lesson(maths, MONDAY, 4, taught_by=zane)
    page = page_of(sign_in("deputy"), "?whose=all")
    late, _, in_time = page.partition('id="in-time"')
    assert people(late) == ["Ozola Ilze", "Āboliņš Jānis"]
    assert "Zīle Zane" in in_time
    assert f'href="/pargauja/journals/{maths.id}?column=l{lesson.id}"' in in_time


def test_after_the_schools_hour_the_duty_of_the_day_is_late(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal
) -> None:
    school.lesson(maths, MONDAY, 1, taught_by=ilze)
    deputy = sign_in("deputy")
    assert people(page_of(deputy, "?whose=all")) == []
    with clock.at(clock.at_local(MONDAY, time(17, 1))):
        assert people(page_of(deputy, "?whose=all")) == ["Ozola Ilze"]


def test_a_teacher_sees_only_own_duties(school: BuiltSchool, sign_in: SignIn, ilze: Person, maths: Journal) -> None:
    school.lesson(maths, FRIDAY, 1, taught_by=school.teacher("Jānis", "Āboliņš"))
    page = page_of(sign_in(ilze), "?whose=all")
    assert "Āboliņš" not in page
    assert "All is done" in page
    assert 'class="tabs' not in page


@pytest.mark.parametrize("role", ["guardian", "pupil"])
def test_families_have_no_such_page(school: BuiltSchool, sign_in: SignIn, role: str) -> None:
    anna = school.pupil("Anna", "Bērziņa", school.school_class("10.a"))
    person = anna if role == "pupil" else school.guardian("Inga", "Bērziņa", anna)
    assert sign_in(person).get("/pargauja/todo").status_code == 403


def test_more_duties_ask_no_more_statements(
    school: BuiltSchool, sign_in: SignIn, statements: Statements, ilze: Person, maths: Journal
) -> None:
    school.lesson(maths, FRIDAY, 1, taught_by=ilze)
    deputy = sign_in("deputy")
    page_of(deputy, "?whose=all")
    with statements() as few:
        page_of(deputy, "?whose=all")
    for number in range(2, 10):
        school.lesson(maths, FRIDAY, number, taught_by=school.teacher(f"{number}", "Jaunais"))
    with statements() as many:
        assert len(people(page_of(deputy, "?whose=all"))) == 9
    assert len(many) == len(few) <= 8
