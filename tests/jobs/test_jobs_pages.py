"""Pages of jobs: one's own for who asked, all for who looks after them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import update

from core.foundation.jobs.models import CANCELLED, DONE, FAILED, RUNNING, WAITING, JobRecord
from core.people.models import Person
from core.testing.browsers import assert_accessible
from core.testing.schools import BuiltSchool
from core.testing.workshops import Workshop

KEY = "grid.forget"
SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def deputy(school: BuiltSchool) -> Person:
    return school.staff("Velta", "Vītola", "deputy")


@pytest.fixture
def superuser(school: BuiltSchool) -> Person:
    return school.staff("Sandra", "Siliņa", "superuser")


def put(school: BuiltSchool, job_id: object, **values: Any) -> None:
    school.write(lambda session: session.execute(update(JobRecord).where(JobRecord.id == job_id).values(**values)))


def test_who_asked_follows_and_stops_the_job_and_a_colleague_finds_none(
    workshop: Workshop, school: BuiltSchool, deputy: Person, sign_in: SignIn
) -> None:
    job_id = workshop.ask(KEY, deputy)
    put(school, job_id, state=RUNNING, tries=1, done=3, total=8)
    own, colleague = sign_in(deputy), sign_in("head")
    page = own.get(f"/pargauja/jobs/{job_id}")
    assert page.status_code == 200
    assert "3 / 8" in page.text
    assert own.get(f"/pargauja/jobs/{job_id}/state").json == {"state": RUNNING, "done": 3, "total": 8}
    assert own.get("/pargauja/settings/jobs").status_code == 403
    for path in (f"/pargauja/jobs/{job_id}", f"/pargauja/jobs/{job_id}/state", f"/pargauja/jobs/{uuid4()}"):
        assert colleague.get(path).status_code == 404
    assert colleague.post(f"/pargauja/jobs/{job_id}/cancel").status_code == 404
    assert own.post(f"/pargauja/jobs/{job_id}/cancel").status_code == 303
    record = workshop.record(job_id)
    assert (record.state, record.is_cancelled) == (RUNNING, True)
    assert "tiek apturēts" in own.get(f"/pargauja/jobs/{job_id}").text


def test_the_superuser_sees_all_and_repeats_what_failed(
    workshop: Workshop, school: BuiltSchool, deputy: Person, superuser: Person, sign_in: SignIn
) -> None:
    failed, done = workshop.ask(KEY, deputy), workshop.ask(KEY)
    put(school, failed, state=FAILED, message="Žurnāls ir slēgts.")
    put(school, done, state=DONE)
    browser = sign_in(superuser)
    page = browser.get("/pargauja/settings/jobs").text
    assert "Žurnāls ir slēgts." in page
    assert "Velta Vītola" in page
    assert "2 darbi" in page
    assert "1 darbs" in browser.get("/pargauja/settings/jobs?state=failed").text
    assert browser.post(f"/pargauja/settings/jobs/{failed}/repeat").status_code == 303
    record = workshop.record(failed)
    assert (record.state, record.round, record.asked_by, record.message) == (WAITING, 2, "Velta Vītola", None)
    assert browser.post(f"/pargauja/settings/jobs/{failed}/repeat").status_code == 409


def test_a_request_asks_in_the_hat_and_language_of_who_asks(
    app: Any, workshop: Workshop, deputy: Person, sign_in: SignIn
) -> None:
    from flask import Blueprint

    from core.foundation.jobs import enqueue
    from core.foundation.permissions import OPEN, access
    from core.foundation.scope import scope

    probe = Blueprint("probe", __name__)

    @probe.post("/<school>/probe")
    @access(OPEN)
    def ask() -> str:
        return str(scope.write("test.asked", lambda session: enqueue(session, KEY)))

    app.register_blueprint(probe)
    browser = sign_in(deputy)
    browser.set_cookie("klade_language", "en")
    assert browser.post("/pargauja/probe").status_code == 200
    (record,) = workshop.records()
    assert (record.person_id, record.asked_by, record.hat, record.language) == (
        deputy.id,
        "Velta Vītola",
        "staff",
        "en",
    )


@pytest.mark.both_views
def test_the_page_of_a_job_moves_on_by_itself(
    workshop: Workshop, school: BuiltSchool, superuser: Person, page_of: Callable[..., Page]
) -> None:
    job_id = workshop.ask(KEY, superuser)
    put(school, job_id, state=RUNNING, tries=1, done=3, total=8)
    page = page_of(superuser)
    page.goto(f"/pargauja/jobs/{job_id}")
    expect(page.locator(".progress__words")).to_contain_text("3 / 8")
    assert_accessible(page)
    put(school, job_id, done=7)
    expect(page.locator(".progress__words")).to_contain_text("7 / 8")
    put(school, job_id, state=DONE, message="Pabeigts.", result='["jobs.index",{}]')
    page.get_by_role("link", name="Skatīt iznākumu").click()
    put(school, workshop.ask(KEY), state=FAILED, message="Žurnāls ir slēgts.")
    put(school, workshop.ask(KEY), state=CANCELLED)
    waiting = workshop.ask(KEY)
    page.reload()
    assert_accessible(page)
    page.get_by_role("button", name="Apturēt").click()
    assert workshop.record(waiting).state == CANCELLED
