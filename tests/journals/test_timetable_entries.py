"""The timetable: lessons of the week are entered, clash, change and end; the journal's lessons follow at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.classes.models import SchoolClass
from core.journals.lessons.models import Lesson, LessonContent
from core.journals.register.models import Journal, JournalPupil
from core.journals.timetable.clashes import Wanted, clashes
from core.journals.timetable.models import TimetableEntry
from core.people.models import Person
from core.schools.models import Room
from core.testing.schools import BuiltSchool

TIMETABLE = "/pargauja/timetable"
FIRST, TODAY = date(2026, 9, 1), date(2026, 11, 23)


@pytest.fixture
def page(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("secretary")


@pytest.fixture
def ilze(school: BuiltSchool) -> Person:
    return school.teacher("Ilze", "Kalniņa")


@pytest.fixture
def class_10a(school: BuiltSchool) -> SchoolClass:
    return school.school_class("10.a")


@pytest.fixture
def maths(school: BuiltSchool, class_10a: SchoolClass, ilze: Person) -> Journal:
    return school.journal("Matemātika", class_10a, teacher=ilze, kind_key="class")


@pytest.fixture
def room(school: BuiltSchool) -> Room:
    return school.room("214")


def typed(journal: Journal, **changes: Any) -> dict[str, Any]:
    known = {"journal_id": journal.id, "weekday": 1, "number": 3, "weeks": "all", "from_date": "2026-11-23"}
    return known | changes


def enter(page: FlaskClient, journal: Journal, **changes: Any) -> tuple[int, str]:
    answer = page.post(f"{TIMETABLE}/new", data=typed(journal, **changes), follow_redirects=True)
    return answer.status_code, answer.get_data(as_text=True)


def days(school: BuiltSchool) -> list[date]:
    with school.read() as session:
        return list(session.scalars(select(Lesson.day).order_by(Lesson.day)))


def entries(school: BuiltSchool) -> list[TimetableEntry]:
    with school.read() as session:
        return list(session.scalars(select(TimetableEntry).order_by(TimetableEntry.id)))


def test_entering_a_lesson_plans_it_for_the_whole_year_and_undo_removes_all(
    page: FlaskClient, school: BuiltSchool, maths: Journal, room: Room
) -> None:
    status, text = enter(page, maths, room_id=room.id)
    assert status == 200
    assert "Stunda ir sarakstā. Ieplānotas 24 stundas." in text
    assert days(school)[0] == TODAY
    assert days(school)[-1] == date(2027, 5, 31)

    back = text.split('action="/pargauja/history/')[1].split("/")[0]
    assert "Atsaukts." in page.post(f"/pargauja/history/{back}/undo", follow_redirects=True).get_data(as_text=True)
    assert days(school) == []
    assert entries(school) == []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"from_date": "2026-08-31"}, "from_date"),
        ({"until_date": "2026-11-01"}, "until_date"),
        ({"weekday": "9"}, "weekday"),
        ({"number": "16"}, "number"),
        ({"journal_id": ""}, "journal_id"),
        ({"teacher": "Nav tāda"}, "teacher"),
    ],
)
def test_faults_stand_at_their_fields(
    page: FlaskClient, school: BuiltSchool, maths: Journal, changes: dict[str, str], place: str
) -> None:
    status, text = enter(page, maths, **changes)
    assert status == 422
    assert f'id="error-{place}"' in text
    assert entries(school) == []


# ---------------------------------------------------------------------------------------------------------- clashes


def test_a_clash_of_teacher_room_and_class_is_told_and_passed_over_only_when_said(
    page: FlaskClient, school: BuiltSchool, maths: Journal, class_10a: SchoolClass, ilze: Person, room: Room
) -> None:
    enter(page, maths, room_id=room.id)
    physics = school.journal("Fizika", class_10a, teacher=ilze)
    status, text = enter(page, physics, room_id=room.id)
    assert status == 422
    assert "Telpa 214 tad ir aizņemta: Matemātika 10.a (pārklāšanās)." in text
    assert "Ilze Kalniņa tad vada citu stundu: Matemātika 10.a (pārklāšanās)." in text
    assert "Klasei 10.a tad ir cita stunda: Matemātika 10.a (pārklāšanās)." in text
    assert len(entries(school)) == 1

    sign = text.split('name="although" value="')[1].split('"')[0]
    elsewhere = enter(page, physics, although=sign)
    assert elsewhere[0] == 422, "what was said of one clash says nothing of another"
    assert enter(page, physics, room_id=room.id, although=sign)[0] == 200
    assert len(entries(school)) == 2


@pytest.mark.parametrize(
    "apart", [{"weekday": 2}, {"number": 4}, {"weeks": "even"}, {"from_date": "2027-02-01"}], ids=str
)
def test_lessons_apart_in_time_do_not_clash(
    page: FlaskClient, school: BuiltSchool, maths: Journal, class_10a: SchoolClass, ilze: Person, apart: dict[str, Any]
) -> None:
    enter(page, maths, weeks="odd", until_date="2027-01-31")
    physics = school.journal("Fizika", class_10a, teacher=ilze)
    weeks = {} if "weeks" in apart else {"weeks": "odd"}
    assert enter(page, physics, **weeks, **apart)[0] == 200


def test_halves_of_a_class_beside_one_another_do_not_clash(
    school: BuiltSchool, class_10a: SchoolClass, page: FlaskClient
) -> None:
    anna, karlis = school.pupil("Anna", "Bērziņa", class_10a), school.pupil("Kārlis", "Āboliņš", class_10a)
    first, second = (
        school.journal("Angļu valoda", class_10a, teacher=school.teacher(name, "Ozola"), title=f"Angļu valoda {name}")
        for name in ("Zane", "Rūta")
    )
    for journal, pupil in ((first, karlis), (second, anna)):
        school.add(JournalPupil(journal_id=journal.id, pupil_id=pupil.id, is_excluded=True, from_date=FIRST))
    enter(page, first)
    assert enter(page, second)[0] == 200


def test_a_teacher_who_comes_later_clashes_only_from_then_on(
    school: BuiltSchool, maths: Journal, page: FlaskClient
) -> None:
    other = school.journal("Fizika", school.school_class("9.a"), teacher=school.teacher("Jānis", "Ozols"))
    enter(page, maths)
    with school.read() as session:
        free = Wanted(other.id, 1, 3, "all", None, None, TODAY, None)
        assert clashes(session, free) == []
        named = Wanted(other.id, 1, 3, "all", None, _main(school, maths), TODAY, None)
        assert [clash.kind for clash in clashes(session, named)] == ["teacher"]


def _main(school: BuiltSchool, journal: Journal) -> int:
    from core.journals.register.models import JournalTeacher

    with school.read() as session:
        return session.scalars(select(JournalTeacher.person_id).where(JournalTeacher.journal_id == journal.id)).one()


def test_a_journal_has_one_lesson_at_a_time(page: FlaskClient, school: BuiltSchool, maths: Journal) -> None:
    enter(page, maths)
    status, text = enter(page, maths)
    assert status == 422
    assert "Šim žurnālam tad jau ir stunda" in text


# --------------------------------------------------------------------------------------------------- changing, ending


def test_a_lesson_of_the_week_moves_from_a_day_on(
    page: FlaskClient, school: BuiltSchool, maths: Journal, room: Room
) -> None:
    enter(page, maths, from_date="2026-09-01")
    moved = {"weekday": 4, "number": 2, "weeks": "all", "room_id": room.id, "from_date": "2027-01-04"}
    answer = page.post(f"{TIMETABLE}/{entries(school)[0].id}", data=moved)
    assert answer.status_code == 303
    old, new = entries(school)
    assert old.until_date == date(2027, 1, 3)
    assert (new.weekday, new.number, new.room_id, new.from_date) == (4, 2, room.id, date(2027, 1, 4))
    assert {day.isoweekday() for day in days(school) if day < date(2027, 1, 4)} == {1}
    assert {day.isoweekday() for day in days(school) if day >= date(2027, 1, 4)} == {4}


def test_ending_removes_planned_lessons_and_names_those_with_records(
    page: FlaskClient, school: BuiltSchool, maths: Journal
) -> None:
    enter(page, maths)
    with school.read() as session:
        later = session.scalars(select(Lesson).where(Lesson.day == date(2026, 12, 7))).one()
    school.add(LessonContent(lesson_id=later.id, topic="Vektori"))

    end = f"{TIMETABLE}/{entries(school)[0].id}/end"
    answer = page.post(end, data={"from_date": "2026-12-01"}, follow_redirects=True)

    text = answer.get_data(as_text=True)
    assert "1 stunda paliek, jo tajā ir ieraksti." in text
    assert days(school) == [TODAY, date(2026, 11, 30), date(2026, 12, 7)]
    assert entries(school)[0].until_date == date(2026, 11, 30)


def test_an_entry_ended_before_it_began_is_gone_and_its_records_stay(
    page: FlaskClient, school: BuiltSchool, maths: Journal
) -> None:
    enter(page, maths, from_date="2026-09-01")
    with school.read() as session:
        kept = session.scalars(select(Lesson).where(Lesson.day == date(2026, 9, 7))).one()
    school.add(LessonContent(lesson_id=kept.id, topic="Vektori"))
    page.post(f"{TIMETABLE}/{entries(school)[0].id}/end", data={"from_date": "2026-09-01"})
    assert entries(school) == []
    assert days(school) == [date(2026, 9, 7)]


# -------------------------------------------------------------------------------------------------------------- weeks


def test_the_week_shows_lesson_teacher_room_and_the_free_day(
    page: FlaskClient, school: BuiltSchool, maths: Journal, class_10a: SchoolClass, ilze: Person, room: Room
) -> None:
    enter(page, maths, room_id=room.id, from_date="2026-09-01")
    for address in (f"whose=class&of={class_10a.id}", f"whose=teacher&of={ilze.id}", f"whose=room&of={room.id}"):
        assert "Matemātika" in page.get(f"{TIMETABLE}?{address}").get_data(as_text=True), address
    text = page.get(f"{TIMETABLE}?whose=class&of={class_10a.id}&day=2026-11-18").get_data(as_text=True)
    assert "47. nedēļa" in text
    assert "Latvijas Republikas Proklamēšanas diena" in text


def test_a_teacher_begins_with_the_own_week_and_cannot_change_it(
    sign_in: Callable[[Person], FlaskClient], school: BuiltSchool, maths: Journal, ilze: Person
) -> None:
    school.add(TimetableEntry(journal_id=maths.id, weekday=1, number=3, from_date=FIRST))
    teacher = sign_in(ilze)
    text = teacher.get(TIMETABLE).get_data(as_text=True)
    assert "Kalniņa Ilze" in text
    assert "Matemātika 10.a" in text
    assert "/timetable/new" not in text
    assert teacher.get(f"{TIMETABLE}/new").status_code == 403


def test_lessons_of_the_other_week_are_shown_apart(page: FlaskClient, school: BuiltSchool, maths: Journal) -> None:
    enter(page, maths, weeks="odd", from_date="2026-09-01")
    even, odd = (page.get(f"{TIMETABLE}?day={day}").get_data(as_text=True) for day in ("2026-11-23", "2026-11-30"))
    assert "slot--other" in even
    assert "slot--other" not in odd
