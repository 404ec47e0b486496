"""Lesson times on their pages: checked, shortened, and followed by the lessons planned from today on."""

from collections.abc import Callable
from datetime import date, time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.journals.lessons.making import make_lessons
from core.journals.lessons.models import Lesson
from core.journals.timetable.models import TimetableEntry
from core.schools.bells import shortened
from core.schools.models import BellSchedule, BellTime
from core.testing.schools import BuiltSchool

BELLS = "/pargauja/settings/bells"


@pytest.fixture
def page(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("deputy")


@pytest.fixture
def usual(school: BuiltSchool) -> BellSchedule:
    with school.read() as session:
        return session.scalars(select(BellSchedule)).one()


def form(**changes: str) -> dict[str, str]:
    """The usual times as the form has them, with changes."""
    typed = {"title": "Parastie stundu laiki", "is_usual": "1", "grade_from": "1", "grade_until": "12"}
    hours = {1: ("08:20", "09:00"), 2: ("09:10", "09:50"), 3: ("10:00", "10:40")}
    for number, (starts, ends) in hours.items():
        typed[f"starts_{number}"], typed[f"ends_{number}"] = starts, ends
    return typed | changes


def test_new_times_move_lessons_from_today_on_and_say_how_many(
    page: FlaskClient, school: BuiltSchool, usual: BellSchedule
) -> None:
    journal = school.journal("Matemātika", school.school_class("10.a"))
    school.add(TimetableEntry(journal_id=journal.id, weekday=1, number=3, from_date=date(2026, 9, 1)))
    school.write(lambda session: make_lessons(session, [journal.id], date(2026, 9, 1), date(2027, 8, 31)))

    answer = page.post(f"{BELLS}/{usual.id}", data=form(starts_3="10.05", ends_3="1045"), follow_redirects=True)

    assert "Pielāgotas 24 plānotās stundas." in answer.get_data(as_text=True)
    with school.read() as session:
        starts = session.execute(select(Lesson.day, Lesson.starts).order_by(Lesson.day)).all()
    assert {hour for day, hour in starts if day >= date(2026, 11, 23)} == {time(10, 5)}
    assert {hour for day, hour in starts if day < date(2026, 11, 23)} == {time(10)}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"starts_2": "08:50"}, "starts_2"),
        ({"ends_3": "09:55"}, "ends_3"),
        ({"ends_3": ""}, "ends_3"),
        ({"starts_3": "25:00"}, "starts_3"),
        ({"title": ""}, "title"),
        ({"is_usual": ""}, "is_usual"),
    ],
)
def test_faults_stand_at_their_times(
    page: FlaskClient, school: BuiltSchool, usual: BellSchedule, changes: dict[str, str], place: str
) -> None:
    typed = {name: value for name, value in form(**changes).items() if value}
    answer = page.post(f"{BELLS}/{usual.id}", data=typed)
    assert answer.status_code == 422
    assert f'id="error-{place}"' in answer.get_data(as_text=True)
    with school.read() as session:
        assert session.scalars(select(BellTime.starts).where(BellTime.number == 2)).one() == time(9, 10)


def test_shortened_lessons_keep_their_breaks() -> None:
    times = {1: (time(8, 20), time(9)), 2: (time(9, 10), time(9, 50)), 3: (time(10), time(10, 40))}
    assert shortened(times, 30) == {
        1: (time(8, 20), time(8, 50)),
        2: (time(9), time(9, 30)),
        3: (time(9, 40), time(10, 10)),
    }


def test_shortened_times_are_offered_and_another_schedule_becomes_usual(
    page: FlaskClient, school: BuiltSchool, usual: BellSchedule
) -> None:
    offered = page.get(f"{BELLS}/new?minutes=30").get_data(as_text=True)
    assert 'value="Saīsinātās stundas"' in offered
    assert 'name="ends_1" value="08:50"' in offered

    page.post(f"{BELLS}/new", data=form(title="Ziemas laiki"))
    with school.read() as session:
        found = {one.title: one.is_usual for one in session.scalars(select(BellSchedule))}
    assert found == {"Parastie stundu laiki": False, "Ziemas laiki": True}


def test_the_usual_times_are_not_removed(page: FlaskClient, usual: BellSchedule) -> None:
    assert page.post(f"{BELLS}/{usual.id}/remove").status_code == 409
