"""Mail as people meet it: in a browser, by keyboard, wide and narrow; and not at all where the plugin is disabled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import FilePayload, Page

from core.people.models import Person
from core.testing.browsers import Complaints, assert_accessible
from core.testing.schools import BuiltSchool
from klade_messaging.letters.writing import Hat, LetterAuthor, LetterDraft, Recipient, write_letters

SignIn = Callable[[Person | str], FlaskClient]
PATH = "/pargauja/mail"


class Class:
    """A class teacher who writes, a pupil and a mother who read."""

    def __init__(self, school: BuiltSchool) -> None:
        self.teacher = school.teacher("Ilze", "Kalniņa")
        self.school_class = school.school_class("10.a", self.teacher)
        self.elza = school.pupil("Elza", "Čakste", self.school_class)
        self.mother = school.guardian("Līga", "Čakste", self.elza)
        school.journal("Matemātika", self.school_class, teacher=school.teacher("Anna", "Bērziņa"))


@pytest.fixture
def people(school: BuiltSchool) -> Class:
    return Class(school)


def test_a_letter_is_written_read_and_answered_by_keyboard(people: Class, page_of: Callable[..., Page]) -> None:
    page = page_of(people.teacher)
    page.goto(f"{PATH}/")
    page.get_by_role("link", name="Rakstīt vēstuli").first.press("Enter")
    field = page.get_by_role("combobox", name="Kam")
    field.focus()
    page.keyboard.type("cakste")
    page.get_by_role("option", name="Čakste Līga").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("10.a vec")
    page.get_by_role("option", name="10.a, vecāki").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("Saņems 1 cilvēks.").wait_for()
    page.keyboard.press("Backspace")
    page.wait_for_function("document.querySelectorAll('.chip').length === 1")
    page.get_by_label("Par ko").press_sequentially("Ekskursija")
    page.keyboard.press("Enter")
    page.keyboard.type("Vai Elza brauks?")
    page.get_by_role("checkbox", name="Lūgts atbildēt").press("Space")
    assert page.get_by_label("Atbildēt līdz").input_value() == "2026-11-26"
    page.get_by_label("Vēstule", exact=True).focus()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Vēstule nosūtīta 1 cilvēkam.").wait_for()

    home = page_of(people.mother)
    home.goto(f"{PATH}/")
    home.get_by_role("link", name="Ekskursija").press("Enter")
    home.get_by_text("Vai Elza brauks?").wait_for()
    home.get_by_text("Lūgts atbildēt līdz 26.11.").wait_for()
    home.get_by_label("Atbildēt: Ilze Kalniņa").press_sequentially("Jā, brauks.")
    home.keyboard.press("Control+Enter")
    home.get_by_text("Nosūtīts 1 cilvēkam.").wait_for()
    home.get_by_text("atbildēts").wait_for()

    page.goto(f"{PATH}/")
    page.get_by_role("link", name="Ekskursija").press("Enter")
    page.get_by_text("Jā, brauks.").wait_for()
    page.get_by_text("Izlasījuši 1 no 1, atbildējuši 1").wait_for()


@pytest.mark.both_views
def test_the_pages_of_mail_can_be_looked_at(
    people: Class, school: BuiltSchool, page_of: Callable[..., Page], complaints: Complaints
) -> None:
    complaints.expect("status of 422")
    to = [Recipient(people.mother.id, Hat.GUARDIAN, people.elza.id), Recipient(people.elza.id, Hat.PUPIL)]
    author = LetterAuthor(people.teacher.id, "Ilze Kalniņa")
    drafts = [LetterDraft(f"Vēstule {number}", "Labdien!", to, author=author) for number in range(3)]
    school.write(lambda session: write_letters(session, drafts))
    page = page_of(people.teacher)
    page.goto(f"{PATH}/")
    assert_accessible(page)
    page.goto(f"{PATH}/sent")
    assert_accessible(page)
    page.goto(f"{PATH}/new?to=class-{people.school_class.id}-guardians")
    page.get_by_label("Datnes").set_input_files(FilePayload(name="a.pdf", mimeType="", buffer=b"%PDF-1.7"))
    page.get_by_role("button", name="Nosūtīt").click()
    page.get_by_role("heading", name="Vēl nav nosūtīts: uzrakstītais ir saglabājies").wait_for()
    page.get_by_role("button", name="Noņemt: a.pdf").wait_for()
    assert_accessible(page)
    home = page_of(people.mother)
    home.goto(f"{PATH}/1")
    assert_accessible(home)
    page.goto(f"{PATH}/1")
    page.get_by_text("Izlasījuši 1 no 2").click()
    page.get_by_text("vēl nav izlasīts").wait_for()
    assert_accessible(page)
    home.goto(f"{PATH}/new")
    home.get_by_role("checkbox", name="Lūgts atbildēt").check()
    assert_accessible(home)


def test_a_school_without_the_plugin_has_no_mail(people: Class, sign_in: SignIn, app: Flask) -> None:
    boss, teacher = sign_in("superuser"), sign_in(people.teacher)
    assert "Pasts" in teacher.get("/pargauja/").text
    assert boss.post("/pargauja/settings/plugins/messaging/disable").status_code in {302, 303}
    home = teacher.get("/pargauja/").text
    assert f'href="{PATH}/"' not in home
    for path in ("", "/sent", "/new", "/1", "/1/files/1"):
        assert teacher.get(f"{PATH}{path or '/'}").status_code == 404
    for path in ("/new", "/addressees", "/reach", "/1"):
        answer: Any = teacher.post(f"{PATH}{path}")
        assert answer.status_code == 404
