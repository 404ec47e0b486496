"""The home of guardians and pupils: today's lessons, and nothing that is not theirs."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

import pytest
from flask.testing import FlaskClient

from core.classes.models import SchoolClass
from core.foundation import clock
from core.journals.attendance.models import Absence
from core.journals.lessons.models import LessonContent
from core.journals.register.models import Journal, JournalPupil
from core.people.models import Person
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.testing.statements import Statements

SignIn = Callable[[Person | str], FlaskClient]
MONDAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Family:
    ilze: Person
    class_10a: SchoolClass
    class_7b: SchoolClass
    anna: Person
    karlis: Person
    elza: Person
    inga: Person
    maths: Journal
    physics: Journal


@pytest.fixture
def family(school: BuiltSchool) -> Family:
    ilze = school.teacher("Ilze", "Ozola")
    class_10a = school.school_class("10.a", teacher=ilze)
    class_7b = school.school_class("7.b")
    anna = school.pupil("Anna", "Bērziņa", class_10a)
    karlis = school.pupil("Kārlis", "Bērziņš", class_7b)
    return Family(
        ilze,
        class_10a,
        class_7b,
        anna,
        karlis,
        school.pupil("Elza", "Čakste", class_10a),
        school.guardian("Inga", "Bērziņa", anna, karlis),
        school.journal("Matemātika", class_10a, teacher=ilze),
        school.journal("Fizika", class_7b, teacher=ilze),
    )


def page_of(client: FlaskClient) -> str:
    answer = client.get("/pargauja/", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.text


def lessons_of(page: str, child: Person) -> list[str]:
    """The subjects of a child's day, in order."""
    own = page.partition(f'id="child-{child.id}"')[2].partition("</section>")[0]
    return re.findall(r'lesson__title strong">([^<]+)<', own)


def test_a_guardian_sees_own_children_and_their_lessons(school: BuiltSchool, sign_in: SignIn, family: Family) -> None:
    school.lesson(family.maths, MONDAY, 2, room_id=school.room("214").id)
    school.lesson(family.maths, date(2026, 11, 24), 1)
    school.lesson(family.physics, MONDAY, 1)
    page = page_of(sign_in(family.inga))
    assert lessons_of(page, family.anna) == ["Matemātika"]
    assert lessons_of(page, family.karlis) == ["Fizika"]
    assert "09:20–10:00" in page
    assert "room 214" in page
    assert "Class teacher: Ilze Ozola" in page
    assert "Čakste" not in page


def test_marks_and_absences_are_not_shown(school: BuiltSchool, sign_in: SignIn, family: Family) -> None:
    lesson = school.lesson(family.maths, MONDAY, 2)
    client = sign_in(family.inga)
    before = page_of(client)
    work = school.assessment(family.maths, MONDAY, "grading.ten", "Vektoru kontroldarbs", lesson_id=lesson.id)
    school.mark(work, family.anna, "9")
    school.add(Absence(lesson_id=lesson.id, pupil_id=family.anna.id, kind="absent"))
    tokens = re.compile(r'name="csrf[-_]token" (content|value)="[^"]*"')
    assert tokens.sub("", page_of(client)) == tokens.sub("", before)


def test_the_topic_is_that_of_the_childs_class(school: BuiltSchool, sign_in: SignIn, family: Family) -> None:
    both = school.journal("Dabaszinības", family.class_10a, family.class_7b, teacher=family.ilze)
    lesson = school.lesson(both, MONDAY, 3)
    for school_class, topic in ((None, "Enerģija"), (family.class_7b, "Siltums")):
        class_id = school_class and school_class.id
        school.add(LessonContent(lesson_id=lesson.id, school_class_id=class_id, topic=topic))
    page = page_of(sign_in(family.inga))
    anna, _, karlis = page.partition(f'id="child-{family.karlis.id}"')
    assert "Enerģija" in anna
    assert "Siltums" not in anna
    assert "Siltums" in karlis
    assert "Enerģija" not in karlis


def test_single_members_of_a_journal_are_counted_in_and_out(
    school: BuiltSchool, sign_in: SignIn, family: Family
) -> None:
    choir = school.journal("Koris", teacher=family.ilze)
    school.add(JournalPupil(journal_id=choir.id, pupil_id=family.anna.id, from_date=FIRST_DAY))
    school.add(JournalPupil(journal_id=family.maths.id, pupil_id=family.anna.id, is_excluded=True, from_date=FIRST_DAY))
    school.add(
        JournalPupil(journal_id=choir.id, pupil_id=family.karlis.id, from_date=FIRST_DAY, until_date=date(2026, 11, 22))
    )
    school.lesson(choir, MONDAY, 8)
    school.lesson(family.maths, MONDAY, 1)
    page = page_of(sign_in(family.inga))
    assert lessons_of(page, family.anna) == ["Koris"]
    assert lessons_of(page, family.karlis) == []


def test_a_cancelled_lesson_is_said_to_be_cancelled(school: BuiltSchool, sign_in: SignIn, family: Family) -> None:
    school.lesson(family.maths, MONDAY, 3, state="cancelled")
    with clock.at(clock.at_local(MONDAY, time(10, 20))):
        page = page_of(sign_in(family.inga))
    assert "lesson cancelled" in page
    assert "lesson--now" not in page


def test_a_guardian_who_waits_for_a_decision_sees_nothing_of_the_child(
    school: BuiltSchool, sign_in: SignIn, family: Family
) -> None:
    school.guardianship(family.inga, family.elza, access="undecided")
    page = page_of(sign_in(family.inga))
    assert "Elza" not in page
    assert "Anna" in page


def test_a_pupil_sees_own_day_only(school: BuiltSchool, sign_in: SignIn, family: Family) -> None:
    school.lesson(family.maths, MONDAY, 3)
    school.lesson(family.physics, MONDAY, 4)
    with clock.at(clock.at_local(MONDAY, time(10, 20))):
        page = page_of(sign_in(family.anna))
    assert lessons_of(page, family.anna) == ["Matemātika"]
    assert page.count('class="lesson lesson--now"') == 1
    assert "Kārlis" not in page
    assert "Elza" not in page


def test_a_teachers_hat_does_not_leak_into_a_mothers(school: BuiltSchool, sign_in: SignIn, family: Family) -> None:
    school.guardianship(family.ilze, family.karlis)
    school.lesson(family.maths, MONDAY, 1, taught_by=family.ilze)
    client = sign_in(family.ilze)
    assert "Matemātika 10.a" in page_of(client)
    client.post("/pargauja/hat", data={"hat": "guardian"})
    page = page_of(client)
    assert "Kārlis Bērziņš" in page
    assert "Anna" not in page
    assert "Matemātika" not in page


def test_more_children_ask_no_more_statements(
    school: BuiltSchool, sign_in: SignIn, statements: Statements, family: Family
) -> None:
    school.lesson(family.maths, MONDAY, 1)
    client = sign_in(family.inga)
    page_of(client)
    with statements() as two:
        page_of(client)
    for number in range(1, 6):
        school_class = school.school_class(f"{number}.c", teacher=family.ilze)
        school.guardianship(family.inga, school.pupil(f"{number}", "Bērziņš", school_class))
        school.lesson(school.journal("Vizuālā māksla", school_class), MONDAY, number)
    with statements() as seven:
        page_of(client)
    assert len(seven) == len(two) <= 10
