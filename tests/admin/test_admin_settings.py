"""Settings made from schemas, plugins switched for one school, roles to read, and the start of a year."""

from collections.abc import Callable
from datetime import date, time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from marshmallow import Schema, fields, validate
from werkzeug.datastructures import MultiDict

from core.admin.settings_form import controls, typed_values
from core.foundation.database import state_of
from core.foundation.runtime import klade
from core.journals.start import start_checklist
from core.journals.timetable.models import TimetableEntry
from core.testing.schools import BuiltSchool
from core.values.settings import SettingsSection

RULES = "/pargauja/settings/rules"
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def page(sign_in: SignIn) -> FlaskClient:
    return sign_in("superuser")


class Sample(Schema):
    due = fields.Time(format="%H:%M", metadata={"label": "Due", "hint": "The hour"})
    often = fields.Integer(validate=validate.Range(1, 9))
    open = fields.Boolean()
    colour = fields.String(validate=validate.OneOf(("red", "blue")), metadata={"options": {"red": "Red"}})
    words = fields.List(fields.String())
    days = fields.List(fields.Integer(validate=validate.OneOf((1, 2))))


def test_each_kind_of_field_has_its_control() -> None:
    section = SettingsSection("sample", "Sample", Sample, {})
    values = {"due": time(17), "often": 3, "open": True, "colour": "red", "words": ["a", "b"], "days": [1]}
    found = {one.name: one for one in controls(section, values)}
    assert {name: one.kind for name, one in found.items()} == {
        "due": "time",
        "often": "number",
        "open": "checkbox",
        "colour": "select",
        "words": "lines",
        "days": "checkboxes",
    }
    assert (found["due"].label, found["due"].hint, found["due"].value) == ("Due", "The hour", "17:00")
    assert (found["often"].least, found["often"].most) == (1, 9)
    assert found["colour"].options == (("red", "Red"), ("blue", "blue"))


def test_what_the_form_sends_is_read_for_each_field() -> None:
    sent = MultiDict([("due", " 16:30 "), ("words", "a\n\n b \n"), ("days", "1"), ("days", "2")])
    assert typed_values(Sample(), sent) == {
        "due": "16:30",
        "often": None,
        "open": False,
        "colour": None,
        "words": ["a", "b"],
        "days": ["1", "2"],
    }


def test_a_rule_is_changed_remembered_and_taken_back(page: FlaskClient, app: Flask, school: BuiltSchool) -> None:
    def due() -> time:
        with school.read() as session:
            value = klade(app).settings.values(session, "journals")["due_time"]
        assert isinstance(value, time)
        return value

    answer = page.post(
        f"{RULES}/journals",
        data={"due_time": "16:00", "grace_minutes": "60", "look_back_days": "14", "note_days": "7"},
        follow_redirects=True,
    )
    assert due() == time(16)
    back = answer.get_data(as_text=True).split('action="/pargauja/history/')[1].split("/")[0]
    page.post(f"/pargauja/history/{back}/undo")
    assert due() == time(17), "nothing cached outlives the undo"


def test_a_wrong_rule_is_told_at_its_field_and_the_rest_stays_typed(page: FlaskClient, school: BuiltSchool) -> None:
    answer = page.post(f"{RULES}/journals", data={"due_time": "late", "grace_minutes": "-1", "look_back_days": "30"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Ierakstiet laiku, piemēram, 8:30." in text
    assert 'id="error-grace_minutes"' in text
    assert 'value="late"' in text
    assert 'value="30"' in text


def test_rules_are_the_superusers(sign_in: SignIn) -> None:
    assert sign_in("deputy").get(f"{RULES}/journals").status_code == 403


@pytest.mark.plugins("grading")
def test_a_plugin_is_switched_off_and_on_for_this_school(page: FlaskClient, school: BuiltSchool) -> None:
    plugins = "/pargauja/settings/plugins"
    text = page.get(plugins).get_data(as_text=True)
    assert "10 ballu skala" in text

    assert "izslēgts" in page.post(f"{plugins}/grading/disable", follow_redirects=True).get_data(as_text=True)
    with school.read() as session:
        assert "grading" not in state_of(session).plugins
    assert "10 ballu skala" not in page.get("/pargauja/settings/subjects/new").get_data(as_text=True)

    page.post(f"{plugins}/grading/enable")
    assert "10 ballu skala" in page.get("/pargauja/settings/subjects/new").get_data(as_text=True)


def test_a_plugin_that_is_not_installed_cannot_be_enabled(page: FlaskClient) -> None:
    assert page.post("/pargauja/settings/plugins/no_such/enable").status_code == 404


def test_the_matrix_tells_roles_and_how_far_their_rights_reach(page: FlaskClient) -> None:
    text = page.get("/pargauja/settings/roles").get_data(as_text=True)
    assert "Virslietotājs" in text
    assert "Lasīt žurnālus" in text
    assert "sava klase" in text
    assert "visa skola" in text


def test_the_checklist_follows_what_is_done(school: BuiltSchool, app: Flask) -> None:
    def done() -> dict[str, bool]:
        with app.test_request_context(), school.read() as session:
            return {line.key: line.done for line in start_checklist(session)}

    before = done()
    assert before["bells"]
    assert before["terms"]
    assert not before["classes"]
    assert not before["journals"]

    school_class = school.school_class("10.a")
    school.pupil("Anna", "Bērziņa", school_class)
    journal = school.journal("Matemātika", school_class, teacher=school.teacher("Ilze", "Kalniņa"))
    halfway = done()
    assert halfway["classes"]
    assert halfway["pupils"]
    assert halfway["journals"]
    assert not halfway["timetable"]
    assert not halfway["invitations"]

    school.add(TimetableEntry(journal_id=journal.id, weekday=1, number=1, from_date=date(2026, 9, 1)))
    assert done()["timetable"]


def test_every_line_of_the_checklist_leads_somewhere(page: FlaskClient, school: BuiltSchool, app: Flask) -> None:
    with app.test_request_context(), school.read() as session:
        lines = start_checklist(session)
    with app.test_request_context("/pargauja/"):
        endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {line.endpoint for line in lines} <= endpoints
