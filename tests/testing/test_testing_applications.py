"""Signed in as somebody, through the test client and through a browser, in this process and another."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from core.people.models import Person
from core.testing.browsers import assert_accessible
from core.testing.schools import BuiltSchool
from core.testing.servers import Server

SignIn = Callable[[Person | str], FlaskClient]


def test_nobody_is_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/pargauja/")
    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_a_deputy_is_let_in(sign_in: SignIn) -> None:
    answer = sign_in("deputy").get("/pargauja/", follow_redirects=True)
    assert answer.status_code == 200
    assert "Velta Vītola" in answer.text


def test_a_form_needs_the_proof_of_our_own_page(sign_in: SignIn) -> None:
    deputy = sign_in("deputy")
    assert deputy.post("/sign-out").status_code != 400
    stranger = sign_in("head")
    del stranger.environ_base["HTTP_X_CSRFTOKEN"]
    assert stranger.post("/sign-out").status_code in {400, 403, 422}


@pytest.mark.both_views
def test_a_browser_is_signed_in(school: BuiltSchool, page_of: Callable[..., Page]) -> None:
    page = page_of(school.staff("Velta", "Vītola", "deputy"))
    page.goto("/pargauja/")
    assert page.get_by_text("Velta Vītola").count() > 0
    assert_accessible(page)


def test_klade_run_answers(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/sign-in")
    assert_accessible(page)
    assert "pargauja" in server.klade("school", "list")
