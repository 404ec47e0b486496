"""What families find of issued documents: the very files, of own children, as long as they may see marks."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from core.documents.models import IssuedDocument
from core.foundation import clock
from core.foundation.files import file_store
from core.people.models import Person
from core.testing.browsers import assert_accessible
from core.testing.schools import BuiltSchool

SignIn = Callable[[Person | str], FlaskClient]
PAPER = "<!doctype html><html lang=lv><title>Sekmju izraksts</title><p>Čakste</p></html>".encode()


@pytest.fixture
def elza(school: BuiltSchool) -> Person:
    return school.pupil("Elza", "Čakste", school.school_class("10.a"), birth_date=date(2010, 5, 4))


def issued(school: BuiltSchool, pupil: Person, number: int, form: str = "html") -> IssuedDocument:
    store = file_store(school.database, school.ref)
    return school.add(
        IssuedDocument(
            type_key="transcript",
            year=2026,
            number=number,
            title="Sekmju izraksts (novembris)",
            day=date(2026, 11, 23),
            issued_at=clock.now(),
            issued_by="Ilze Kalniņa",
            person_id=pupil.id,
            period_key="2026-11",
            first=date(2026, 11, 1),
            last=date(2026, 11, 23),
            format=form,
            digest=store.put(PAPER),
            size=len(PAPER),
        )
    )


def listed(client: FlaskClient, pupil: Person) -> list[str]:
    answer = client.get(f"/pargauja/documents/of/{pupil.id}")
    assert answer.status_code == 200
    return re.findall(r'href="(/pargauja/documents/own/\d+/file)"', answer.text)


def test_guardian_and_pupil_open_the_file_as_it_was_given(school: BuiltSchool, sign_in: SignIn, elza: Person) -> None:
    document = issued(school, elza, 1)
    newer = issued(school, elza, 2, "pdf")
    liga = school.guardian("Līga", "Čakste", elza)
    for person in (liga, elza):
        client = sign_in(person)
        assert listed(client, elza) == [f"/pargauja/documents/own/{one.id}/file" for one in (newer, document)]
        answer = client.get(f"/pargauja/documents/own/{document.id}/file")
        assert answer.data == PAPER
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        saved = client.get(f"/pargauja/documents/own/{newer.id}/file").headers["Content-Disposition"]
        assert saved == 'attachment; filename="transcript-2-2026.pdf"'


def test_nobody_else_opens_it(school: BuiltSchool, sign_in: SignIn, elza: Person) -> None:
    document = issued(school, elza, 1)
    without_marks = school.person("Jānis", "Čakste")
    school.guardianship(without_marks, elza, sees_marks=False)
    undecided = school.person("Valdis", "Čakste")
    school.guardianship(undecided, elza, access="undecided")
    other = school.pupil("Kārlis", "Dūmiņš", school.school_class("7.c"))
    for person in (without_marks, undecided, other, school.guardian("Rita", "Dūmiņa", other)):
        client = sign_in(person)
        for path in (f"own/{document.id}/file", f"of/{elza.id}"):
            assert client.get(f"/pargauja/documents/{path}").status_code in (403, 404), path


def test_a_guardian_of_an_adult_pupil_no_longer_opens_it(school: BuiltSchool, sign_in: SignIn) -> None:
    reinis = school.pupil("Reinis", "Ozols", school.school_class("12.a"), birth_date=date(2008, 11, 24))
    document = issued(school, reinis, 1)
    guardian = school.guardian("Dace", "Ozola", reinis)
    path = f"/pargauja/documents/own/{document.id}/file"
    assert sign_in(guardian).get(path).status_code == 200
    with clock.at(date(2026, 11, 24)):
        assert sign_in(guardian).get(path).status_code == 404
        assert sign_in(reinis).get(path).status_code == 200


@pytest.mark.both_views
def test_the_list_can_be_looked_at(school: BuiltSchool, elza: Person, page_of: Callable[..., Page]) -> None:
    liga = school.guardian("Līga", "Čakste", elza)
    page = page_of(liga)
    page.goto(f"/pargauja/marks/{elza.id}")
    page.get_by_role("link", name="Dokumenti").click()
    page.get_by_text("Dokumentu vēl nav.").wait_for()
    assert_accessible(page)
    issued(school, elza, 1)
    page.reload()
    page.get_by_role("link", name="Lejupielādēt dokumentu Nr. 1").wait_for()
    assert_accessible(page)
