"""Setting the school year up on its pages: terms, breaks, decided days, and the lessons that follow."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.journals.lessons.making import make_lessons
from core.journals.lessons.models import Lesson, LessonContent
from core.journals.register.models import Journal
from core.journals.timetable.models import TimetableEntry
from core.schools.models import Break, DayOverride, SchoolYear, Term
from core.testing.schools import BuiltSchool

SignIn = Callable[[str], FlaskClient]
MONDAY = date(2026, 11, 30)
EVERYBODY = {"grade_from": "1", "grade_until": "12"}


@pytest.fixture
def page(sign_in: SignIn) -> FlaskClient:
    return sign_in("superuser")


@pytest.fixture
def maths(school: BuiltSchool) -> Journal:
    """Mathematics on Mondays and Tuesdays, with its lessons of the year."""
    journal = school.journal("Matemātika", school.school_class("10.a"), teacher=school.teacher("Ilze", "Kalniņa"))
    for weekday in (1, 2):
        school.add(TimetableEntry(journal_id=journal.id, weekday=weekday, number=3, from_date=date(2026, 9, 1)))
    school.write(lambda session: make_lessons(session, [journal.id], date(2026, 9, 1), date(2027, 8, 31)))
    return journal


def _lessons_on(school: BuiltSchool, day: date) -> int:
    with school.read() as session:
        return session.scalar(select(func.count(Lesson.id)).where(Lesson.day == day)) or 0


def test_the_picture_counts_the_teaching_days(page: FlaskClient) -> None:
    text = page.get("/pargauja/settings/year").get_data(as_text=True)
    assert "73 <small>mācību dienas" in text
    assert "98 <small>mācību dienas" in text
    assert "Latvijas Republikas Proklamēšanas diena" in text


def test_grades_with_another_year_have_their_own_picture(page: FlaskClient) -> None:
    text = page.get("/pargauja/settings/year?grade=12").get_data(as_text=True)
    assert "18.06." in text
    assert 'aria-current="true">12. klase' in text


def test_a_free_day_takes_its_planned_lessons_and_the_undo_brings_them_back(
    page: FlaskClient, school: BuiltSchool, maths: Journal
) -> None:
    free = {"day": "30.11.2026.", "title_lv": "Projektu diena", "kind": "free", **EVERYBODY}
    answer = page.post("/pargauja/settings/year/days/new", data=free, follow_redirects=True)

    text = answer.get_data(as_text=True)
    assert "Noņemta 1 plānotā stunda." in text
    assert _lessons_on(school, MONDAY) == 0

    back = text.split('action="/pargauja/history/')[1].split("/")[0]
    answer = page.post(f"/pargauja/history/{back}/undo", follow_redirects=True)
    assert "Atsaukts." in answer.get_data(as_text=True)
    assert _lessons_on(school, MONDAY) == 1
    with school.read() as session:
        assert session.scalar(select(DayOverride.id).where(DayOverride.day == MONDAY)) is None


def test_a_lesson_with_a_topic_survives_a_free_day_and_is_told(
    page: FlaskClient, school: BuiltSchool, maths: Journal
) -> None:
    with school.read() as session:
        lesson = session.scalars(select(Lesson).where(Lesson.day == MONDAY)).one()
    school.add(LessonContent(lesson_id=lesson.id, topic="Vektori"))
    free = {"day": "2026-11-30", "title_lv": "Projektu diena", "kind": "free", **EVERYBODY}

    answer = page.post("/pargauja/settings/year/days/new", data=free, follow_redirects=True)

    assert "1 stunda paliek, jo tajā ir ieraksti." in answer.get_data(as_text=True)
    assert _lessons_on(school, MONDAY) == 1


def test_a_saturday_that_runs_as_monday_gets_mondays_lessons(
    page: FlaskClient, school: BuiltSchool, maths: Journal
) -> None:
    saturday = {"day": "2026-11-28", "title_lv": "Pārcelta diena", "kind": "teaching", "runs_as": "1", **EVERYBODY}
    page.post("/pargauja/settings/year/days/new", data=saturday)
    assert _lessons_on(school, date(2026, 11, 28)) == 1
    assert "kā pirmdienā" in page.get("/pargauja/settings/year").get_data(as_text=True)


@pytest.mark.parametrize(
    ("sort", "typed", "said"),
    [
        ("breaks", {"title_lv": "X", "from_date": "2026-10-23", "until_date": "2026-10-26"}, "jau ir citas brīvdienas"),
        ("breaks", {"title_lv": "X", "from_date": "2027-08-30", "until_date": "2027-09-02"}, "ārpus mācību gada"),
        ("breaks", {"title_lv": "X", "from_date": "2026-11-02", "until_date": "2026-11-01"}, "ir pirms pirmās"),
        ("terms", {"number": "1", "from_date": "2026-12-01", "until_date": "2026-12-30"}, "jau ir cits semestris"),
        ("days", {"day": "2026-11-18", "title_lv": "X", "kind": "free"}, "jau ir noteikta"),
        ("days", {"day": "2027-09-01", "title_lv": "X", "kind": "free"}, "ārpus mācību gada"),
        ("days", {"day": "nekad", "title_lv": "X", "kind": "free"}, "Ierakstiet datumu"),
    ],
)
def test_wrong_days_are_refused_at_the_field_and_what_was_typed_stays(
    page: FlaskClient, school: BuiltSchool, sort: str, typed: dict[str, str], said: str
) -> None:
    answer = page.post(f"/pargauja/settings/year/{sort}/new", data={**EVERYBODY, **typed})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in text
    assert f'value="{next(iter(typed.values()))}"' in text
    with school.read() as session:
        counts = [session.scalar(select(func.count()).select_from(model)) for model in (Term, Break, DayOverride)]
    assert counts == [8, 3, 10]


def test_a_longer_term_plans_lessons_for_its_grades(page: FlaskClient, school: BuiltSchool, maths: Journal) -> None:
    with school.read() as session:
        term = session.scalars(select(Term).where(Term.number == 2, Term.grade_from == 10)).one()
    grades = {"grade_from": "10", "grade_until": "11"}
    typed = {"number": "2", "from_date": "2027-01-04", "until_date": "2027-06-04", **grades}
    page.post(f"/pargauja/settings/year/terms/{term.id}", data=typed)
    assert _lessons_on(school, date(2027, 6, 1)) == 1
    assert school.history_of(term)[-1] == ("until_date", '"2027-05-31"', '"2027-06-04"')


def test_the_year_keeps_its_terms_inside(page: FlaskClient, school: BuiltSchool) -> None:
    typed = {"from_date": "2026-09-15", "until_date": "2027-08-31"}
    answer = page.post("/pargauja/settings/year/days", data=typed)
    assert answer.status_code == 422
    with school.read() as session:
        assert session.scalars(select(SchoolYear.from_date)).one() == date(2026, 9, 1)


def test_who_may_only_look_sees_no_buttons_and_cannot_post(sign_in: SignIn) -> None:
    secretary = sign_in("secretary")
    assert "/settings/year/days/new" not in secretary.get("/pargauja/settings/year").get_data(as_text=True)
    assert secretary.post("/pargauja/settings/year/days/new", data={}).status_code == 403
