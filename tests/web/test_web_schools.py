"""The frame inside a school: whose name, which menu, which hat; and a school that is closed."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from core.foundation.database import SchoolState
from core.people.models import Person
from core.testing.schools import BuiltSchool

SignIn = Callable[[Person | str], FlaskClient]


def test_signs_of_life(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ready"}
    assert client.get("/favicon.svg").mimetype == "image/svg+xml"


def test_the_frame_names_school_and_person(sign_in: SignIn) -> None:
    page = sign_in("superuser").get("/pargauja/settings").get_data(as_text=True)
    assert "Pārgaujas ģimnāzija" in page
    assert "Sandra Siliņa" in page
    assert ">SS<" in page
    assert 'aria-current="page">Iestatījumi' in page


def test_home_is_the_first_of_the_menu(sign_in: SignIn) -> None:
    for role in ("superuser", "deputy", "secretary"):
        person = sign_in(role)
        answer = person.get("/pargauja/", follow_redirects=True)
        assert answer.status_code == 200, role
        assert person.get(answer.request.path).status_code == 200


def test_a_parent_who_teaches_changes_hats(sign_in: SignIn, school: BuiltSchool) -> None:
    pupil = school.pupil("Anna", "Kalniņa", school.school_class("10.a"))
    mother = school.staff("Ilze", "Kalniņa", "teacher")
    school.guardianship(mother, pupil)
    person = sign_in(mother)
    assert 'value="staff" aria-pressed="true">Darbs' in person.get("/pargauja/settings").get_data(as_text=True)
    assert person.post("/pargauja/hat", data={"hat": "guardian"}).status_code == 303
    assert 'value="guardian" aria-pressed="true">Mani bērni' in person.get("/pargauja/settings").get_data(as_text=True)
    person.post("/pargauja/hat", data={"hat": "head"})
    assert 'value="guardian" aria-pressed="true"' in person.get("/pargauja/settings").get_data(as_text=True)


def test_a_language_goes_with_the_account(sign_in: SignIn, school: BuiltSchool) -> None:
    teacher = school.staff("Ilze", "Kalniņa", "teacher")
    assert sign_in(teacher).post("/language", data={"language": "en", "back": "/pargauja/settings"}).status_code == 303
    elsewhere = sign_in(teacher).get("/pargauja/settings", headers={"Accept-Language": "lv"})
    assert '<html lang="en"' in elsewhere.get_data(as_text=True)


def test_a_strangers_page_leads_to_signing_in(client: FlaskClient) -> None:
    answer = client.get("/pargauja/settings")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=%2Fpargauja%2Fsettings"


def test_no_such_school(client: FlaskClient) -> None:
    answer = client.get("/nekad/", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "nekad" in answer.get_data(as_text=True)


def test_an_upgrading_school_says_so(sign_in: SignIn, school: BuiltSchool) -> None:
    person = sign_in("superuser")

    def upgrade(session: Session) -> None:
        session.get_one(SchoolState, 1).status = "upgrading"

    school.write(upgrade)
    answer = person.get("/pargauja/settings", headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "being upgraded" in answer.get_data(as_text=True)
