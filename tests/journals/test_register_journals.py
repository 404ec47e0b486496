"""Journals are made, listed, taught and filled on their pages; what is dated stays dated."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.classes.models import SchoolClass
from core.journals.lessons.making import make_lessons
from core.journals.lessons.models import Lesson
from core.journals.register.models import Journal, JournalClass, JournalTeacher
from core.journals.timetable.models import TimetableEntry
from core.people.models import Person
from core.testing.schools import BuiltSchool

JOURNALS = "/pargauja/journals"
FIRST = date(2026, 9, 1)


@pytest.fixture
def page(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("deputy")


@pytest.fixture
def ilze(school: BuiltSchool) -> Person:
    return school.teacher("Ilze", "Kalniņa")


@pytest.fixture
def class_10a(school: BuiltSchool) -> SchoolClass:
    return school.school_class("10.a")


@pytest.fixture
def maths(school: BuiltSchool, class_10a: SchoolClass, ilze: Person) -> Journal:
    """Mathematics 10.a on Mondays, with its lessons of the year."""
    journal = school.journal("Matemātika", class_10a, teacher=ilze, kind_key="class")
    school.add(TimetableEntry(journal_id=journal.id, weekday=1, number=3, from_date=FIRST))
    school.write(lambda session: make_lessons(session, [journal.id], FIRST, date(2027, 8, 31)))
    return journal


def typed(school: BuiltSchool, *classes: SchoolClass, **changes: str) -> dict[str, object]:
    known: dict[str, object] = {
        "subject_id": school.subject("Matemātika").id,
        "classes": [one.id for one in classes],
        "kind_key": "class",
        "from_date": "2026-09-01",
    }
    return known | changes


def rows(school: BuiltSchool, model: type[Any]) -> list[tuple[date, date | None]]:
    """The days of every row of a dated fact."""
    with school.read() as session:
        found = session.scalars(select(model).order_by(model.from_date, model.id))
        return [(one.from_date, one.until_date) for one in found]


# ------------------------------------------------------------------------------------------------------------ making


def test_a_journal_is_made_with_a_title_of_subject_and_class(
    page: FlaskClient, school: BuiltSchool, class_10a: SchoolClass, ilze: Person
) -> None:
    answer = page.post(f"{JOURNALS}/new", data=typed(school, class_10a, teacher="kalniņa"), follow_redirects=True)

    assert "Žurnāls „Matemātika 10.a” izveidots." in answer.get_data(as_text=True)
    with school.read() as session:
        journal = session.scalars(select(Journal)).one()
        teacher = session.scalars(select(JournalTeacher)).one()
    assert journal.title == "Matemātika 10.a"
    assert (teacher.person_id, teacher.role, teacher.from_date) == (ilze.id, "main", FIRST)
    assert rows(school, JournalClass) == [(FIRST, None)]


def test_a_journal_of_several_classes_names_them_in_order(page: FlaskClient, school: BuiltSchool) -> None:
    later, sooner = school.school_class("10.b"), school.school_class("9.a")
    page.post(f"{JOURNALS}/new", data=typed(school, later, sooner, kind_key="combined"))
    with school.read() as session:
        assert session.scalars(select(Journal.title)).all() == ["Matemātika 9.a, 10.b"]


def test_a_second_journal_of_the_subject_for_a_class_is_a_doubt(
    page: FlaskClient, school: BuiltSchool, class_10a: SchoolClass, maths: Journal
) -> None:
    answer = page.post(f"{JOURNALS}/new", data=typed(school, class_10a))
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "žurnāls jau ir: „Matemātika 10.a”" in text
    assert "Saglabāt tik un tā" in text
    sign = text.split('name="although" value="')[1].split('"')[0]
    page.post(f"{JOURNALS}/new", data=typed(school, class_10a, although=sign))
    with school.read() as session:
        assert len(session.scalars(select(Journal.id)).all()) == 2


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"subject_id": ""}, "subject_id"),
        ({"from_date": "2027-09-01"}, "from_date"),
        ({"teacher": "Nav tāda"}, "teacher"),
        ({"kind_key": "no-such"}, "kind_key"),
        ({"usual_scheme": "no.such"}, "usual_scheme"),
    ],
)
def test_faults_stand_at_their_fields(
    page: FlaskClient, school: BuiltSchool, class_10a: SchoolClass, changes: dict[str, str], place: str
) -> None:
    answer = page.post(f"{JOURNALS}/new", data=typed(school, class_10a, **changes))
    assert answer.status_code == 422
    assert f'id="error-{place}"' in answer.get_data(as_text=True)
    with school.read() as session:
        assert session.scalars(select(Journal.id)).all() == []


def test_two_people_of_one_name_are_told_apart(page: FlaskClient, school: BuiltSchool, class_10a: SchoolClass) -> None:
    school.subject("Matemātika")
    school.teacher("Anna", "Ozola")
    second = school.staff("Anna", "Ozola", post="Bibliotekārs")
    text = page.get(f"{JOURNALS}/new").get_data(as_text=True)
    assert "Ozola Anna, Skolotājs" in text
    assert "Ozola Anna, Bibliotekārs" in text
    assert page.post(f"{JOURNALS}/new", data=typed(school, class_10a, teacher="Ozola Anna")).status_code == 422
    page.post(f"{JOURNALS}/new", data=typed(school, class_10a, teacher="Ozola Anna, Bibliotekārs"))
    with school.read() as session:
        assert session.scalars(select(JournalTeacher.person_id)).all() == [second.id]


# ----------------------------------------------------------------------------------------------------------- listing


def test_the_list_is_narrowed_and_shows_who_teaches_how_much(
    page: FlaskClient, school: BuiltSchool, maths: Journal, class_10a: SchoolClass
) -> None:
    other = school.school_class("9.b")
    school.journal("Fizika", other, kind_key="class")
    school.add(TimetableEntry(journal_id=maths.id, weekday=2, number=1, weeks="odd", from_date=FIRST))

    everything = page.get(JOURNALS).get_data(as_text=True)
    assert "Fizika 9.b" in everything
    assert "Kalniņa Ilze" in everything
    assert ">1,5<" in everything

    narrowed = page.get(f"{JOURNALS}?class={class_10a.id}").get_data(as_text=True)
    assert "Matemātika 10.a" in narrowed
    assert "Fizika 9.b" not in narrowed


def test_a_teacher_sees_own_journals_and_makes_none(
    sign_in: Callable[[Person | str], FlaskClient], school: BuiltSchool, maths: Journal, ilze: Person
) -> None:
    other = school.journal("Fizika", school.school_class("9.b"), teacher=school.teacher("Jānis", "Ozols"))
    teacher = sign_in(ilze)
    text = teacher.get(JOURNALS).get_data(as_text=True)
    assert "Matemātika 10.a" in text
    assert "Fizika" not in text
    assert "Izveidot žurnālu" not in text
    assert teacher.get(f"{JOURNALS}/{maths.id}/about").status_code == 200
    assert teacher.get(f"{JOURNALS}/{other.id}/about").status_code == 404
    assert teacher.post(f"{JOURNALS}/{maths.id}/hand-over", data={}).status_code == 403


# ---------------------------------------------------------------------------------------------------------- teachers


def hand_over(page: FlaskClient, journal: Journal, teacher: str, day: str) -> tuple[int, str]:
    form = {"hand-over-teacher": teacher, "hand-over-from_date": day}
    answer = page.post(f"{JOURNALS}/{journal.id}/hand-over", data=form, follow_redirects=True)
    return answer.status_code, answer.get_data(as_text=True)


def test_a_journal_is_handed_over_from_a_day_and_its_lessons_follow(
    page: FlaskClient, school: BuiltSchool, maths: Journal, ilze: Person
) -> None:
    janis = school.teacher("Jānis", "Ozols")
    status, text = hand_over(page, maths, "Ozols Jānis", "2026-12-01")
    assert status == 200
    assert "Žurnāls nodots." in text
    assert rows(school, JournalTeacher) == [(FIRST, date(2026, 11, 30)), (date(2026, 12, 1), None)]
    with school.read() as session:
        taught = {one.day: one.taught_by_id for one in session.scalars(select(Lesson))}
    assert taught[date(2026, 11, 30)] == ilze.id
    assert taught[date(2026, 12, 7)] == janis.id


def test_handing_over_to_the_same_person_or_before_a_later_one_is_refused(
    page: FlaskClient, school: BuiltSchool, maths: Journal
) -> None:
    school.teacher("Jānis", "Ozols")
    assert hand_over(page, maths, "Kalniņa Ilze", "2026-12-01")[0] == 422
    hand_over(page, maths, "Ozols Jānis", "2026-12-01")
    school.teacher("Anna", "Bērziņa")
    status, text = hand_over(page, maths, "Bērziņa Anna", "2026-11-25")
    assert status == 422
    assert "No vēlākas dienas galvenais skolotājs jau ir cits" in text


def test_a_second_teacher_comes_for_a_time_and_only_once(
    page: FlaskClient, school: BuiltSchool, maths: Journal
) -> None:
    school.teacher("Jānis", "Ozols")
    days = {"teacher-from_date": "2026-12-01", "teacher-until_date": "2027-01-31"}
    form = {"teacher-teacher": "Ozols", "teacher-role": "second", **days}
    assert page.post(f"{JOURNALS}/{maths.id}/teachers", data=form).status_code == 303
    assert rows(school, JournalTeacher)[-1] == (date(2026, 12, 1), date(2027, 1, 31))
    answer = page.post(f"{JOURNALS}/{maths.id}/teachers", data=form)
    assert answer.status_code == 422
    assert "dažās no šīm dienām žurnālā jau ir" in answer.get_data(as_text=True)
    main = form | {"teacher-role": "main", "teacher-teacher": "Ozols", "teacher-from_date": "2027-02-01"}
    main |= {"teacher-until_date": ""}
    assert page.post(f"{JOURNALS}/{maths.id}/teachers", data=main).status_code == 422


def test_a_teacher_ends_on_a_day_and_planned_lessons_are_nobodys(
    page: FlaskClient, school: BuiltSchool, maths: Journal
) -> None:
    with school.read() as session:
        row = session.scalars(select(JournalTeacher)).one()
    form = {f"end-teachers-{row.id}-last_day": "2026-11-30"}
    page.post(f"{JOURNALS}/{maths.id}/teachers/{row.id}/end", data=form)
    assert rows(school, JournalTeacher) == [(FIRST, date(2026, 11, 30))]
    with school.read() as session:
        after = set(session.scalars(select(Lesson.taught_by_id).where(Lesson.day > date(2026, 11, 30))))
    assert after == {None}


# ------------------------------------------------------------------------------------------------- classes and pupils


def test_a_class_of_a_longer_year_brings_more_lessons(page: FlaskClient, school: BuiltSchool, maths: Journal) -> None:
    twelfth = school.school_class("12.a")
    form = {"class-school_class_id": str(twelfth.id), "class-from_date": "2026-11-23"}
    page.post(f"{JOURNALS}/{maths.id}/classes", data=form)
    with school.read() as session:
        assert max(session.scalars(select(Lesson.day))) == date(2027, 6, 14)
    assert page.post(f"{JOURNALS}/{maths.id}/classes", data=form).status_code == 422


def test_a_single_pupil_comes_in_and_another_is_left_out(
    page: FlaskClient, school: BuiltSchool, maths: Journal, class_10a: SchoolClass
) -> None:
    school.pupil("Anna", "Bērziņa", class_10a)
    school.pupil("Kārlis", "Āboliņš", school.school_class("10.b"))
    out = {"pupil-pupil": "Bērziņa Anna", "pupil-is_excluded": "1", "pupil-from_date": "2026-11-23"}
    come = {"pupil-pupil": "Āboliņš Kārlis, 10.b", "pupil-is_excluded": "0", "pupil-from_date": "2026-11-23"}
    assert page.post(f"{JOURNALS}/{maths.id}/pupils", data=out).status_code == 303
    answer = page.post(f"{JOURNALS}/{maths.id}/pupils", data=come, follow_redirects=True)
    text = answer.get_data(as_text=True)
    assert "Bērziņa Anna" in text
    assert "izslēgts" in text
    assert "<dt>Skolēni šodien</dt><dd>1</dd>" in text
    assert page.post(f"{JOURNALS}/{maths.id}/pupils", data=come).status_code == 422


def test_making_a_journal_is_taken_back_while_nothing_stands_on_it(
    page: FlaskClient, school: BuiltSchool, class_10a: SchoolClass
) -> None:
    answer = page.post(f"{JOURNALS}/new", data=typed(school, class_10a), follow_redirects=True)
    back = answer.get_data(as_text=True).split('action="/pargauja/history/')[1].split("/")[0]
    page.post(f"/pargauja/history/{back}/undo")
    with school.read() as session:
        assert session.scalars(select(Journal.id)).all() == []
    assert rows(school, JournalClass) == []


def test_only_a_class_hour_has_no_subject(page: FlaskClient, school: BuiltSchool, class_10a: SchoolClass) -> None:
    form = typed(school, class_10a, kind_key="class_hour") | {"subject_id": ""}
    answer = page.post(f"{JOURNALS}/new", data=form, follow_redirects=True)
    assert "Žurnāls „Klases stunda 10.a” izveidots." in answer.get_data(as_text=True)
    again = page.post(f"{JOURNALS}/new", data=form)
    assert "žurnāls jau ir: „Klases stunda 10.a”" in again.get_data(as_text=True)
    assert page.post(f"{JOURNALS}/new", data=form | {"kind_key": "class"}).status_code == 422
