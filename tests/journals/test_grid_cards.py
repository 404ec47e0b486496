"""Cards beside a name, a mark and an average: what is on them, and what is not."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.journals.attendance.models import Absence
from core.people.models import Person
from core.testing.grids import FRIDAY, Register, Writer
from core.testing.statements import Statements


def card(writer: Writer, path: str) -> dict[str, Any]:
    answer = writer.client.get(f"{writer.address}/cards/{path}", headers={"Accept-Language": "lv"})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found | {"lines": dict(found["lines"])}


@pytest.fixture
def anna(register: Register) -> Person:
    """18 years old this month, with two guardians, one of them without access."""
    pupil = register.school.pupil(
        "Anna", "Eglīte", register.school_class, birth_date=date(2008, 11, 1), personal_code="011108-29999"
    )
    register.school.guardian("Inga", "Eglīte", pupil)
    register.school.guardianship(register.school.person("Juris", "Eglītis"), pupil, access="denied")
    return pupil


def test_a_pupils_card(register: Register, writer: Writer, anna: Person) -> None:
    school, journal = register.school, register.journal
    school.add(Absence(lesson_id=register.friday.id, pupil_id=anna.id, kind="absent"))
    school.add(Absence(lesson_id=register.today.id, pupil_id=anna.id, kind="late", minutes=15))
    elsewhere = school.lesson(school.journal("Fizika", register.school_class), register.today.day, 5)
    school.add(Absence(lesson_id=elsewhere.id, pupil_id=anna.id, kind="absent"))
    school.mark(register.work, anna, "7", number=700, counts=True)
    open_work = school.assessment(journal, FRIDAY, register.work.scheme_key, "Tests")
    school.mark(open_work, anna, "nv", number=None, counts=False)
    done = school.assessment(journal, FRIDAY, register.work.scheme_key, "Eseja")
    school.mark(done, anna, "nv", number=None, counts=False)
    school.mark(done, anna, "8", number=800, counts=True, attempt=2)
    found = card(writer, f"pupils/{anna.id}")
    assert (found["title"], found["about"], found["sign"]) == ("Eglīte Anna", "10.a", "18 gadi")
    assert found["lines"] == {
        "Šodien": "3. stunda: k15, 5. stunda: n",
        "Vidējais vērtējums": "7,50",
        "Neattaisnotās stundas": "1",
        "Nav vērtējuma (nv)": "1",
        "Vecāki": "Inga Eglīte",
    }


def test_a_pupil_of_16_has_the_age_beside_the_class(register: Register, writer: Writer) -> None:
    pupil = register.school.pupil("Elza", "Čakste", register.school_class, birth_date=date(2010, 11, 24))
    found = card(writer, f"pupils/{pupil.id}")
    assert (found["about"], found["sign"]) == ("10.a, 15 gadi", "")
    assert found["lines"]["Šodien"] == "nav atzīmētu kavējumu"


def test_an_excused_absence_is_not_unjustified(register: Register, writer: Writer, anna: Person) -> None:
    register.school.add(Absence(lesson_id=register.friday.id, pupil_id=anna.id, kind="absent"))
    register.school.excuse(anna, FRIDAY, register.teacher)
    assert card(writer, f"pupils/{anna.id}")["lines"]["Neattaisnotās stundas"] == "0"


def test_the_card_keeps_to_itself_what_is_nobodys_business(register: Register, writer: Writer, anna: Person) -> None:
    text = writer.client.get(f"{writer.address}/cards/pupils/{anna.id}").text
    for secret in ("011108", "29999", "2008", "Juris"):
        assert secret not in text


def test_a_pupil_of_another_journal_has_no_card_here(register: Register, writer: Writer) -> None:
    stranger = register.school.pupil("Ieva", "Ozola", register.school.school_class("11.a"))
    other = register.school.journal("Fizika", register.school_class)
    work = register.school.assessment(other, FRIDAY, register.work.scheme_key, "Spēki")
    register.school.mark(work, register.pupils[0], "9")
    for path in (f"pupils/{stranger.id}", f"averages/{stranger.id}", f"marks/a{work.id}-{register.pupils[0].id}"):
        assert writer.client.get(f"{writer.address}/cards/{path}").status_code == 404


def test_an_empty_cell_has_an_empty_card(register: Register, writer: Writer) -> None:
    assert card(writer, f"marks/{register.mark(0)}") == {"title": "", "about": "", "sign": "", "lines": {}}


def test_only_readers_of_the_journal_see_cards(
    register: Register, sign_in: Callable[[Person | str], FlaskClient]
) -> None:
    other = sign_in(register.school.teacher("Juris", "Ozols"))
    for path in (f"pupils/{register.pupils[0].id}", f"marks/{register.mark(0)}", f"averages/{register.pupils[0].id}"):
        assert other.get(f"{register.address}/cards/{path}").status_code == 404


def test_a_marks_card(register: Register, writer: Writer) -> None:
    writer.write({register.mark(0): "4"})
    writer.write({register.mark(0): "7"}, how="retake")
    writer.versions["c" + register.mark(0)[1:]] = writer.versions[register.mark(0)]
    writer.write({"c" + register.mark(0)[1:]: "Labots 2. uzdevums"})
    found = card(writer, f"marks/{register.mark(0)}")
    assert found["title"] == "7"
    assert found["lines"].pop("Ierakstīts").startswith("23.11.2026.")
    assert found["lines"] == {
        "Darbs": "summatīvais pārbaudes darbs Vektori, 20.11.",
        "Iepriekšējais vērtējums": "4",
        "Ierakstīja": "Ilze Kalniņa",
        "Komentārs": "Labots 2. uzdevums",
    }


def test_how_an_average_came_about(register: Register, writer: Writer) -> None:
    second = register.school.assessment(
        register.journal, FRIDAY + timedelta(days=1), register.work.scheme_key, "Eseja", weight=250
    )
    writer.write({register.mark(0): "7", register.mark(0, second): "9"})
    found = card(writer, f"averages/{register.pupils[0].id}")
    assert found["lines"] == {
        "Vektori, 20.11.": "7",
        "Eseja, 21.11.": "9 × 2,5",
        "Vidējais vērtējums": "29,5 : 3,5 = 8,43",
    }
    assert "vēl nav" in card(writer, f"averages/{register.pupils[1].id}")["lines"]["Vidējais vērtējums"]


def test_a_card_asks_as_many_statements_however_much_there_is(
    register: Register, writer: Writer, statements: Statements
) -> None:
    def asked(path: str) -> int:
        with statements() as seen:
            card(writer, path)
        return sum(one.startswith("SELECT") for one in seen)

    pupil = register.pupils[0]
    paths = (f"pupils/{pupil.id}", f"marks/{register.mark(0)}", f"averages/{pupil.id}")
    writer.write({register.mark(0): "7"})
    for path in paths:
        card(writer, path)
    before = [asked(path) for path in paths]
    for number in range(5):
        work = register.school.assessment(register.journal, FRIDAY, register.work.scheme_key, f"Darbs {number}")
        register.school.mark(work, pupil, "9", number=900, counts=True)
        register.school.guardian("Inga", f"Āboliņa{number}", pupil)
    assert [asked(path) for path in paths] == before
