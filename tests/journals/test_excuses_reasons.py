"""The reasons of absences are the school's data."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import select

from core.journals.excuses.models import ExcuseReason
from core.people.models import Person
from core.testing.browsers import assert_accessible
from core.testing.schools import BuiltSchool

SignIn = Callable[[Person | str], FlaskClient]
PAGE = "/pargauja/absence-reasons"
LV = {"Accept-Language": "lv"}


def reason(school: BuiltSchool, title: str) -> ExcuseReason:
    with school.read() as session:
        return session.scalars(select(ExcuseReason).where(ExcuseReason.title_lv == title)).one()


def form(**typed: str) -> dict[str, str]:
    return {"title_lv": "Sacensības", "code": "NC", "is_for_families": "1", "is_offered": "1"} | typed


def test_a_school_adds_a_reason_that_families_may_name(school: BuiltSchool, sign_in: SignIn) -> None:
    anna = school.pupil("Anna", "Bērziņa", school.school_class("10.a"), birth_date=date(2010, 5, 1))
    mother = sign_in(school.guardian("Inga", "Bērziņa", anna))
    assert sign_in("superuser").post(f"{PAGE}/new", data=form()).status_code == 303
    added = reason(school, "Sacensības")
    assert (added.code, added.title_en) == ("nc", "Sacensības")
    assert "Sacensības" in mother.get(f"/pargauja/my-absences/{anna.id}/new", headers=LV).text
    announced = mother.post(f"/pargauja/my-absences/{anna.id}/new", data={"when": "today", "reason": added.key})
    assert announced.status_code == 303


def test_what_is_no_longer_offered_cannot_be_named(school: BuiltSchool, sign_in: SignIn) -> None:
    anna = school.pupil("Anna", "Bērziņa", school.school_class("10.a"), birth_date=date(2010, 5, 1))
    mother = sign_in(school.guardian("Inga", "Bērziņa", anna))
    changed = form(title_lv="Laikapstākļi, transports", is_offered="")
    assert sign_in("superuser").post(f"{PAGE}/transport", data=changed).status_code == 303
    page = mother.get(f"/pargauja/my-absences/{anna.id}/new", headers=LV).text
    assert "Slimība" in page
    assert "transports" not in page
    said = mother.post(f"/pargauja/my-absences/{anna.id}/new", data={"when": "today", "reason": "transport"})
    assert said.status_code == 422


@pytest.mark.parametrize("code", ["n", "k", "k15", "-"])
def test_a_code_that_teachers_type_is_refused(school: BuiltSchool, sign_in: SignIn, code: str) -> None:
    answer = sign_in("superuser").post(f"{PAGE}/illness", data=form(title_lv="Slimība", code=code), headers=LV)
    assert answer.status_code == 422
    assert "Šo kodu raksta" in answer.text
    assert reason(school, "Slimība").code == "ns"


def test_a_title_stands_once(school: BuiltSchool, sign_in: SignIn) -> None:
    answer = sign_in("superuser").post(f"{PAGE}/new", data=form(title_lv="slimība"), headers=LV)
    assert answer.status_code == 422
    assert "Tāds iemesls jau ir." in answer.text


@pytest.mark.both_views
def test_the_pages_of_reasons(school: BuiltSchool, page_of: Callable[[Person], Page]) -> None:
    page = page_of(school.staff("Rūta", "Vanaga", "superuser"))
    for path in ("", "/illness", "/new"):
        page.goto(PAGE + path)
        assert_accessible(page)
