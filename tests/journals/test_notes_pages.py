"""Piezīmes: what is noted about a journal, by whom, for how long it may be changed."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import select

from core.foundation import clock
from core.foundation.history.models import Change
from core.journals.notes import services
from core.journals.notes.models import JournalNote
from core.journals.notes.queries import noted
from core.journals.register.models import Journal
from core.journals.register.queries import class_hour_journal_of
from core.people.models import Person
from core.testing.browsers import assert_accessible
from core.testing.schools import BuiltSchool
from core.testing.statements import Statements

SignIn = Callable[[Person | str], FlaskClient]
ENGLISH = {"Accept-Language": "en"}
MONDAY = date(2026, 11, 23)


@pytest.fixture
def anna(school: BuiltSchool) -> Person:
    return school.teacher("Anna", "Bērziņa")


@pytest.fixture
def ilze(school: BuiltSchool) -> Person:
    return school.teacher("Ilze", "Kalniņa")


@pytest.fixture
def journal(school: BuiltSchool, anna: Person, ilze: Person) -> Journal:
    return school.journal("Matemātika", school.school_class("10.a", ilze), teacher=anna)


def path(journal: Journal) -> str:
    return f"/pargauja/journals/{journal.id}/notes"


def write(client: FlaskClient, journal: Journal, **typed: str) -> str:
    form = {"text": "Skolēni iepazinušies.", "day": "2026-11-20"} | typed
    return client.post(path(journal), data=form, headers=ENGLISH, follow_redirects=True).text


def notes(school: BuiltSchool) -> list[JournalNote]:
    with school.read() as session:
        return list(session.scalars(select(JournalNote).order_by(JournalNote.id)))


def test_a_teacher_writes_a_note_and_it_stands_first(
    school: BuiltSchool, sign_in: SignIn, journal: Journal, anna: Person
) -> None:
    client = sign_in(anna)
    empty = client.get(path(journal), headers=ENGLISH).text
    assert "No notes yet." in empty
    write(client, journal, text="Nomainīta telpa.", day="2026-10-01")
    page = write(client, journal, kind_key="calendar", period_key="s1")
    assert "The note is written." in page
    assert re.findall(r'class="note__text">([^<]+)<', page) == ["Skolēni iepazinušies.", "Nomainīta telpa."]
    assert re.findall(r'class="note-month">([^<]+)<', page) == ["November 2026", "October 2026"]
    calendar = notes(school)[1]
    assert (calendar.kind_key, calendar.period_key, calendar.day) == ("calendar", "s1", date(2026, 11, 20))
    assert (calendar.written_by_id, calendar.written_by) == (anna.id, "Anna Bērziņa")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": " "}, "Write what is to be noted."),
        ({"text": "a" * 2001}, "At most 2000 characters."),
        ({"kind_key": "calendar"}, "Choose which month or term the note is about."),
        ({"kind_key": "praise"}, "Choose from the list."),
        ({"day": "2026-11-24"}, "choose today or an earlier day"),
        ({"day": "2026-08-31"}, "This day is outside the school year."),
    ],
    ids=["empty", "long", "no period", "no such kind", "tomorrow", "last year"],
)
def test_a_note_that_says_nothing_is_refused_and_stays_typed(
    school: BuiltSchool, sign_in: SignIn, journal: Journal, anna: Person, typed: dict[str, str], said: str
) -> None:
    page = write(sign_in(anna), journal, **typed)
    assert said in page
    assert typed.get("text", "Skolēni iepazinušies.").strip() in page
    assert notes(school) == []


def test_an_own_note_is_changed_withdrawn_and_taken_back(
    school: BuiltSchool, sign_in: SignIn, journal: Journal, anna: Person
) -> None:
    client = sign_in(anna)
    write(client, journal)
    (note,) = notes(school)
    own = f"/pargauja/journals/notes/{note.id}"
    form = client.get(own, headers=ENGLISH).text
    assert f'name="version" value="{note.version}"' in form
    changed = {"text": "Visi skolēni iepazinušies.", "day": "2026-11-20", "version": str(note.version)}
    assert "The note is changed." in client.post(own, data=changed, headers=ENGLISH, follow_redirects=True).text
    stale = client.post(own, data=changed | {"text": "Cits."}, headers=ENGLISH)
    assert stale.status_code == 409
    assert notes(school)[0].text == "Visi skolēni iepazinušies."
    page = client.post(f"{own}/withdraw", headers=ENGLISH, follow_redirects=True).text
    assert "No notes yet." in page
    assert client.post(f"{own}/withdraw").status_code == 409
    with school.read() as session:
        withdrawal = session.scalars(select(Change.id).where(Change.kind == services.WITHDRAWN)).one()
    client.post(f"/pargauja/history/{withdrawal}/undo")
    assert notes(school)[0].voided is None


def test_after_the_schools_number_of_days_a_note_stands(
    school: BuiltSchool, sign_in: SignIn, journal: Journal, anna: Person
) -> None:
    client = sign_in(anna)
    write(client, journal)
    (note,) = notes(school)
    assert f"/journals/notes/{note.id}" in client.get(path(journal)).text
    with clock.at(clock.now() + timedelta(days=14)):
        client = sign_in(anna)
        assert f"/journals/notes/{note.id}" not in client.get(path(journal)).text
        refused = client.post(f"/pargauja/journals/notes/{note.id}/withdraw", headers=ENGLISH)
    assert refused.status_code == 409
    assert "A note can be changed for 14 days." in refused.text


def test_deputies_read_and_do_not_write(school: BuiltSchool, sign_in: SignIn, journal: Journal, anna: Person) -> None:
    write(sign_in(anna), journal)
    client = sign_in("deputy")
    page = client.get(path(journal), headers=ENGLISH).text
    assert "Skolēni iepazinušies." in page
    assert "New note" not in page
    assert client.post(path(journal), data={"text": "Nē", "day": "2026-11-20"}).status_code == 404


def test_a_class_teacher_writes_in_the_class_hour_journal_only(
    school: BuiltSchool, sign_in: SignIn, journal: Journal, anna: Person, ilze: Person
) -> None:
    with school.read() as session:
        class_id = class_of(session, journal)
    hour = class_hour(school, class_id, anna)
    client = sign_in(ilze)
    assert client.post(path(journal), data={"text": "Nē", "day": "2026-11-20"}).status_code == 404
    assert "The note is written." in write(client, hour, kind_key="transcripts", period_key="2026-11")
    (note,) = notes(school)
    assert client.get(f"/pargauja/journals/notes/{note.id}").status_code == 200
    assert sign_in(anna).get(f"/pargauja/journals/notes/{note.id}").status_code == 404
    with school.read() as session:
        assert class_hour_journal_of(session, class_id, MONDAY) == hour.id
        assert list(noted(session, [hour.id], "transcripts", "2026-11")) == [hour.id]
        assert noted(session, [hour.id], "transcripts", "2026-10") == {}
        assert class_hour_journal_of(session, class_id, date(2026, 8, 31)) is None


def class_of(session: Any, journal: Journal) -> int:
    from core.journals.register.models import JournalClass

    found: int = session.scalars(
        select(JournalClass.school_class_id).where(JournalClass.journal_id == journal.id)
    ).one()
    return found


def class_hour(school: BuiltSchool, class_id: int, teacher: Person) -> Journal:
    from core.classes.models import SchoolClass

    with school.read() as session:
        school_class = session.get_one(SchoolClass, class_id)
    return school.journal("Klases stunda", school_class, teacher=teacher, kind_key="class_hour")


def test_the_page_asks_the_same_statements_for_one_note_and_for_many(
    school: BuiltSchool, sign_in: SignIn, journal: Journal, anna: Person, statements: Statements
) -> None:
    client = sign_in(anna)

    def asked() -> int:
        client.get(path(journal))
        with statements() as seen:
            client.get(path(journal))
        return len(seen)

    write(client, journal)
    one = asked()
    for number in range(12):
        school.write(partial(services.add, journal_id=journal.id, kind_key="other", text=f"Nr. {number}"))
    assert asked() == one


@pytest.mark.both_views
def test_the_notes_can_be_looked_at(journal: Journal, anna: Person, page_of: Callable[..., Page]) -> None:
    page = page_of(anna)
    page.goto(f"/pargauja/journals/{journal.id}")
    page.get_by_role("link", name="Piezīmes").click()
    assert_accessible(page)
    page.get_by_label("Piezīme", exact=True).fill("Skolēni iepazinušies ar kalendāru.")
    page.get_by_label("Kalendārs paziņots").check()
    page.get_by_label("Mēnesis vai semestris").select_option("s1")
    page.get_by_role("button", name="Ierakstīt piezīmi").click()
    page.get_by_text("Skolēni iepazinušies ar kalendāru.").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="Mainīt").click()
    assert_accessible(page)
