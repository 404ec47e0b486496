"""From a family's word to the code in the journal: announcing, deciding, and what follows for absences."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.classes.models import SchoolClass
from core.foundation import clock
from core.journals.attendance.models import Absence
from core.journals.excuses.models import Announcement, Excuse
from core.journals.lessons.models import Lesson, RollCall
from core.journals.register.models import Journal
from core.people.adults import KEEP, RULE
from core.people.models import Person
from core.testing.schools import BuiltSchool
from core.testing.statements import Statements

SignIn = Callable[[Person | str], FlaskClient]
MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(days=1)


@dataclass(frozen=True)
class Class10a:
    """A class teacher, Anna with two guardians, her class mate, and lessons of mathematics."""

    school: BuiltSchool
    ilze: Person
    school_class: SchoolClass
    anna: Person
    elza: Person
    inga: Person
    juris: Person
    maths: Journal
    second: Lesson
    third: Lesson
    tomorrow: Lesson

    def absence(self, lesson: Lesson, pupil: Person | None = None, kind: str = "absent") -> Absence:
        return self.school.add(Absence(lesson_id=lesson.id, pupil_id=(pupil or self.anna).id, kind=kind))

    def rolls(self) -> None:
        for lesson in (self.second, self.third, self.tomorrow):
            self.school.add(RollCall(lesson_id=lesson.id, taken_at=clock.now() - timedelta(hours=1)))

    @property
    def page(self) -> str:
        return f"/pargauja/absences/{self.school_class.id}"

    @property
    def announced_page(self) -> str:
        return f"/pargauja/my-absences/{self.anna.id}"


@pytest.fixture
def there(school: BuiltSchool) -> Class10a:
    ilze = school.teacher("Ilze", "Kalniņa")
    school_class = school.school_class("10.a", ilze)
    anna = school.pupil("Anna", "Bērziņa", school_class, birth_date=date(2010, 5, 1))
    elza = school.pupil("Elza", "Čakste", school_class)
    inga, juris = school.guardian("Inga", "Bērziņa", anna), school.guardian("Juris", "Bērziņš", anna)
    maths = school.journal("Matemātika", school_class, teacher=ilze)
    lessons = [school.lesson(maths, day, number) for day, number in ((MONDAY, 2), (MONDAY, 3), (TUESDAY, 1))]
    return Class10a(school, ilze, school_class, anna, elza, inga, juris, maths, *lessons)


def announce(client: FlaskClient, there: Class10a, **form: Any) -> Any:
    return client.post(f"{there.announced_page}/new", data={"when": "today", "reason": "illness"} | form)


def waiting(there: Class10a) -> list[Announcement]:
    with there.school.read() as session:
        return session.query(Announcement).order_by(Announcement.id).all()


def accept(client: FlaskClient, announcement: Announcement) -> None:
    assert client.post(f"/pargauja/announcements/{announcement.id}/accept").status_code == 303


def codes(client: FlaskClient, there: Class10a) -> list[str]:
    """What the week of the class shows, square by square."""
    return squares(client.get(there.page, headers={"Accept-Language": "lv"}).text)


def squares(page: str) -> list[str]:
    return re.findall(r'class="square[^"]*" title="([^"]+)"', page)


def grid_code(client: FlaskClient, there: Class10a, lesson: Lesson) -> str | None:
    page = client.get(f"/pargauja/journals/{there.maths.id}").text
    found = re.search(rf'<td id="l{lesson.id}-{there.anna.id}"[^>]*>(.*?)</td>', page)
    return re.sub("<[^>]+>", "", found[1]) if found else None


def test_ill_today_is_three_presses(there: Class10a, sign_in: SignIn) -> None:
    mother = sign_in(there.inga)
    form = mother.get(f"{there.announced_page}/new").text
    assert 'value="today" checked' in form
    assert announce(mother, there).headers["Location"].endswith(there.announced_page)
    (made,) = waiting(there)
    assert (made.from_date, made.until_date, made.state, made.reason_key) == (MONDAY, MONDAY, "waiting", "illness")
    assert "gaida" in mother.get(there.announced_page, headers={"Accept-Language": "lv"}).text


def test_an_announcement_justifies_nothing_until_it_is_accepted(there: Class10a, sign_in: SignIn) -> None:
    there.absence(there.second)
    teacher = sign_in(there.ilze)
    announce(sign_in(there.inga), there)
    assert grid_code(teacher, there, there.second) == "n"
    accept(teacher, waiting(there)[0])
    assert grid_code(teacher, there, there.second) == "ns"
    assert codes(teacher, there) == ["2. Matemātika: ns"]


def test_a_later_absence_in_the_days_is_justified_as_it_is_recorded(there: Class10a, sign_in: SignIn) -> None:
    teacher = sign_in(there.ilze)
    announce(sign_in(there.inga), there, when="days", from_date="2026-11-23", until_date="24.11.2026.", reason="family")
    accept(teacher, waiting(there)[0])
    there.absence(there.tomorrow)
    assert grid_code(teacher, there, there.tomorrow) == "nc"
    cell = {"cell": f"l{there.second.id}-{there.anna.id}", "version": 0, "value": "n", "at": "2026-11-23T10:00:00Z"}
    batch = {"batch": "3f1c1f3e-8f0b-4c58-b7f0-2f1d6f0f4a11", "changes": [cell]}
    (saved,) = teacher.post(f"/pargauja/journals/{there.maths.id}/cells", json=batch).get_json()["results"]
    assert (saved["state"], saved["shown"], saved["value"], saved["look"]) == ("saved", "nc", "n", "ns")


def test_lessons_are_justified_by_their_numbers(there: Class10a, sign_in: SignIn) -> None:
    teacher = sign_in(there.ilze)
    there.absence(there.second)
    there.absence(there.third)
    announce(sign_in(there.inga), there, when="lessons", first_lesson="3", last_lesson="4", reason="doctor")
    accept(teacher, waiting(there)[0])
    assert codes(teacher, there) == ["2. Matemātika: n", "3. Matemātika: nc"]


def test_a_late_arrival_stays_one(there: Class10a, sign_in: SignIn) -> None:
    there.absence(there.second, kind="late")
    there.school.excuse(there.anna, MONDAY, there.ilze)
    assert grid_code(sign_in(there.ilze), there, there.second) == "k"


def test_the_newest_excuse_says_the_code_and_a_voided_one_nothing(there: Class10a, sign_in: SignIn) -> None:
    there.absence(there.second)
    there.school.excuse(there.anna, MONDAY, there.ilze)
    there.school.excuse(there.anna, MONDAY, there.ilze, reason_key="family")
    teacher = sign_in(there.ilze)
    assert grid_code(teacher, there, there.second) == "nc"
    with there.school.read() as session:
        for excuse in session.query(Excuse):
            teacher.post(f"/pargauja/excuses/{excuse.id}/end")
    assert grid_code(teacher, there, there.second) == "n"


def test_the_family_sees_the_state_the_reason_and_the_code(there: Class10a, sign_in: SignIn) -> None:
    there.absence(there.second)
    there.rolls()
    mother, teacher = sign_in(there.inga), sign_in(there.ilze)
    announce(mother, there)
    teacher.post(f"/pargauja/announcements/{waiting(there)[0].id}/reject", data={"answer": "Zīme jau izmantota"})
    page = mother.get(there.announced_page, headers={"Accept-Language": "lv"}).text
    assert "noraidīts" in page
    assert "Zīme jau izmantota" in page
    announce(mother, there)
    accept(teacher, waiting(there)[1])
    assert (
        'title="Attaisnots kavējums">ns<'
        in mother.get(f"/pargauja/diary/{there.anna.id}", headers={"Accept-Language": "lv"}).text
    )


def test_a_rejection_needs_its_reason(there: Class10a, sign_in: SignIn) -> None:
    announce(sign_in(there.inga), there)
    sign_in(there.ilze).post(f"/pargauja/announcements/{waiting(there)[0].id}/reject", data={})
    assert waiting(there)[0].state == "waiting"


def test_what_waits_may_be_withdrawn_and_what_is_decided_not(there: Class10a, sign_in: SignIn) -> None:
    mother, teacher = sign_in(there.inga), sign_in(there.ilze)
    announce(mother, there)
    made = waiting(there)[0]
    assert mother.post(f"/pargauja/announcements/{made.id}/withdraw").status_code == 303
    assert teacher.post(f"/pargauja/announcements/{made.id}/accept").status_code == 409
    announce(mother, there)
    accept(teacher, waiting(there)[1])
    assert mother.post(f"/pargauja/announcements/{waiting(there)[1].id}/withdraw").status_code == 409


def test_one_guardian_is_not_told_what_the_other_announced(there: Class10a, sign_in: SignIn) -> None:
    announce(sign_in(there.inga), there, note="Zvanīt uz darbu")
    father = sign_in(there.juris)
    page = father.get(there.announced_page, headers={"Accept-Language": "lv"}).text
    assert "Zvanīt" not in page
    assert "gaida" not in page
    assert father.post(f"/pargauja/announcements/{waiting(there)[0].id}/withdraw").status_code == 404
    assert announce(father, there).status_code == 303


@pytest.mark.parametrize(
    "form",
    [
        {"reason": ""},
        {"reason": "order"},  # a reason of the school's own
        {"when": "days"},
        {"when": "days", "from_date": "2026-11-25", "until_date": "2026-11-24"},
        {"when": "days", "from_date": "2025-11-25"},
        {"when": "lessons"},
        {"when": "lessons", "first_lesson": "4", "last_lesson": "2"},
    ],
)
def test_what_cannot_be_is_refused_with_what_was_typed(there: Class10a, sign_in: SignIn, form: dict[str, str]) -> None:
    answer = announce(sign_in(there.inga), there, note="Kāzas laukos", **form)
    assert answer.status_code == 422
    assert "Kāzas laukos" in answer.text
    assert waiting(there) == []


def test_the_same_time_is_announced_once_by_a_person(there: Class10a, sign_in: SignIn) -> None:
    mother = sign_in(there.inga)
    announce(mother, there, when="lessons", first_lesson="2")
    assert announce(mother, there, when="lessons", first_lesson="3").status_code == 303
    assert announce(mother, there).status_code == 422


def test_selected_absences_are_justified_in_one_act_and_taken_back(there: Class10a, sign_in: SignIn) -> None:
    chosen = [there.absence(there.second), there.absence(there.second, there.elza)]
    there.absence(there.third)
    teacher = sign_in(there.ilze)
    data = {"absence": [str(one.id) for one in chosen], "reason": "represents", "document": "organiser"}
    teacher.post(there.page, data=data)
    page = teacher.get(there.page, headers={"Accept-Language": "lv"}).text
    assert "Attaisnoti 2 kavējumi" in page
    assert squares(page) == ["2. Matemātika: nc", "3. Matemātika: n", "2. Matemātika: nc"]
    undo = re.search(r'action="(/pargauja/history/\d+/undo)"', page)
    assert undo is not None
    assert teacher.post(undo[1]).status_code == 303
    assert codes(teacher, there) == ["2. Matemātika: n", "3. Matemātika: n", "2. Matemātika: n"]


def test_only_absences_of_the_own_class_are_justified(there: Class10a, sign_in: SignIn) -> None:
    other = there.school.school_class("7.b")
    foreign = there.school.pupil("Kārlis", "Dūmiņš", other)
    physics = there.school.journal("Fizika", other, teacher=there.ilze)
    absence = there.absence(there.school.lesson(physics, MONDAY, 1), foreign)
    sign_in(there.ilze).post(there.page, data={"absence": str(absence.id), "reason": "illness"})
    with there.school.read() as session:
        assert session.query(Excuse).count() == 0


def test_the_class_teacher_sees_what_it_would_justify_and_the_schools_limit(there: Class10a, sign_in: SignIn) -> None:
    there.absence(there.second)
    for day in (2, 9, 16):
        there.school.excuse(there.anna, date(2026, 11, day), there.ilze, document="guardian_note")
    with clock.at(clock.now() + timedelta(hours=2)):
        announce(sign_in(there.inga), there, when="days", from_date="2026-11-23", until_date="2026-11-27")
        page = sign_in(there.ilze).get(there.page, headers={"Accept-Language": "lv"}).text
    for said in (
        "attaisnotu 1 ierakstītu kavējumu",
        "4. no 3 zīmēm semestrī",
        "vairāk zīmju, nekā skola atļauj",
        "garāks, nekā drīkst vecāku zīme",
        "pieteikts novēloti",
        "Pieteica Inga Bērziņa",
    ):
        assert said in page, said


def test_a_larger_class_asks_no_more_statements(there: Class10a, sign_in: SignIn, statements: Statements) -> None:
    teacher = sign_in(there.ilze)
    teacher.get(there.page)
    with statements() as few:
        teacher.get(there.page)
    mother = sign_in(there.inga)
    announce(mother, there)
    for number in range(5):
        pupil = there.school.pupil(f"Nora{number}", "Zariņa", there.school_class)
        there.absence(there.second, pupil)
        there.school.excuse(pupil, MONDAY, there.ilze)
    with statements() as many:
        teacher.get(there.page)
    assert len(many) == len(few)


# ------------------------------------------------------------------------------------------------------------------- 18


@pytest.fixture
def grown(there: Class10a) -> Person:
    """Marta of 10.a, 18 years old today, and her guardian Inga."""
    marta = there.school.pupil("Marta", "Bērziņa", there.school_class, birth_date=date(2008, 11, 23))
    there.school.guardianship(there.inga, marta)
    return marta


def test_guardians_of_who_is_18_see_nothing_until_the_pupil_lets_them(
    there: Class10a, sign_in: SignIn, grown: Person
) -> None:
    diary = f"/pargauja/diary/{grown.id}"
    mother, marta = sign_in(there.inga), sign_in(grown)
    with clock.at(date(2026, 11, 22)):
        assert sign_in(there.inga).get(diary).status_code == 200
    assert mother.get(diary).status_code == 404
    assert "Jūs esat pilngadīgi" in marta.get(diary, headers={"Accept-Language": "lv"}).text
    marta.post(f"{diary}/guardians", data={"guardians_see": "1"})
    assert mother.get(diary).status_code == 200
    marta.post(f"{diary}/guardians", data={"guardians_see": "0"})
    assert mother.get(diary).status_code == 404


def test_a_school_may_keep_guardians_access_until_the_pupil_objects(
    there: Class10a, sign_in: SignIn, grown: Person
) -> None:
    from core.foundation.settings import Setting

    there.school.add(Setting(section="people", key=RULE, value=f'"{KEEP}"'))
    diary = f"/pargauja/diary/{grown.id}"
    mother = sign_in(there.inga)
    assert mother.get(diary).status_code == 200
    sign_in(grown).post(f"{diary}/guardians", data={"guardians_see": "0"})
    assert mother.get(diary).status_code == 404


def test_who_is_18_announces_alone(there: Class10a, sign_in: SignIn, grown: Person) -> None:
    marta = sign_in(grown)
    answer = marta.post(f"/pargauja/my-absences/{grown.id}/new", data={"when": "tomorrow", "reason": "doctor"})
    assert answer.status_code == 303
    (made,) = waiting(there)
    assert (made.made_by_id, made.from_date) == (grown.id, TUESDAY)
    assert "Pieteica skolēns pats" in sign_in(there.ilze).get(there.page, headers={"Accept-Language": "lv"}).text


def test_who_is_younger_neither_announces_nor_decides(there: Class10a, sign_in: SignIn) -> None:
    anna = sign_in(there.anna)
    assert announce(anna, there).status_code == 404
    assert anna.post(f"/pargauja/diary/{there.anna.id}/guardians", data={"guardians_see": "0"}).status_code == 404


def test_thirty_days_before_18_the_pupil_is_told(there: Class10a, sign_in: SignIn) -> None:
    soon = there.school.pupil("Nora", "Liepa", there.school_class, birth_date=date(2008, 12, 23))
    later = there.school.pupil("Zane", "Liepa", there.school_class, birth_date=date(2008, 12, 24))
    said = ["23.12.2026." in sign_in(one).get(f"/pargauja/diary/{one.id}").text for one in (soon, later)]
    assert said == [True, False]
