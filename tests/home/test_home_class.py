"""Mana klase: the day of a class teacher's own class."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from core.foundation import clock
from core.home.my_class import numbers_text
from core.journals.attendance.models import Absence
from core.people.models import Person
from core.testing.schools import BuiltSchool

SignIn = Callable[[Person | str], FlaskClient]
MONDAY = date(2026, 11, 23)


@pytest.fixture
def ilze(school: BuiltSchool) -> Person:
    return school.teacher("Ilze", "Ozola")


def page_of(client: FlaskClient) -> str:
    answer = client.get("/pargauja/?tab=class", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.text


def figures(page: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)", page))


def test_the_class_is_counted_and_the_missing_are_named(school: BuiltSchool, sign_in: SignIn, ilze: Person) -> None:
    class_10a, class_10b = school.school_class("10.a", teacher=ilze), school.school_class("10.b")
    anna, elza = school.pupil("Anna", "Bērziņa", class_10a), school.pupil("Elza", "Čakste", class_10a)
    other = school.pupil("Otto", "Ozols", class_10b)
    school.pupil("Reinis", "Gone", class_10a, until_date=date(2026, 11, 1))
    maths = school.journal("Matemātika", class_10a, class_10b, teacher=ilze)
    lessons = [school.lesson(maths, MONDAY, number) for number in range(1, 6)]
    yesterday = school.lesson(maths, date(2026, 11, 20), 1)
    for lesson in (*lessons[1:4], yesterday):
        school.add(Absence(lesson_id=lesson.id, pupil_id=anna.id, kind="absent"))
    school.add(Absence(lesson_id=lessons[0].id, pupil_id=elza.id, kind="late", minutes=15))
    school.add(Absence(lesson_id=lessons[1].id, pupil_id=elza.id, kind="absent", voided=clock.now()))
    school.add(Absence(lesson_id=lessons[0].id, pupil_id=other.id, kind="absent"))
    school.guardianship(school.person("Uldis", "Bērziņš"), anna, access="undecided")
    school.guardianship(school.person("Juris", "Ozols"), other, access="undecided")
    page = page_of(sign_in(ilze))
    assert figures(page) == {
        "Pupils": "2",
        "Absent today": "1",
        "Late today": "1",
        "Guardians waiting for a decision": "1",
    }
    assert "absence: lesson 2.–4." in page
    assert "late arrival: lesson 1." in page
    assert "Ozols" not in page


def test_birthdays_of_the_month_stand_in_order_and_coming_of_age_is_marked(
    school: BuiltSchool, sign_in: SignIn, ilze: Person
) -> None:
    class_12a = school.school_class("12.a", teacher=ilze)
    for name, born in (("Anna", date(2008, 11, 28)), ("Elza", date(2009, 11, 3)), ("Otto", date(2008, 12, 1))):
        school.pupil(name, "Liepa", class_12a, birth_date=born)
    page = page_of(sign_in(ilze))
    birthdays = page.partition('class="birthdays"')[2].partition("</ul>")[0]
    assert re.findall(r"Liepa (\w+)", birthdays) == ["Elza", "Anna"]
    assert re.findall(r'badge badge--warning">([^<]+)<', birthdays) == ["18 years"]


def test_two_classes_are_both_shown(school: BuiltSchool, sign_in: SignIn, ilze: Person) -> None:
    for name in ("5.b", "5.a"):
        school.pupil("Anna", "Liepa", school.school_class(name, teacher=ilze))
    page = page_of(sign_in(ilze))
    assert "My class 5.a, 5.b" in page
    assert page.count("<dt>Pupils</dt>") == 2


def test_somebody_elses_class_is_nobodys_own(school: BuiltSchool, sign_in: SignIn, ilze: Person) -> None:
    school.pupil("Anna", "Liepa", school.school_class("5.a", teacher=ilze))
    assert "My class" not in page_of(sign_in("head"))


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([], ""), ([3], "3."), ([2, 1], "1., 2."), ([1, 2, 3, 5, 7, 8], "1.–3., 5., 7., 8."), ([None, 4, 4], "4.")],
)
def test_numbers_of_lessons_are_drawn_together(numbers: list[int | None], text: str) -> None:
    assert numbers_text(numbers) == text
