"""The page of scales, for eyes and for ears."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from core.people.models import Person
from core.testing.browsers import assert_accessible
from core.testing.schools import BuiltSchool

SignIn = Callable[[Person | str], FlaskClient]


def test_the_scales_stand_among_the_settings(sign_in: SignIn) -> None:
    deputy = sign_in("deputy")
    assert 'href="/pargauja/grading/scales"' in deputy.get("/pargauja/settings").text
    page = deputy.get("/pargauja/grading/scales", headers={"Accept-Language": "lv"}).text
    for words in ("10 ballu skala", "gandrīz viduvēji", "izcili", "sācis apgūt", "neieskaitīts", "100%"):
        assert words in page


def test_families_have_no_such_page(school: BuiltSchool, sign_in: SignIn) -> None:
    guardian = school.guardian("Inga", "Bērziņa", school.pupil("Anna", "Bērziņa"))
    assert sign_in(guardian).get("/pargauja/grading/scales").status_code == 403


@pytest.mark.plugins
def test_without_grading_there_is_no_such_page(sign_in: SignIn) -> None:
    assert sign_in("deputy").get("/pargauja/grading/scales").status_code == 404


@pytest.mark.both_views
def test_the_scales_can_be_looked_at(school: BuiltSchool, page_of: Callable[..., Page]) -> None:
    page = page_of(school.staff("Velta", "Vītola", "deputy"))
    page.goto("/pargauja/grading/scales")
    assert page.locator(".scale__value").count() == 10 + 4 + 4 + 2
    assert_accessible(page)
