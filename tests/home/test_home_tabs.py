"""Which homes a person has, and how they change from one to the next."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from core.people.models import Person
from core.testing.schools import BuiltSchool

SignIn = Callable[[Person | str], FlaskClient]


def page_of(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"/pargauja/{query}", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.text


def tabs(page: str) -> list[str]:
    return re.findall(r'class="tabs__tab" href="[^"]+"[^>]*>([^<]+)<', page)


def heading(page: str) -> str:
    [found] = re.findall(r"<h1>([^<]+)", page)
    return str(found)


@pytest.mark.parametrize(
    ("role", "title"),
    [
        ("head", "School today"),
        ("deputy", "School today"),
        ("record_keeper", "Waiting in the office"),
        ("secretary", "Changes of the day"),
        ("superuser", "Start of the school year"),
    ],
)
def test_each_role_begins_at_its_own_home(sign_in: SignIn, role: str, title: str) -> None:
    page = page_of(sign_in(role))
    assert heading(page) == title
    assert tabs(page) == []


def test_several_roles_are_tabs_of_one_page(school: BuiltSchool, sign_in: SignIn) -> None:
    ilze = school.staff("Ilze", "Ozola", "deputy")
    school.journal("Matemātika", school.school_class("10.a", teacher=ilze), teacher=ilze)
    client = sign_in(ilze)
    assert tabs(page_of(client)) == ["Today", "My class 10.a", "School today"]
    assert heading(page_of(client)) == "Today"
    assert heading(page_of(client, "?tab=school")) == "School today"
    assert heading(page_of(client, "?tab=class")) == "My class 10.a"
    assert heading(page_of(client, "?tab=office")) == "Today"


def test_a_role_without_a_home_is_shown_its_places(sign_in: SignIn) -> None:
    page = page_of(sign_in("support"))
    assert 'class="places"' in page
    assert "/pargauja/todo" in page


def test_the_record_keeper_sees_what_waits(school: BuiltSchool, sign_in: SignIn) -> None:
    class_10a = school.school_class("10.a")
    anna, elza = school.pupil("Anna", "Bērziņa", class_10a), school.pupil("Elza", "Čakste")
    for pupil in (anna, elza):
        school.guardianship(school.person("Uldis", pupil.family_name), pupil, access="undecided")
    school.guardianship(school.person("Aivars", "Bērziņš"), anna, access="undecided", until_date=date(2026, 11, 22))
    page = page_of(sign_in("record_keeper"))
    counted = re.findall(r"<strong>(\d+)</strong> ([^<]+)<", page)
    assert counted == [
        ("2", "guardians wait for a decision"),
        ("0", "imports wait to be accepted"),
        ("1", "enrolled pupil is in no class"),
        ("2", "enrolled pupils have no personal file"),
    ]
    assert 'href="/pargauja/guardians/decisions"' in page


def test_the_secretary_sees_where_the_day_differs_from_the_timetable(school: BuiltSchool, sign_in: SignIn) -> None:
    day = date(2026, 11, 23)
    ilze, janis = school.teacher("Ilze", "Ozola"), school.teacher("Jānis", "Liepiņš")
    maths = school.journal("Matemātika", school.school_class("10.a"), teacher=ilze)
    school.lesson(maths, day, 1, taught_by=ilze)
    school.lesson(maths, day, 2, taught_by=janis)
    school.lesson(maths, day, 3, taught_by=ilze, state="cancelled")
    school.lesson(school.journal("Koris"), day, 8)
    page = page_of(sign_in("secretary"))
    changes, _, teacherless = page.partition('id="teacherless"')
    assert re.findall(r'gap__number"><span[^>]*>Lesson </span>(\d)', changes) == ["2", "3"]
    assert "Liepiņš Jānis" in changes
    assert re.findall(r'gap__number"><span[^>]*>Lesson </span>(\d)', teacherless) == ["8"]
    assert "3 lessons take place" in page


def test_the_superuser_is_led_through_the_start_of_the_year(school: BuiltSchool, sign_in: SignIn) -> None:
    superuser = sign_in("superuser")
    empty = page_of(superuser)
    assert "2026/27" in empty
    assert re.findall(r'start__line--next">.*?<a href="([^"]+)"', empty, re.DOTALL) == ["/pargauja/imports"]
    school.school_class("10.a")
    page = page_of(superuser)
    assert empty.count("state--done") + 1 == page.count("state--done")
    assert "1 class" in page
    for address in re.findall(r'checklist__title"><a href="([^"]+)"', page):
        assert superuser.get(address).status_code == 200
