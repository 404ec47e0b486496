"""History of a record as people read it, and who may take a change back."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.admin.history.shown import columns_told
from core.admin.history.titles import COLUMNS, TABLES
from core.foundation import clock
from core.foundation.database import School
from core.foundation.history.models import Change
from core.foundation.history.recorder import UNRECORDED
from core.people.models import Contact, Person
from core.schools.models import Room, Subject
from core.tables import TABLES as MODULES
from core.testing.schools import BuiltSchool

SUBJECTS = "/pargauja/settings/subjects"
SignIn = Callable[[Person | str], FlaskClient]


@pytest.fixture
def boss(sign_in: SignIn) -> FlaskClient:
    return sign_in("superuser")


OTHERS = ("viis_sync_", "grading_", "printing_", "messaging_", "lockers_")
"""Prefixes of tables that are a plugin's."""


def last_change(school: BuiltSchool) -> int:
    with school.read() as session:
        return session.scalars(select(Change.id).order_by(Change.id.desc())).first() or 0


def titles(school: BuiltSchool) -> list[str]:
    with school.read() as session:
        return list(session.scalars(select(Subject.title).order_by(Subject.id)))


def test_every_recorded_table_and_column_of_core_has_a_title() -> None:
    assert MODULES, "every module of core's facts is imported"
    recorded = {
        table.name
        for table in School.metadata.tables.values()
        if UNRECORDED not in table.info
        and not table.name.startswith(("viis_sync_", "grading_", "printing_", "messaging_", "lockers_"))
    }
    assert sorted(recorded - TABLES.keys()) == []
    assert sorted({f"{table}.{column}" for table, column in columns_told() if column not in COLUMNS}) == []


def test_a_change_is_told_with_who_what_was_and_what_became(boss: FlaskClient, school: BuiltSchool) -> None:
    boss.post(f"{SUBJECTS}/new", data={"title": "Matemātika", "short_title": "Mat."})
    with school.read() as session:
        subject = session.scalars(select(Subject)).one()
    boss.post(f"{SUBJECTS}/{subject.id}", data={"title": "Matemātika I", "short_title": "Mat.", "kind": "basic"})

    text = boss.get(f"/pargauja/history/subject/{subject.id}").get_data(as_text=True)

    assert text.index("labots ieraksts") < text.index("pievienots ieraksts"), "newest first"
    assert "Sandra Siliņa" in text
    assert "<dt>Nosaukums</dt>" in text
    assert "Mācību priekšmets</del>" in text
    assert "Pamatkurss</ins>" in text
    assert "version" not in text


def test_a_journals_history_holds_its_teachers_by_name(boss: FlaskClient, school: BuiltSchool) -> None:
    journal = school.journal("Matemātika", school.school_class("10.a"), teacher=school.teacher("Ilze", "Kalniņa"))
    text = boss.get(f"/pargauja/history/journal/{journal.id}").get_data(as_text=True)
    assert "Kalniņa Ilze" in text
    assert "10.a" in text
    assert "galvenais skolotājs" in text


def test_keys_and_moments_are_told_as_people_say_them(boss: FlaskClient, school: BuiltSchool) -> None:
    journal = school.journal("Matemātika", school.school_class("10.a"), kind_key="class")
    held = school.give_role(school.person("Velta", "Vītola", citizenship="LV"), "deputy")
    proven = clock.at_local(clock.today(), time(9, 5))
    phone = school.add(Contact(person_id=held.person_id, kind="phone", value="+371 20000000", verified_at=proven))
    told = {
        f"journal/{journal.id}": "Priekšmeta žurnāls",
        f"role_held/{held.id}": "Direktora vietnieks izglītības jomā",
        f"contact/{phone.id}": "23.11.2026. 09:05",
        f"person/{held.person_id}": "Latvija",
    }
    shown = {record: boss.get(f"/pargauja/history/{record}").get_data(as_text=True) for record in told}
    assert [record for record, words in told.items() if f"{words}</ins>" not in shown[record]] == []


def test_contacts_stay_hidden_from_who_may_not_see_them(
    sign_in: SignIn, boss: FlaskClient, school: BuiltSchool
) -> None:
    person = school.person("Anna", "Bērziņa")
    phone = school.add(Contact(person_id=person.id, kind="phone", value="+371 20000000"))
    address = f"/pargauja/history/contact/{phone.id}"
    assert "20000000" in boss.get(address).get_data(as_text=True)
    deputy = sign_in("deputy").get(address).get_data(as_text=True)
    assert "20000000" not in deputy
    assert "(jums nav redzams)" in deputy


def test_history_is_for_who_holds_the_permission_and_for_what_there_is(sign_in: SignIn, boss: FlaskClient) -> None:
    assert sign_in("secretary").get("/pargauja/history/subject/1").status_code == 403
    assert boss.get("/pargauja/history/subject/999").status_code == 404
    assert boss.get("/pargauja/history/change_line/1").status_code == 404


def test_who_made_a_change_takes_it_back_the_same_day_only(sign_in: SignIn, school: BuiltSchool) -> None:
    velta = school.staff("Velta", "Vītola", "deputy")
    deputy = sign_in(velta)
    for title in ("Matemātika", "Fizika"):
        deputy.post(f"{SUBJECTS}/new", data={"title": title, "short_title": title[:4]})
    second = last_change(school)
    assert deputy.post(f"/pargauja/history/{second}/undo").status_code == 303
    assert titles(school) == ["Matemātika"]

    first = second - 1
    with clock.at(clock.now() + timedelta(hours=14)):
        assert sign_in(velta).post(f"/pargauja/history/{first}/undo").status_code == 403
    assert titles(school) == ["Matemātika"]


def test_a_colleagues_change_is_the_superusers_to_take_back(
    sign_in: SignIn, boss: FlaskClient, school: BuiltSchool
) -> None:
    school.add(Subject(title="Matemātika", short_title="Mat."))
    change = last_change(school)
    assert sign_in("head").post(f"/pargauja/history/{change}/undo").status_code == 403
    assert boss.post(f"/pargauja/history/{change}/undo").status_code == 303
    assert titles(school) == []


def test_a_change_is_taken_back_once_and_the_taking_back_too(boss: FlaskClient, school: BuiltSchool) -> None:
    boss.post(f"{SUBJECTS}/new", data={"title": "Matemātika", "short_title": "Mat."})
    change = last_change(school)
    answer = boss.post(f"/pargauja/history/{change}/undo", headers={"Referer": f"http://localhost{SUBJECTS}"})
    assert answer.headers["Location"] == SUBJECTS
    assert boss.post(f"/pargauja/history/{change}/undo").status_code == 409
    boss.post(f"/pargauja/history/{last_change(school)}/undo")
    assert titles(school) == ["Matemātika"]


def test_what_changed_since_is_left_and_told(boss: FlaskClient, school: BuiltSchool) -> None:
    room = school.add(Room(name="214"))
    change = last_change(school)
    school.write(lambda session: setattr(session.get_one(Room, room.id), "seats", 30))
    text = boss.post(f"/pargauja/history/{change}/undo", follow_redirects=True).get_data(as_text=True)
    assert "Nekas nav atsaukts: viss pa to laiku ir mainīts." in text
    assert school.again(room).seats == 30


def test_a_page_elsewhere_is_never_returned_to(boss: FlaskClient, school: BuiltSchool) -> None:
    school.add(Subject(title="Matemātika", short_title="Mat.", until_date=date(2026, 11, 1)))
    answer = boss.post(
        f"/pargauja/history/{last_change(school)}/undo", headers={"Referer": "http://elsewhere.example/trap"}
    )
    assert answer.headers["Location"] == "/pargauja/settings"
