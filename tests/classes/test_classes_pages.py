"""The list of classes and the page of one: teachers, pupils, parents' contacts by class of access."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from core.classes.models import ClassMembership, ClassProgramme, SchoolClass
from core.people.models import Contact, Person
from core.schools.models import Programme, SchoolYear
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.testing.statements import Statements

SignIn = Callable[[Person | str], FlaskClient]


@pytest.fixture
def ilze(school: BuiltSchool) -> Person:
    return school.teacher("Ilze", "Ozola")


@pytest.fixture
def class_10a(school: BuiltSchool, ilze: Person) -> SchoolClass:
    """A pupil with both parents; access of the father is not decided."""
    school_class = school.school_class("10.a", ilze, room_id=school.room("214").id)
    anna = school.pupil("Anna", "Bērziņa", school_class)
    mother, father = school.guardian("Inga", "Bērziņa", anna), school.person("Juris", "Kalns")
    school.guardianship(father, anna, relation="father", access="undecided")
    for person, value in ((mother, "+37120000002"), (father, "+37120000003")):
        school.add(Contact(person_id=person.id, kind="phone", value=value))
    programme = school.add(Programme(code="31016011", title="Vispārējā vidējā izglītība"))
    school.add(ClassProgramme(school_class_id=school_class.id, programme_id=programme.id))
    return school_class


def test_the_list_shows_teacher_room_and_number_of_pupils(
    school: BuiltSchool, sign_in: SignIn, class_10a: SchoolClass
) -> None:
    school.school_class("7.c")
    page = sign_in("deputy").get("/pargauja/classes").text
    for words in ("10.a", "7.c", "Ilze Ozola", "214", "2026./2027.", "2 klases"):
        assert words in page
    assert page.index("7.c") < page.index("10.a")


def test_another_year_has_classes_of_its_own(school: BuiltSchool, sign_in: SignIn, class_10a: SchoolClass) -> None:
    last = school.add(SchoolYear(key="2025/2026", from_date=date(2025, 9, 1), until_date=date(2026, 8, 31)))
    school.add(SchoolClass(school_year_id=last.id, grade=9, letter="a"))
    client = sign_in("deputy")
    page = client.get("/pargauja/classes?year=2025/2026").text
    assert "9.a" in page
    assert ">10.a<" not in page
    assert client.get("/pargauja/classes?year=1925/1926").status_code == 404


def test_only_own_class_leads_further(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, class_10a: SchoolClass
) -> None:
    other = school.school_class("10.b")
    client = sign_in(ilze)
    page = client.get("/pargauja/classes").text
    assert f"/classes/{class_10a.id}" in page
    assert f"/classes/{other.id}" not in page
    assert client.get(f"/pargauja/classes/{other.id}").status_code == 404


@pytest.mark.parametrize(
    ("who", "phone", "programme", "file"),
    [
        ("class teacher", True, True, True),
        ("record_keeper", True, True, True),
        ("secretary", True, False, False),
        ("superuser", True, False, True),
        ("deputy", False, False, False),
    ],
)
def test_each_sees_of_the_class_what_is_for_them(
    sign_in: SignIn, ilze: Person, class_10a: SchoolClass, who: str, phone: bool, programme: bool, file: bool
) -> None:
    page = sign_in(ilze if who == "class teacher" else who).get(f"/pargauja/classes/{class_10a.id}").text
    assert "Bērziņa Anna" in page
    assert "Ilze Ozola · 1 skolēns" in page
    assert ("+37120000002" in page) == phone
    assert ("31016011" in page) == programme
    assert ("/file" in page) == file
    # Nobody is reached about a child whose access is not decided.
    assert "+37120000003" not in page


def test_who_left_the_class_stands_last_and_is_not_counted(
    school: BuiltSchool, sign_in: SignIn, class_10a: SchoolClass
) -> None:
    moved = school.pupil("Agnese", "Āboliņa")
    here = {"pupil_id": moved.id, "school_class_id": class_10a.id}
    school.add(ClassMembership(**here, from_date=FIRST_DAY, until_date=date(2026, 10, 30)))
    page = sign_in("record_keeper").get(f"/pargauja/classes/{class_10a.id}").text
    assert page.index("Bērziņa Anna") < page.index("Āboliņa Agnese")
    assert "1 skolēns" in page
    assert "01.09.–30.10.2026." in page


def test_pages_of_classes_ask_a_fixed_number_of_statements(
    school: BuiltSchool, sign_in: SignIn, class_10a: SchoolClass, statements: Statements
) -> None:
    client = sign_in("record_keeper")
    paths = ("/pargauja/classes", f"/pargauja/classes/{class_10a.id}")
    counts = []
    for size in (1, 15):
        for number in range(size):
            school.school_class(f"9.{size}-{number}", school.teacher("Ilze", f"Kalna {number}"))
            child = school.pupil("Anna", f"Zara {number}", class_10a)
            guardian = school.guardian("Inga", f"Zara {number}", child)
            school.add(Contact(person_id=guardian.id, kind="phone", value=f"2000000{number}"))
        for path in paths:
            client.get(path)
        with statements() as seen:
            assert [client.get(path).status_code for path in paths] == [200, 200]
        counts.append(len(seen))
    assert counts[0] == counts[1]
