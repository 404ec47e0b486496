"""Failures are told to persons and to programs: what happened, what is safe, what to do."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

JSON = {"Accept": "application/json"}


@pytest.fixture
def visitor(shell_app: Flask) -> FlaskClient:
    return shell_app.test_client()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 422, 429, 503])
def test_each_failure_has_a_page_in_both_languages(visitor: FlaskClient, status: int) -> None:
    pages = [visitor.get(f"/fail/{status}", headers={"Accept-Language": language}) for language in ("lv", "en")]
    assert [page.status_code for page in pages] == [status, status]
    latvian, english = (page.get_data(as_text=True) for page in pages)
    assert f"Kods {status}" in latvian
    assert f"Code {status}" in english
    assert '<html lang="lv"' in latvian


def test_a_message_of_a_part_is_shown_with_its_problems(visitor: FlaskClient) -> None:
    page = visitor.get("/fail/invalid")
    assert page.status_code == 422
    assert "Ierakstiet uzvārdu." in page.get_data(as_text=True)


def test_a_program_gets_json(visitor: FlaskClient) -> None:
    answer = visitor.get("/fail/invalid", headers=JSON)
    assert answer.status_code == 422
    assert answer.json == {
        "code": "invalid",
        "message": "Nav saglabāts.",
        "problems": [{"place": "family", "message": "Ierakstiet uzvārdu."}],
    }
    assert visitor.get("/no/such", headers=JSON).json["code"] == "not-found"  # type: ignore[index]  # it is JSON
    assert visitor.get("/fail/conflict", headers=JSON).status_code == 409


def test_a_fault_of_ours_tells_nothing_of_its_inside(visitor: FlaskClient, shell_app: Flask) -> None:
    shell_app.config["PROPAGATE_EXCEPTIONS"] = False
    page = visitor.get("/fail/broken", headers={"Accept-Language": "en"})
    assert page.status_code == 500
    assert "a fault of ours" not in page.get_data(as_text=True)
    assert "What was saved before is safe" in page.get_data(as_text=True)


def test_a_stranger_is_led_to_signing_in_and_back(visitor: FlaskClient) -> None:
    page = visitor.get("/fail/stranger?week=48")
    assert page.status_code == 302
    assert page.location == "/sign-in?next=%2Ffail%2Fstranger%3Fweek%3D48"
    assert visitor.get("/fail/stranger", headers=JSON).status_code == 401


def test_a_wrong_method_names_the_right_ones(visitor: FlaskClient) -> None:
    answer = visitor.post("/plain", headers=JSON)
    assert answer.status_code in (400, 405)
    answer = visitor.delete("/healthz", headers=JSON)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_form_without_its_token_changes_nothing(visitor: FlaskClient) -> None:
    answer = visitor.post("/act", headers=JSON)
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["code"] == "old-form"
    page = visitor.post("/act", headers={"Accept-Language": "lv"})
    assert "Lapa ir novecojusi" in page.get_data(as_text=True)
