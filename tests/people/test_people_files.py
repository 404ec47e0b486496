"""The personal file: its reading is written down before it is shown, and shows each class of data to whom it is for."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.runtime import klade
from core.people.models import (
    Address,
    CareStatus,
    Contact,
    Enrolment,
    IdentityDocument,
    Person,
    PersonalFile,
    PupilProgramme,
    ReadEvent,
    SupportNeed,
)
from core.schools.models import Order, Programme
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.testing.statements import Statements

SignIn = Callable[[Person | str], FlaskClient]

CODE = "321654-15156"
PHONE, MOTHERS_PHONE, FATHERS_PHONE = "+37120000001", "+37120000002", "+37120000003"
HOME = "Kalna iela 74, Valmiera"


@pytest.fixture
def teacher(school: BuiltSchool) -> Person:
    return school.teacher("Ilze", "Ozola")


@pytest.fixture
def anna(school: BuiltSchool, teacher: Person) -> Person:
    """A pupil of whom much is known."""
    pupil = school.pupil("Anna", "Bērziņa", school.school_class("10.a", teacher), personal_code=CODE, sex="f")
    order = school.add(Order(number="1-9/8", dated=date(2026, 8, 18), kind="admission"))
    programme = school.add(Programme(code="31016011", title="Vispārējā vidējā izglītība"))
    days = {"from_date": FIRST_DAY}
    school.add(Contact(person_id=pupil.id, kind="phone", value=PHONE))
    school.add(Address(person_id=pupil.id, kind="declared", text=HOME, **days))
    school.add(IdentityDocument(person_id=pupil.id, number="LV777", issuer="PMLP"))
    school.add(PupilProgramme(pupil_id=pupil.id, programme_id=programme.id, order_id=order.id, **days))
    school.add(SupportNeed(pupil_id=pupil.id, code="56", opinion_number="PMK-12", **days))
    school.add(CareStatus(pupil_id=pupil.id, out_of_family=True, **days))

    def by_order(session: Session) -> None:
        session.scalars(select(Enrolment).where(Enrolment.pupil_id == pupil.id)).one().admission_order_id = order.id

    school.write(by_order)
    return pupil


@pytest.fixture
def mother(school: BuiltSchool, anna: Person) -> Person:
    person = school.guardian("Inga", "Bērziņa", anna)
    school.add(Contact(person_id=person.id, kind="phone", value=MOTHERS_PHONE))
    return person


@pytest.fixture
def father(school: BuiltSchool, anna: Person) -> Person:
    """Without custody and with a contact ban; a decision let him see the child's marks all the same."""
    person = school.person("Juris", "Kalns")
    school.guardianship(person, anna, relation="father", access="granted", has_custody=False, contact_ban=True)
    school.add(Contact(person_id=person.id, kind="phone", value=FATHERS_PHONE))
    return person


def address(pupil: Person, of: str = "") -> str:
    return f"/pargauja/people/{pupil.id}/file{of}"


def reads(school: BuiltSchool) -> list[tuple[int, int, str, str]]:
    statement = select(ReadEvent.pupil_id, ReadEvent.reader_id, ReadEvent.role_key, ReadEvent.what)
    with school.read() as session:
        return [(row[0], row[1], row[2], row[3]) for row in session.execute(statement.order_by(ReadEvent.id))]


# ------------------------------------------------------------------------------------------- the reading is noted


def test_opening_is_written_down_with_who_when_and_in_which_role(
    school: BuiltSchool, sign_in: SignIn, anna: Person, teacher: Person
) -> None:
    assert sign_in(teacher).get(address(anna)).status_code == 200
    assert reads(school) == [(anna.id, teacher.id, "class_teacher", "file")]
    with school.read() as session:
        assert session.scalars(select(ReadEvent.at)).all() == [clock.now()]


def test_the_event_stands_before_the_file_is_read(
    app: Flask, school: BuiltSchool, sign_in: SignIn, anna: Person, statements: Statements
) -> None:
    client = sign_in("record_keeper")
    with statements() as seen:
        client.get(address(anna))
    noted = next(place for place, sent in enumerate(seen) if sent.lstrip().upper().startswith("INSERT INTO"))
    read = [place for place, sent in enumerate(seen) if "personal_code" in sent]
    assert "read_event" in seen[noted]
    assert read
    assert noted < min(read)


def test_where_the_reading_cannot_be_written_nothing_is_shown(
    app: Flask, school: BuiltSchool, sign_in: SignIn, anna: Person
) -> None:
    client = sign_in("record_keeper")
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    def fail(_mapper: Any, _connection: Any, _row: Any) -> None:
        raise RuntimeError("the disk is full")

    event.listen(ReadEvent, "before_insert", fail)
    try:
        answer = client.get(address(anna))
    finally:
        event.remove(ReadEvent, "before_insert", fail)
    assert answer.status_code == 500
    assert "Bērziņa" not in answer.text
    assert reads(school) == []


def test_a_school_that_cannot_be_written_to_shows_no_file(school: BuiltSchool, sign_in: SignIn, anna: Person) -> None:
    from core.foundation.database import SchoolState

    client = sign_in("record_keeper")
    school.write(lambda session: setattr(session.get_one(SchoolState, 1), "status", "read-only"))
    assert client.get("/pargauja/pupils").status_code == 200
    answer = client.get(address(anna))
    assert answer.status_code == 503
    assert HOME not in answer.text


@pytest.mark.parametrize("of", ["", "/history", "/edit"])
def test_every_page_of_the_file_is_a_reading(school: BuiltSchool, sign_in: SignIn, anna: Person, of: str) -> None:
    assert sign_in("record_keeper").get(address(anna, of)).status_code == 200
    assert len(reads(school)) == 1


def test_a_refused_reading_leaves_no_event(school: BuiltSchool, sign_in: SignIn, anna: Person) -> None:
    assert sign_in("secretary").get(address(anna)).status_code == 404
    assert reads(school) == []


def test_who_may_in_two_roles_reads_in_the_nearer_one(
    school: BuiltSchool, sign_in: SignIn, anna: Person, teacher: Person
) -> None:
    school.give_role(teacher, "head")
    other = school.pupil("Zane", "Zara", school.school_class("7.c"))
    client = sign_in(teacher)
    client.get(address(anna))
    client.get(address(other))
    assert [role for _, _, role, _ in reads(school)] == ["class_teacher", "head"]


# -------------------------------------------------------------------------------------------- the personal code


def test_the_code_is_masked_until_it_is_asked_for_and_that_is_written_down(
    school: BuiltSchool, sign_in: SignIn, anna: Person
) -> None:
    client = sign_in("record_keeper")
    for page in (address(anna), address(anna, "/history")):
        shown = client.get(page).text
        assert CODE not in shown
        assert "******-**156" in shown
    assert CODE in client.post(address(anna, "/code")).text
    assert [what for _, _, _, what in reads(school)] == ["file", "file", "personal_code"]
    assert client.get(address(anna, "/code")).status_code == 405


def test_the_code_is_not_for_guardians(school: BuiltSchool, sign_in: SignIn, anna: Person, mother: Person) -> None:
    client = sign_in(mother)
    # Between the tags: the name of a script may hold the digits too.
    shown = re.sub(r"<[^>]*>", " ", client.get(address(anna)).text)
    assert anna.family_name in shown
    assert "156" not in shown
    answer = client.post(address(anna, "/code"))
    assert answer.status_code == 404
    assert CODE not in answer.text


# ------------------------------------------------------------------------------------- each class to whom it is for

WHAT = {
    "contact": PHONE,
    "address": HOME,
    "document": "LV777",
    "code": "******-**156",
    "programme": "31016011",
    "need": "PMK-12",
    "care": "Ārpusģimenes aprūpe",
    "mother": MOTHERS_PHONE,
    "custody": "nav aizgādības",
    "order": "Nr. 1-9/8, 18.08.2026.",
}
CONTACT = {"contact", "address", "document", "code"}
HEALTH = {"programme", "need"}
LEGAL = {"care", "custody"}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("record_keeper", CONTACT | HEALTH | LEGAL | {"mother"}),
        ("head", CONTACT | HEALTH | LEGAL | {"mother"}),
        ("teacher", CONTACT | HEALTH | LEGAL | {"mother"}),
        ("superuser", CONTACT | {"mother"}),
        ("anna", CONTACT),
        ("mother", {"mother"}),
        ("father", set()),
    ],
)
def test_each_sees_what_is_for_them(
    sign_in: SignIn, anna: Person, mother: Person, father: Person, teacher: Person, who: str, sees: set[str]
) -> None:
    people: dict[str, Person | str] = {"anna": anna, "mother": mother, "father": father, "teacher": teacher}
    page = sign_in(people.get(who, who)).get(address(anna)).text
    assert {name for name, text in WHAT.items() if text in page} == sees | {"order"}


def test_a_guardian_learns_nothing_of_the_other(sign_in: SignIn, anna: Person, mother: Person, father: Person) -> None:
    for one, other, phone in ((mother, father, FATHERS_PHONE), (father, mother, MOTHERS_PHONE)):
        page = sign_in(one).get(address(anna)).text
        assert other.given_name not in page
        assert phone not in page
        assert "aizliegums" not in page
        assert "aizgādība" not in page
        assert "piekļuve" not in page.lower()


def test_a_pupil_sees_the_parents_names_only(sign_in: SignIn, anna: Person, mother: Person, father: Person) -> None:
    page = sign_in(anna).get(address(anna)).text
    assert "Bērziņa Inga" in page
    assert "Kalns Juris" in page
    assert MOTHERS_PHONE not in page
    assert "aizliegums" not in page


def test_what_is_missing_is_listed_pupil_and_parents(
    sign_in: SignIn, anna: Person, mother: Person, father: Person
) -> None:
    page = sign_in("record_keeper").get(address(anna)).text
    assert re.findall("<li>(.*?)</li>", page) == [
        "Dzimšanas datums",
        "Personu apliecinoša dokumenta izdošanas datums",
        "Iepriekš apgūtā izglītības programma",
        "Faktiskā dzīvesvietas adrese",
        "Adrese (Inga Bērziņa)",
        "Adrese (Juris Kalns)",
    ]
    assert "Kā trūkst" not in sign_in(mother).get(address(anna)).text


# ----------------------------------------------------------------------------------------------- who has looked


def test_the_office_sees_readers_by_name_the_family_by_role(
    school: BuiltSchool, sign_in: SignIn, anna: Person, mother: Person, father: Person, teacher: Person
) -> None:
    for reader in (teacher, father, mother):
        sign_in(reader).get(address(anna))
    keeper = sign_in("record_keeper").get(address(anna)).text.split("Kas skatījis")[-1]
    for name in ("Ilze Ozola", "Juris Kalns", "Inga Bērziņa"):
        assert name in keeper
    family = sign_in(mother).get(address(anna)).text.split("Kas skatījis")[-1]
    assert "Klases audzinātājs" in family
    assert "Lietvede" in family
    assert "Ilze Ozola" not in family
    assert "Juris" not in family
    assert family.count("Vecāks") == family.count("(jūs)") == 2
    assert "Kas skatījis" not in sign_in(teacher).get(address(anna)).text


def test_families_see_names_where_the_school_says_so(
    app: Flask, school: BuiltSchool, sign_in: SignIn, anna: Person, mother: Person, teacher: Person
) -> None:
    sign_in(teacher).get(address(anna))
    settings = klade(app).settings
    school.write(lambda session: settings.change(session, "people", {"families_see_reader_names": True}))
    assert "Ilze Ozola" in sign_in(mother).get(address(anna)).text


# ------------------------------------------------------------------------------------- filling in, history, statements


def form(**typed: str) -> dict[str, str]:
    return {"number": "10-115", "document_number": "LV778", "document_issuer": "PMLP", "state": "0.1.0", **typed}


def test_the_office_fills_in_the_file(school: BuiltSchool, sign_in: SignIn, anna: Person) -> None:
    client = sign_in("record_keeper")
    assert 'value="0.1.0"' in client.get(address(anna, "/edit")).text
    saved = client.post(address(anna, "/edit"), data=form(programme="Pamatizglītība"))
    assert (saved.status_code, saved.location) == (303, address(anna))
    page = client.get(address(anna)).text
    for shown in ("Personas lieta Nr. 10-115", "LV778", "Pamatizglītība"):
        assert shown in page
    assert client.post(address(anna, "/checked")).status_code == 303
    with school.read() as session:
        file = session.scalars(select(PersonalFile)).one()
        assert (file.number, file.checked) == ("10-115", date(2026, 11, 23))
        assert len(session.scalars(select(IdentityDocument)).all()) == 1


def test_nothing_of_a_file_that_changed_meanwhile_is_overwritten(
    school: BuiltSchool, sign_in: SignIn, anna: Person
) -> None:
    client = sign_in("record_keeper")
    client.post(address(anna, "/edit"), data=form())
    late = client.post(address(anna, "/edit"), data=form(number="10-999", document_number="LV000"))
    assert late.status_code == 200
    assert "Pa to laiku kāds labojis šo lietu" in late.text
    assert "10-999" in late.text
    with school.read() as session:
        assert session.scalars(select(PersonalFile.number)).all() == ["10-115"]
        assert session.scalars(select(IdentityDocument.number)).all() == ["LV778"]


def test_history_tells_in_words_what_changed(
    school: BuiltSchool, sign_in: SignIn, anna: Person, mother: Person, teacher: Person
) -> None:
    client = sign_in("record_keeper")
    client.post(address(anna, "/edit"), data=form())
    page = client.get(address(anna, "/history")).text
    for words in ("Personu apliecinošs dokuments", "LV777", "LV778", "Līga Liepa", "Vecāks", "Inga Bērziņa", "māte"):
        assert words in page
    assert "PMK-12" not in page
    # Of the custody there is no value in history, only that it changed.
    assert sign_in(teacher).get(address(anna, "/history")).status_code == 200
    assert sign_in(mother).get(address(anna, "/history")).status_code == 404


def test_history_leaves_out_what_is_not_for_the_reader(sign_in: SignIn, anna: Person, mother: Person) -> None:
    superuser = sign_in("superuser").get(address(anna, "/history")).text
    keeper = sign_in("record_keeper").get(address(anna, "/history")).text
    for words in ("Speciālā vajadzība", "Ārpusģimenes aprūpe"):
        assert words in keeper
        assert words not in superuser


def test_a_file_asks_a_fixed_number_of_statements(
    school: BuiltSchool, sign_in: SignIn, anna: Person, mother: Person, statements: Statements
) -> None:
    client = sign_in("record_keeper")
    counts = []
    for more in range(2):
        client.get(address(anna))
        with statements() as seen:
            client.get(address(anna))
        counts.append(len(seen))
        for number in range(5 * (1 - more)):
            school.guardian("Vecāks", f"Nr. {number}", anna)
            school.add(Contact(person_id=anna.id, kind="email", value=f"anna{number}@example.lv"))
    assert counts[0] == counts[1]
