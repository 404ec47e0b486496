"""Where an answer is asked for it is due: by when, for whom it is a duty, and of what a new letter is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import select

from core.foundation import clock
from core.foundation.runtime import klade
from core.people.models import Person
from core.schools.models import DayOverride
from core.testing.schools import BuiltSchool
from core.values.duties import Duty, DutyQuestion
from core.values.notices import News, NoticeQuestion, Urgency
from klade_messaging.letters.days import working_day_after
from klade_messaging.letters.duties import ANSWER
from klade_messaging.letters.models import Letter
from klade_messaging.letters.notices import NEW_LETTER
from klade_messaging.letters.reading import mark_read
from klade_messaging.letters.writing import ArchivedFile, Hat, LetterAuthor, LetterDraft, Recipient, write_letter

SignIn = Callable[[Person | str], FlaskClient]
PATH = "/pargauja/mail"
ENGLISH = {"Accept-Language": "en"}
MONDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 26)


class Class:
    """A class teacher, a pupil and a mother."""

    def __init__(self, school: BuiltSchool) -> None:
        self.teacher = school.teacher("Ilze", "Kalniņa")
        self.elza = school.pupil("Elza", "Čakste", school.school_class("10.a", self.teacher))
        self.mother = school.guardian("Līga", "Čakste", self.elza)
        self.as_teacher = Recipient(self.teacher.id, Hat.STAFF)
        self.as_mother = Recipient(self.mother.id, Hat.GUARDIAN, self.elza.id)


@pytest.fixture
def people(school: BuiltSchool) -> Class:
    return Class(school)


def written(school: BuiltSchool, author: Person, *to: Recipient, hat: Hat = Hat.STAFF, **facts: Any) -> Letter:
    child_id = facts.pop("child_id", None)
    draft = LetterDraft(
        **({"subject": "S", "body": "b"} | facts), recipients=to, author=LetterAuthor(author.id, "", hat, child_id)
    )
    return school.write(lambda session: session.get_one(Letter, write_letter(session, draft)))


# ------------------------------------------------------------------------------------------------------ by when


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (MONDAY, 3, THURSDAY),
        (date(2026, 11, 26), 3, date(2026, 12, 1)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 10, 23), 3, date(2026, 10, 28)),
        (date(2027, 7, 1), 3, date(2027, 7, 6)),
    ],
    ids=["week", "weekend", "from saturday", "christmas", "pupils' break", "summer"],
)
def test_working_days_leave_out_weekends_and_holidays_but_not_breaks(
    school: BuiltSchool, day: date, days: int, expected: date
) -> None:
    with school.read() as session:
        assert working_day_after(session, day, days) == expected


def test_a_transferred_working_day_counts(school: BuiltSchool) -> None:
    saturday = date(2026, 11, 28)
    school.add(
        DayOverride(
            day=saturday, kind="teaching", title_lv="Pārceltā", title_en="Transferred", grade_from=1, grade_until=12
        )
    )
    with school.read() as session:
        assert working_day_after(session, date(2026, 11, 26), 2) == saturday


def letter(people: Class, **typed: str) -> dict[str, str]:
    known = {"to": f"guardian-{people.mother.id}-{people.elza.id}", "subject": "S", "body": "b", "send": "1"}
    return known | typed


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({}, None),
        ({"answer_due": "2026-11-27"}, None),
        ({"asks_answer": "1"}, THURSDAY),
        ({"asks_answer": "1", "answer_due": "2026-11-27"}, date(2026, 11, 27)),
        ({"asks_answer": "1", "answer_due": "24.11.2026.", "is_urgent": "1"}, date(2026, 11, 24)),
    ],
    ids=["not asked", "day only", "usual", "later", "urgent"],
)
def test_an_answer_is_due_in_three_working_days_unless_it_is_urgent(
    school: BuiltSchool, people: Class, sign_in: SignIn, typed: dict[str, str], expected: date | None
) -> None:
    assert sign_in(people.teacher).post(f"{PATH}/new", data=letter(people, **typed)).status_code == 303
    with school.read() as session:
        (due,) = session.scalars(select(Letter.answer_due)).all()
    assert due == expected


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (
            {"answer_due": "2026-11-25"},
            "People have until 26 Nov 2026 to answer; mark the letter as urgent to ask sooner.",
        ),
        ({"answer_due": "2026-11-22", "is_urgent": "1"}, "This day is over."),
        ({"answer_due": "kādreiz"}, "Write a date"),
    ],
)
def test_a_sooner_day_needs_urgency_and_nothing_is_lost(
    people: Class, sign_in: SignIn, typed: dict[str, str], reason: str
) -> None:
    data = letter(people, asks_answer="1", body="Garš teksts.", **typed)
    answer = sign_in(people.teacher).post(f"{PATH}/new", data=data, headers=ENGLISH)
    assert (answer.status_code, reason in answer.text, "Garš teksts." in answer.text) == (422, True, True)


# ------------------------------------------------------------------------------------------------------ duties


def owed(school: BuiltSchool, moment: datetime | None = None, person: Person | None = None) -> list[Duty]:
    question = DutyQuestion(moment or clock.now(), {}, person.id if person else None)
    with school.read() as session:
        return list(ANSWER.find(session, question))


def test_staff_owe_the_answer_until_it_is_given(school: BuiltSchool, people: Class, sign_in: SignIn) -> None:
    facts: dict[str, Any] = {"hat": Hat.GUARDIAN, "child_id": people.elza.id}
    asked = written(school, people.mother, people.as_teacher, answer_due=THURSDAY, **facts)
    (duty,) = owed(school)
    assert (duty.person, duty.state, duty.values) == ("Kalniņa Ilze", "open", {"thread_id": asked.thread_id})
    assert clock.local(duty.due).date() == THURSDAY
    late = clock.now() + timedelta(days=4)
    assert [one.state for one in owed(school, late)] == ["late"]
    client = sign_in(people.teacher)
    assert "Atbildēt uz vēstuli" in client.get("/pargauja/todo").text
    data = {"answers": asked.id, "body": "Atbilde.", "send": "one"}
    assert client.post(f"{PATH}/{asked.thread_id}", data=data).status_code == 303
    assert owed(school) == []


def test_what_a_letter_is_about_is_not_in_the_duty_that_leaders_see(
    school: BuiltSchool, people: Class, sign_in: SignIn
) -> None:
    facts: dict[str, Any] = {"subject": "Par veselību", "body": "Elza slimo."}
    written(school, people.mother, people.as_teacher, hat=Hat.GUARDIAN, answer_due=THURSDAY, **facts)
    page = sign_in("head").get("/pargauja/todo?whose=all").text
    assert "Atbildes uz vēstulēm" in page or "Atbildēt uz vēstuli" in page
    assert not any(word in page for word in ("veselību", "slimo", "Čakste"))


def test_families_and_who_left_owe_nothing_and_each_owes_the_own(school: BuiltSchool, people: Class) -> None:
    colleague, former = school.teacher("Anna", "Bērziņa"), school.person("Rita", "Roze")
    to = [people.as_mother, people.as_teacher, *(Recipient(one.id, Hat.STAFF) for one in (colleague, former))]
    written(school, school.staff("Dainis", "Dreimanis", "head"), *to, answer_due=THURSDAY)
    written(school, people.mother, people.as_teacher, hat=Hat.GUARDIAN)
    assert sorted(one.person for one in owed(school)) == ["Bērziņa Anna", "Kalniņa Ilze"]
    assert [one.person_id for one in owed(school, person=colleague)] == [colleague.id]


# ------------------------------------------------------------------------------------------------------ notices


def news(school: BuiltSchool, since: datetime) -> list[News]:
    question = NoticeQuestion(since, clock.now(), {}, lambda moment: (moment, moment))
    with school.read() as session:
        return [one for one in NEW_LETTER.find(session, question) if isinstance(one, News)]


def test_a_letter_is_told_to_its_recipients_and_of_its_words_nothing(
    school: BuiltSchool, people: Class, app: Flask
) -> None:
    before = clock.now() - timedelta(minutes=1)
    file = ArchivedFile("a" * 64, "izraksts.pdf", "application/pdf", 10)
    to = [people.as_mother, Recipient(people.elza.id, Hat.PUPIL), people.as_teacher]
    facts: dict[str, Any] = {"subject": "Sekmes", "body": "Nesekmīgs", "files": [file]}
    sent = written(school, people.teacher, *to, **facts)
    told = {one.person_id: one for one in news(school, before)}
    assert set(told) == {people.mother.id, people.elza.id}
    mother = told[people.mother.id]
    assert (mother.about, mother.child_id, mother.urgency) == (f"letter:{sent.id}", people.elza.id, None)
    assert (mother.endpoint, mother.values) == ("messaging.thread", {"thread_id": sent.thread_id})
    assert [one.name for one in mother.files] == ["izraksts.pdf"]
    with app.test_request_context():
        for language, text in (
            ("lv", "Elza: Pastā ir jauna vēstule"),
            ("en", "Elza: there is a new letter in Mail"),
        ):
            with force_locale(language):
                assert str(mother.text) == text
                assert "Elza" not in str(told[people.elza.id].text)


def test_an_answer_asked_for_is_told_at_once_with_its_day(school: BuiltSchool, people: Class, app: Flask) -> None:
    before = clock.now() - timedelta(minutes=1)
    written(school, people.teacher, people.as_mother, answer_due=THURSDAY)
    written(school, people.teacher, people.as_mother, is_urgent=True)
    first, second = news(school, before)
    assert (first.urgency, second.urgency) == (Urgency.AT_ONCE, Urgency.AT_ONCE)
    with app.test_request_context(), force_locale("lv"):
        assert str(first.text) == "Elza: Pastā ir jauna vēstule; lūgts atbildēt līdz 26.11."


def test_what_was_read_or_told_before_is_not_told(school: BuiltSchool, people: Class) -> None:
    before = clock.now() - timedelta(minutes=1)
    sent = written(school, people.teacher, people.as_mother)
    assert len(news(school, before)) == 1
    assert news(school, clock.now()) == []
    school.write(lambda session: mark_read(session, sent.thread_id, people.mother.id, Hat.GUARDIAN))
    assert news(school, before) == []


def test_a_mother_of_two_is_told_once(school: BuiltSchool, people: Class) -> None:
    brother = school.pupil("Emīls", "Čakste")
    before = clock.now() - timedelta(minutes=1)
    written(school, people.teacher, people.as_mother, Recipient(people.mother.id, Hat.GUARDIAN, brother.id))
    assert len(news(school, before)) == 1


def test_channels_rules_and_duties_are_the_plugins(app: Flask) -> None:
    plugins = klade(app).plugins
    assert {one.value.key for one in plugins.notice_channels() if one.owner == "messaging"} == {"email", "sms"}
    assert "messaging.letter" in {one.value.key for one in plugins.notice_rules() if one.owner == "messaging"}
    assert "messaging.answer" in {one.value.key for one in plugins.duties() if one.owner == "messaging"}
