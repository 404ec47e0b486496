"""Subjects, rooms, programmes and orders on their pages."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.people.models import Enrolment
from core.schools.models import Order, Programme, Room, Subject
from core.testing.schools import BuiltSchool

SUBJECTS, ROOMS = "/pargauja/settings/subjects", "/pargauja/settings/rooms"


@pytest.fixture
def page(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("superuser")


def _subjects(school: BuiltSchool) -> list[Subject]:
    with school.read() as session:
        return list(session.scalars(select(Subject).order_by(Subject.position)))


def test_a_subject_is_added_changed_and_taken_back(page: FlaskClient, school: BuiltSchool) -> None:
    page.post(f"{SUBJECTS}/new", data={"title": "Matemātika", "short_title": "Mat."})
    page.post(f"{SUBJECTS}/new", data={"title": "Fizika I", "short_title": "Fiz.", "kind": "basic"})
    maths, physics = _subjects(school)
    assert (maths.title, maths.kind, physics.kind) == ("Matemātika", "subject", "basic")
    assert physics.position > maths.position

    changed = {"title": "Matemātika II", "short_title": "Mat. II", "kind": "advanced", "position": "99"}
    answer = page.post(f"{SUBJECTS}/{maths.id}", data=changed, follow_redirects=True)
    assert _subjects(school)[-1].title == "Matemātika II"

    back = answer.get_data(as_text=True).split('action="/pargauja/history/')[-1].split("/")[0]
    page.post(f"/pargauja/history/{back}/undo")
    assert [one.title for one in _subjects(school)] == ["Matemātika", "Fizika I"]


def test_a_twin_is_a_doubt_and_added_when_said_again(page: FlaskClient, school: BuiltSchool) -> None:
    school.subject("Matemātika")
    twin = {"title": "matemātika", "short_title": "Mat."}
    answer = page.post(f"{SUBJECTS}/new", data=twin)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Saglabāt tik un tā" in text
    sign = text.split('name="although" value="')[1].split('"')[0]
    page.post(f"{SUBJECTS}/new", data=twin | {"although": sign})
    assert len(_subjects(school)) == 2


@pytest.mark.plugins("grading")
def test_the_usual_scale_is_one_that_the_school_has(page: FlaskClient, school: BuiltSchool) -> None:
    offered = page.get(f"{SUBJECTS}/new").get_data(as_text=True)
    assert "10 ballu skala" in offered
    answer = page.post(f"{SUBJECTS}/new", data={"title": "A", "short_title": "A", "usual_scheme": "no.such"})
    assert answer.status_code == 422


def test_an_archived_subject_is_no_longer_offered(page: FlaskClient, school: BuiltSchool) -> None:
    subject = school.subject("Matemātika")
    school.school_class("10.a")
    assert "Matemātika" in page.get("/pargauja/journals/new").get_data(as_text=True)
    page.post(f"{SUBJECTS}/{subject.id}/archive")
    assert school.again(subject).until_date == date(2026, 11, 23)
    page.post(f"{SUBJECTS}/{subject.id}/archive", data={"back": "1"})
    assert school.again(subject).until_date is None


def test_a_room_has_its_name_once(page: FlaskClient, school: BuiltSchool) -> None:
    page.post(f"{ROOMS}/new", data={"name": "214", "seats": "30"})
    answer = page.post(f"{ROOMS}/new", data={"name": "214"})
    assert answer.status_code == 422
    assert "jau ir" in answer.get_data(as_text=True)
    with school.read() as session:
        assert session.scalars(select(Room.seats)).all() == [30]


def test_rooms_stand_in_the_order_of_their_numbers(page: FlaskClient, school: BuiltSchool) -> None:
    for name in ("214", "9", "101"):
        school.room(name)
    text = page.get(ROOMS).get_data(as_text=True)
    assert text.index(">9<") < text.index(">101<") < text.index(">214<")


def test_programmes_show_their_licence(page: FlaskClient, school: BuiltSchool) -> None:
    school.add(Programme(code="31016011", title="Vispārējā vidējā izglītība", licence_number="V_1234"))
    assert "V_1234" in page.get("/pargauja/settings/programmes").get_data(as_text=True)


def test_orders_name_the_pupils_whom_the_asker_may_see(
    page: FlaskClient, school: BuiltSchool, sign_in: Callable[[str], FlaskClient]
) -> None:
    order = school.add(Order(number="1-5/12", kind="admission", dated=date(2026, 8, 28)))
    anna = school.person("Anna", "Bērziņa")
    school.add(Enrolment(pupil_id=anna.id, admission_order_id=order.id, from_date=date(2026, 9, 1)))
    text = page.get("/pargauja/settings/orders").get_data(as_text=True)
    assert "1-5/12" in text
    assert "Bērziņa Anna" in text
    assert "Uzņemšana" in text
    assert sign_in("nurse").get("/pargauja/settings/orders").status_code == 403
