"""A school that is shut for a while, and forms that are sent twice: a clear word, and nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from core.foundation.database import Author, School, SchoolState
from core.testing.browsers import assert_accessible

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from playwright.sync_api import Page
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from core.people.models import Person
    from core.testing.browsers import Complaints
    from core.testing.schools import BuiltSchool

SUBJECT = {"title": "Matemātika", "short_title": "Mat.", "kind": "subject"}
SHUT = {
    "closed": ("Šīs skolas reģistrs ir slēgts.", "This school's register is closed."),
    "upgrading": ("Šīs skolas reģistrs tiek atjaunināts.", "This school's register is being upgraded."),
}
READ_ONLY = ("Ierakstītais nav saglabāts.", "What you typed was not saved.")


def set_status(school: BuiltSchool, status: str) -> None:
    def work(session: Session) -> None:
        session.get_one(SchoolState, 1).status = status

    school.database.write_state(school.ref, Author(None, "klade test"), work, kind="test.status")


def rows(school: BuiltSchool) -> dict[str, int]:
    """How many rows each table of core has in the school, but for its history."""
    core = {
        mapper.class_.__tablename__
        for mapper in School.registry.mappers
        if issubclass(mapper.class_, School) and mapper.class_.__module__.startswith("core.")
    }
    tables = [School.metadata.tables[name] for name in core - {"change", "change_line"}]
    with school.read() as session:
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def said(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))


@pytest.mark.parametrize("status", SHUT)
def test_a_shut_school_says_so_and_takes_nothing(
    sign_in: Callable[[str], FlaskClient], school: BuiltSchool, status: str
) -> None:
    client, before = sign_in("superuser"), rows(school)
    set_status(school, status)
    for language, words in zip(("lv", "en"), SHUT[status], strict=True):
        header = {"Accept-Language": language}
        for answer in (
            client.get("/pargauja/journals", headers=header),
            client.post("/pargauja/settings/subjects/new", data=SUBJECT, headers=header),
        ):
            assert (answer.status_code, words in said(answer)) == (503, True)
    set_status(school, "open")
    assert rows(school) == before


def test_a_school_that_is_only_read_shows_its_pages_and_takes_nothing(
    sign_in: Callable[[str], FlaskClient], school: BuiltSchool
) -> None:
    client, before = sign_in("superuser"), rows(school)
    set_status(school, "read-only")
    assert client.get("/pargauja/settings/subjects").status_code == 200
    for language, words in zip(("lv", "en"), READ_ONLY, strict=True):
        answer = client.post("/pargauja/settings/subjects/new", data=SUBJECT, headers={"Accept-Language": language})
        assert (answer.status_code, words in said(answer)) == (503, True)
    set_status(school, "open")
    assert rows(school) == before


@pytest.mark.both_views
@pytest.mark.parametrize("status", SHUT)
def test_the_page_of_a_shut_school(
    page_of: Callable[..., Page], school: BuiltSchool, complaints: Complaints, status: str
) -> None:
    complaints.expect("status of 503")
    page = page_of(school.staff("Sandra", "Siliņa", "superuser"))
    set_status(school, status)
    page.goto("/pargauja/")
    page.get_by_text(SHUT[status][0]).wait_for()
    assert_accessible(page)


@dataclass(frozen=True)
class Form:
    """A form that makes something new: who sends it, where to, with what typed in."""

    by: str
    path: str
    typed: Callable[[BuiltSchool], dict[str, Any]]


def _journal(school: BuiltSchool) -> dict[str, Any]:
    return {
        "subject_id": school.subject("Matemātika").id,
        "classes": [school.school_class("10.a").id],
        "kind_key": "class",
        "from_date": "2026-09-01",
    }


def _lesson_of_the_week(school: BuiltSchool) -> dict[str, Any]:
    journal = school.journal(
        "Matemātika", school.school_class("10.a"), teacher=school.teacher("Ilze", "Kalniņa"), kind_key="class"
    )
    return {"journal_id": journal.id, "weekday": 1, "number": 3, "weeks": "all", "from_date": "2026-11-23"}


FORMS = {
    "subject": Form("superuser", "settings/subjects/new", lambda school: SUBJECT),
    "room": Form("superuser", "settings/rooms/new", lambda school: {"name": "214"}),
    "journal": Form("deputy", "journals/new", _journal),
    "lesson of the week": Form("secretary", "timetable/new", _lesson_of_the_week),
    "term": Form(
        "superuser",
        "settings/year/terms/new",
        lambda school: {
            "title_lv": "3. semestris",
            "title_en": "Semester 3",
            "number": "3",
            "grade_from": "1",
            "grade_until": "8",
            "from_date": "2027-06-01",
            "until_date": "2027-06-30",
        },
    ),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_that_is_sent_twice_makes_one(
    sign_in: Callable[[Person | str], FlaskClient], school: BuiltSchool, form: Form
) -> None:
    client, typed, before = sign_in(form.by), form.typed(school), rows(school)
    assert send(client, form, typed).status_code == 303
    after = rows(school)
    again = send(client, form, typed)
    assert after != before
    assert again.status_code == 422
    assert 'role="alert"' in said(again)
    assert rows(school) == after


def send(client: FlaskClient, form: Form, typed: dict[str, Any]) -> TestResponse:
    return client.post(f"/pargauja/{form.path}", data=typed)


def test_a_role_that_is_given_twice_is_held_once(
    sign_in: Callable[[Person | str], FlaskClient], school: BuiltSchool
) -> None:
    client, velta = sign_in("superuser"), school.staff("Velta", "Vītola")
    path, typed = f"/pargauja/staff/{velta.id}/roles", {"role": "deputy", "from_date": "2026-11-23"}
    assert client.post(path, data=typed).status_code == 303
    after = rows(school)
    again = client.post(path, data=typed)
    assert rows(school) == after
    assert 'role="alert"' in said(again)
