"""Izdrukas: the class, the period, the preview, what is missing, issuing."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from core.classes.models import SchoolClass
from core.people.models import Person
from core.testing.browsers import assert_accessible
from core.testing.schools import BuiltSchool

SignIn = Callable[[Person | str], FlaskClient]


@pytest.fixture
def ilze(school: BuiltSchool) -> Person:
    return school.teacher("Ilze", "Kalniņa")


@pytest.fixture
def school_class(school: BuiltSchool, ilze: Person) -> SchoolClass:
    """10.a with two pupils and a few marks in November and October."""
    made = school.school_class("10.a", ilze)
    anna, elza = school.pupil("Anna", "Bērziņa", made), school.pupil("Elza", "Čakste", made)
    school.pupil("Reinis", "Projām", made, until_date=date(2026, 10, 31))
    maths = school.journal("Matemātika", made, teacher=ilze)
    work = school.assessment(maths, date(2026, 11, 5), "grading.ten", "Vektori")
    school.mark(work, anna, "4")
    school.mark(work, anna, "7", attempt=2, day=date(2026, 11, 19))
    october = school.assessment(maths, date(2026, 10, 6), "grading.ten", "Kopas")
    school.mark(october, elza, "10")
    return made


def page_of(client: FlaskClient, path: str) -> str:
    answer = client.get(f"/pargauja/documents{path}", headers={"Accept-Language": "en"}, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def paper(page: str) -> str:
    return " ".join(
        re.sub(r"<[^>]+>", " ", page.partition('<article class="paper"')[2].partition("</article>")[0]).split()
    )


def test_the_own_class_and_the_present_month_come_first(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, school_class: SchoolClass
) -> None:
    school.school_class("1.a")
    page = page_of(sign_in(ilze), "")
    assert "Transcripts of marks 10.a" in page
    assert "1 Nov–23 Nov 2026" in page
    assert re.findall(
        r'<option value="([^"]+)"(?: selected)?>', page.partition('id="field-period"')[2].partition("</select>")[0]
    ) == [
        *("2026-11", "2026-10", "2026-09", "s1", "year"),
    ]


def test_the_preview_speaks_latvian_whatever_the_page_does(
    sign_in: SignIn, ilze: Person, school_class: SchoolClass
) -> None:
    shown = paper(page_of(sign_in(ilze), ""))
    assert "Sekmju izraksts (novembris)" in shown
    assert "Matemātika 4 05.11. → 7 19.11." in shown
    assert "01.11.–23.11.2026." in shown
    assert "Vidējais vērtējums" not in shown


def test_another_pupil_and_another_period_may_be_chosen(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, school_class: SchoolClass
) -> None:
    client = sign_in(ilze)
    found = re.findall(
        r'href="([^"]+pupil=\d+[^"]*)"', page_of(client, f"/transcripts/{school_class.id}?period=2026-10")
    )
    assert len(found) == 2
    office = sign_in("secretary")
    assert "Projām Reinis" in page_of(office, f"/transcripts/{school_class.id}?period=2026-10")
    path = found[1].replace("&amp;", "&").partition("/documents")[2]
    assert "Elza Čakste" in paper(page_of(client, path))
    assert "10 06.10." in paper(page_of(client, path))
    assert client.get(f"/pargauja/documents/transcripts/{school_class.id}?period=2025-11").status_code == 404
    away = client.get(f"/pargauja/documents/transcripts?class={school_class.id}&period=2026-09")
    assert away.headers["Location"].endswith(f"/transcripts/{school_class.id}?period=2026-09")


def test_what_is_missing_stands_beside(sign_in: SignIn, ilze: Person, school_class: SchoolClass) -> None:
    page = page_of(sign_in(ilze), "")
    assert "Matemātika 10.a, 5 Nov “Vektori”: 1 pupil has no mark" in " ".join(page.split())


def test_one_is_issued_then_the_class(
    school: BuiltSchool, sign_in: SignIn, ilze: Person, school_class: SchoolClass
) -> None:
    client = sign_in(ilze)
    page = page_of(client, "")
    (first, *_rest) = re.findall(r'action="/pargauja(/documents/transcripts/pupils/\d+/issue)"', page)
    answer = client.post(f"/pargauja{first}", data={"period": "2026-11"}, headers={"Accept-Language": "en"})
    assert "period=2026-11" in answer.headers["Location"]
    assert "Transcript of marks No 1 was issued." in page_of(client, "")
    client.post(f"/pargauja/documents/transcripts/{school_class.id}/issue", headers={"Accept-Language": "en"})
    page = page_of(client, "")
    assert "2 documents were issued." in page
    assert re.findall(r">No (\d)</a>", page) == ["2", "3"]
    assert "Issue to the whole class again" in page
    october = page_of(client, f"/transcripts/{school_class.id}?period=2026-10")
    assert re.findall(r">No (\d)</a>", october) == []


def test_the_office_prepares_every_class_and_teachers_none(
    school: BuiltSchool, sign_in: SignIn, school_class: SchoolClass
) -> None:
    other = school.school_class("7.c")
    pupil = school.pupil("Kārlis", "Dūmiņš", other)
    assert "10.a</option>" in page_of(sign_in("secretary"), f"/transcripts/{other.id}")
    ozols = school.teacher("Juris", "Ozols")
    school.journal("Fizika", other, teacher=ozols)
    assert sign_in(ozols).get("/pargauja/documents").status_code == 403
    maths_teacher = school.teacher("Nora", "Liepa")
    school.school_class("8.a", maths_teacher)
    client = sign_in(maths_teacher)
    assert client.get(f"/pargauja/documents/transcripts/{other.id}").status_code == 404
    assert client.post(f"/pargauja/documents/transcripts/pupils/{pupil.id}/issue").status_code == 404


def test_a_school_without_classes_says_so(sign_in: SignIn) -> None:
    assert "no class this school year" in page_of(sign_in("secretary"), "")


@pytest.mark.both_views
@pytest.mark.plugins("grading", "printing")
def test_print_outs_and_the_register_can_be_looked_at(
    ilze: Person, school_class: SchoolClass, page_of: Callable[..., Page]
) -> None:
    page = page_of(ilze)
    page.goto("/pargauja/documents")
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("Izsniegt visai klasei")).click()
    page.get_by_text("Izsniegti 2 dokumenti.").wait_for()
    with page.expect_download() as waited:
        page.get_by_role("link", name="Lejupielādēt visus izsniegtos").click()
    assert waited.value.suggested_filename.startswith("transcript-2026-11-23")
    assert waited.value.path().read_bytes().startswith(b"%PDF-1.7")
    assert_accessible(page)
    page.goto("/pargauja/documents/issued")
    assert page.get_by_role("row").count() == 4
    assert_accessible(page)
