"""Mēneša izraksti: the preview, who gets it and how, what is missing, the button and what it leads to."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from core.classes.models import SchoolClass
from core.foundation import clock
from core.foundation.runtime import klade
from core.people.models import Person
from core.testing.browsers import assert_accessible
from core.testing.schools import BuiltSchool
from core.testing.statements import Statements
from core.testing.workshops import Workshop
from core.values.duties import Duty

pytestmark = pytest.mark.plugins("messaging", "grading")

SignIn = Callable[[Person | str], FlaskClient]
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def ilze(school: BuiltSchool) -> Person:
    return school.teacher("Ilze", "Kalniņa")


@pytest.fixture
def school_class(school: BuiltSchool, ilze: Person, workshop: Workshop) -> SchoolClass:
    """10.a: Anna with marks and her mother Līga, who has an account; Elza without either."""
    made = school.school_class("10.a", ilze)
    school.journal("Klases stunda", made, teacher=ilze, kind_key="class_hour")
    anna = school.pupil("Anna", "Bērziņa", made)
    school.pupil("Elza", "Čakste", made)
    for person in (anna, school.guardian("Līga", "Bērziņa", anna)):
        workshop.desk.account_of(person)
    school.guardian("Jānis", "Bērziņš", anna)
    maths = school.journal("Matemātika", made, teacher=ilze)
    for day in (date(2026, 10, 6), date(2026, 11, 5)):
        school.mark(school.assessment(maths, day, "grading.ten", "Vektori"), anna, "8")
    return made


def shown(client: FlaskClient, path: str = "") -> str:
    answer = client.get(f"/pargauja/mail/month{path}", headers=ENGLISH, follow_redirects=True)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def listed(page: str, label: str) -> list[str]:
    part = page.partition(f'aria-label="{label}"')[2].partition("</section>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in re.findall(r"<li>(.*?)</li>", part)]


def test_it_tells_who_gets_it_how_and_what_is_missing(sign_in: SignIn, ilze: Person, school_class: SchoolClass) -> None:
    page = shown(sign_in(ilze))
    assert "Monthly transcripts of class 10.a" in page
    assert listed(page, "Who gets it and how") == [
        "the pupil letter in Klade",
        "Bērziņa Līga mother letter in Klade",
        "Bērziņš Jānis mother no account",
        "the pupil no account",
        "no parent with the right to see marks",
    ]
    assert listed(page, "What is missing") == [
        "1 parent has no account: the letter waits in Klade until there is one.",
        "1 pupil has no account.",
        "1 pupil has no parent with the right to see marks.",
        "1 pupil has no mark in this month.",
        "The school has no plugin that makes PDF: the transcripts go as pages.",
    ]
    assert "Send 2 transcripts" in page
    assert "Sekmju izraksts (novembris)" in page
    assert "1 of 2" in page


def test_the_preview_goes_from_pupil_to_pupil(sign_in: SignIn, ilze: Person, school_class: SchoolClass) -> None:
    client = sign_in(ilze)
    page = shown(client)
    assert 'aria-label="Preview: Anna Bērziņa"' in page
    following = re.search(r'rel="next" href="/pargauja/mail/month([^"#]+)#preview"', page)
    assert following
    page = shown(client, following[1].replace("&amp;", "&"))
    assert 'aria-label="Preview: Elza Čakste"' in page
    assert 'rel="next"' not in page


@pytest.mark.parametrize(
    ("day", "first"), [(date(2026, 11, 30), "2026-11"), (date(2026, 12, 5), "2026-11"), (date(2026, 12, 6), "2026-12")]
)
def test_in_the_first_days_of_a_month_the_past_one_comes_first(
    sign_in: SignIn, ilze: Person, school_class: SchoolClass, day: date, first: str
) -> None:
    with clock.at(clock.at_local(day, time(12))):
        page = shown(sign_in(ilze))
    assert re.findall(r'<option value="(\d{4}-\d\d)" selected>', page) == [first]


def test_sent_it_says_so_and_offers_only_all_again(
    sign_in: SignIn, ilze: Person, school_class: SchoolClass, workshop: Workshop, school: BuiltSchool
) -> None:
    client = sign_in(ilze)
    path = f"/pargauja/mail/month/{school_class.id}"
    answer = client.post(path, data={"period": "2026-11"}, headers=ENGLISH)
    assert "/jobs/" in answer.headers["Location"]
    page = shown(client)
    assert "These transcripts are being sent at this moment." in page
    assert "Send 2 transcripts" not in page
    twice = client.post(path, data={"period": "2026-11"}, headers=ENGLISH, follow_redirects=True).text
    assert "Nothing was sent twice." in twice
    workshop.do()
    job = client.get(answer.headers["Location"], headers=ENGLISH).text
    assert f"{path}?period=2026-11" in job.replace("&amp;", "&")
    page = shown(client)
    assert "Sent on 23 Nov 2026" in page
    assert (
        "Novembra sekmju izraksts nosūtīts 1 skolēnam un 1 vecākam; 1 skolēnam nav konta, 1 vecākam nav konta" in page
    )
    assert "Send again to all" in page
    assert "has it" in page
    everybody = client.post(path, data={"period": "2026-11"}, headers=ENGLISH, follow_redirects=True).text
    assert "Everybody has these transcripts already." in everybody
    school.pupil("Zane", "Zīle", school_class, from_date=date(2026, 11, 20))
    page = shown(client)
    assert "Send 1 transcript " in re.sub(r"<[^>]+>", " ", page)
    assert "1 family has not got it yet." in page


def test_only_the_class_teacher_and_leaders_send(
    sign_in: SignIn, school: BuiltSchool, ilze: Person, school_class: SchoolClass
) -> None:
    path = f"/pargauja/mail/month/{school_class.id}"
    other = school.teacher("Juris", "Ozols")
    school.school_class("7.c", other)
    client = sign_in(other)
    assert client.get(path).status_code == 404
    assert client.post(path, data={"period": "2026-11"}).status_code == 404
    assert sign_in("secretary").get(path).status_code in (403, 404)
    deputy = shown(sign_in("deputy"), f"/{school_class.id}")
    assert "Send 2 transcripts" in deputy
    assert shown(sign_in(ilze), "/choose").count("<h1>") == 1


def test_the_page_asks_the_same_statements_whatever_the_number_of_pupils(
    school: BuiltSchool,
    sign_in: SignIn,
    ilze: Person,
    school_class: SchoolClass,
    workshop: Workshop,
    statements: Statements,
) -> None:
    client = sign_in(ilze)

    def asked() -> int:
        shown(client, f"/{school_class.id}")
        with statements() as seen:
            shown(client, f"/{school_class.id}")
        return len(seen)

    few = asked()
    for number in range(6):
        pupil = school.pupil(f"Skolēns{number}", "Jauns", school_class)
        workshop.desk.account_of(school.guardian(f"Vecāks{number}", "Jauns", pupil))
    assert asked() == few


def owed(app: Flask, school: BuiltSchool, day: date, whose: Person | None = None) -> list[Duty]:
    with clock.at(clock.at_local(day, time(12))), app.app_context(), school.read() as session:
        found = klade(app).duties.owed(session, whose.id if whose else None)
    return [duty for duty in found if duty.rule == "messaging.month"]


def test_the_class_teacher_owes_it_from_the_last_days_of_the_month(
    app: Flask, school: BuiltSchool, ilze: Person, school_class: SchoolClass, workshop: Workshop
) -> None:
    school.write(lambda session: note_october(session, school_class.id))
    assert owed(app, school, date(2026, 11, 25)) == []
    (duty,) = owed(app, school, date(2026, 11, 26), ilze)
    assert (str(duty.title), duty.state) == ("Send the month's transcripts of marks: novembris, 10.a", "open")
    assert duty.values == {"class_id": school_class.id, "period": "2026-11"}
    assert clock.local(duty.due).date() == date(2026, 12, 5)
    (late,) = owed(app, school, date(2026, 12, 6))
    assert (late.person, late.state) == ("Kalniņa Ilze", "late")
    assert owed(app, school, date(2026, 12, 6), school.teacher("Juris", "Ozols")) == []


def note_october(session: object, class_id: int) -> None:
    """The transcripts of October were given on paper, and the class-hour journal notes it."""
    from sqlalchemy.orm import Session

    from core.journals.notes.services import add
    from core.journals.register.queries import class_hour_journal_of

    assert isinstance(session, Session)
    journal = class_hour_journal_of(session, class_id, date(2026, 11, 1))
    assert journal is not None
    add(session, journal, "transcripts", "Izraksti izdalīti klases stundā.", "2026-10")


def test_what_was_sent_is_owed_no_more(
    app: Flask, school: BuiltSchool, sign_in: SignIn, ilze: Person, school_class: SchoolClass, workshop: Workshop
) -> None:
    with clock.at(clock.at_local(date(2026, 12, 1), time(12))):
        assert len(owed(app, school, date(2026, 12, 1))) == 1
        sign_in(ilze).post(f"/pargauja/mail/month/{school_class.id}", data={"period": "2026-11"})
        workshop.do()
        assert owed(app, school, date(2026, 12, 1)) == []


@pytest.mark.both_views
@pytest.mark.plugins("messaging", "grading", "printing")
def test_the_month_can_be_looked_at(
    ilze: Person, school_class: SchoolClass, workshop: Workshop, page_of: Callable[..., Page]
) -> None:
    page = page_of(ilze)
    page.goto("/pargauja/mail/month")
    assert_accessible(page)
    page.get_by_role("link", name="Nākamais skolēns").click()
    page.get_by_role("button", name="Nosūtīt 2 izrakstus").click()
    expect(page.get_by_role("button", name="Apturēt")).to_be_visible()
    assert_accessible(page)
    workshop.do()
    page.get_by_text("Novembra sekmju izraksts nosūtīts 1 skolēnam un 1 vecākam").wait_for()
    page.get_by_role("link", name="Skatīt iznākumu").click()
    page.get_by_role("button", name="Sūtīt vēlreiz visiem").wait_for()
    assert_accessible(page)
