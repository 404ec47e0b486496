"""The main job, second half, as people do it: the family, the message, the printed page.

It knows the state register's file, the `klade` command, a mail server and the browser.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.testing.steps import accounts, family, founding, menu, school
from core.testing.steps.day import Day
from core.testing.steps.grid import Grid, follow

FILE = Path(__file__).parents[2] / "plugins" / "viis_sync" / "tests" / "data" / "viis-2026-2027.zip"
NAME = "Pārgaujas paraugģimnāzija"
ALL = 2437

LESSON, NEXT_LESSON = "23. novembris, 3. stunda", "23. novembris, 4. stunda"
VECTORS = "23. novembris, summatīvais pārbaudes darbs Vektori"
TOPIC, HOMEWORK = "Vektoru skalārais reizinājums", "Uzdevumi 4.12.–4.15."
PAULA, SANDIS, TOMASS = "Tiļļa Paula", "Tiļļa Sandis", "Tiļļa Tomass"


@pytest.mark.plugins("grading", "viis_sync")
def test_the_day_goes_on_at_home(day: Day) -> None:
    superuser = the_school_is_there(day)
    teacher = a_lesson_is_taught(day, superuser)
    mother = the_mother_sees_it(day, superuser)
    the_father_is_not_invited(superuser)
    she_says_that_he_was_ill(mother)
    the_class_teacher_accepts(day, superuser)
    what_comes_later_is_justified(teacher, mother)
    somebody_decides_about_the_father(day, superuser)
    who_is_eighteen_decides(day, superuser)


def the_school_is_there(day: Day) -> Page:
    """The file is read; mathematics of 10.a is taught on Mondays."""
    page = founding.found(day, NAME)
    assert founding.read_register(day, FILE) == ALL
    page.goto("/pargauja/")
    school.add_subject(page, "Matemātika", "Mat.", "10 ballu skala")
    school.make_journal(page, "Matemātika", "10.a")
    school.give_journal_to(page, "Osis", "galvenais skolotājs")
    for number in (3, 4):
        school.put_into_timetable(page, "Pirmdiena", number, "329")
    return page


def a_lesson_is_taught(day: Day, superuser: Page) -> Page:
    page = day.browser()
    accounts.join(page, school.invite(superuser, "Osis Kārlis"), "Kārlis Osis", "osis")
    follow(page, "Atzīmēt klātbūtni")
    grid = Grid(page)
    grid.wait_until_ready()
    grid.go(TOMASS, LESSON)
    grid.type("n", "Enter", "F8")
    grid.type(TOPIC, "Tab", "Tab")
    grid.type(HOMEWORK, "F8")
    grid.saved()
    grid.add_assessment("Vektori", "summatīvais", "10 ballu")
    grid.go(TOMASS, VECTORS)
    grid.type("9", "Enter")
    grid.saved()
    return page


def the_mother_sees_it(day: Day, superuser: Page) -> Page:
    """She types the code, signs in once, and chooses the child. The roll of a minute ago may still be mended."""
    page = day.browser()
    accounts.join(page, family.invite(superuser, "Vecāki", "10.a", PAULA), "Paula Tiļļa", "paula.tilla")
    expect(page.get_by_role("heading", level=2)).to_have_text([re.compile("Liene Tiļļa"), re.compile("Tomass Tiļļa")])
    family.diary(page, "Tomass")
    entry = family.lesson(page, "Matemātika")
    assert TOPIC in entry
    assert HOMEWORK in entry
    expect(page.locator(".mark__value")).to_have_text(["9"])
    expect(page.locator(".code")).to_have_count(0)
    page.locator(".mark summary").click()
    expect(page.locator(".mark__more")).to_contain_text("Vektori")
    day.strikes(10, 45)
    page.reload()
    expect(page.locator(".code")).to_have_text(["n"])
    tick = page.locator(".tick").first
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        tick.click()
    page.reload()
    expect(tick).to_have_attribute("aria-pressed", "true")
    family.child(page, "Liene")
    expect(page.get_by_role("main")).not_to_contain_text("Vektoru")
    return page


def the_father_is_not_invited(superuser: Page) -> None:
    """He has no custody: nobody can hand him a code before somebody has decided."""
    family.open_group(superuser, "Vecāki", "10.a")
    expect(superuser.get_by_role("link", name=PAULA, exact=True)).to_be_visible()
    expect(superuser.get_by_role("link", name=SANDIS, exact=True)).to_have_count(0)


def she_says_that_he_was_ill(mother: Page) -> None:
    family.diary(mother, "Tomass")
    family.announce_illness(mother)
    expect(mother.get_by_text("gaida", exact=True)).to_be_visible()
    expect(mother.get_by_role("main")).not_to_contain_text("Sandis")


def the_class_teacher_accepts(day: Day, superuser: Page) -> Page:
    """One key."""
    page = day.browser()
    code = school.invite(superuser, "Stepanovs Olivers")
    accounts.join(page, code, "Olivers Stepanovs", "stepanovs")
    menu.choose(page, "Kavējumi")
    expect(page.locator("[data-announcement]")).to_contain_text(TOMASS)
    page.keyboard.press("a")
    expect(page.locator("[data-announcement]")).to_have_count(0)
    return page


def what_comes_later_is_justified(teacher: Page, mother: Page) -> None:
    """The code in the journal is `ns`; an absence of a later lesson of the day becomes it as it is written."""
    teacher.reload()
    grid = Grid(teacher)
    grid.wait_until_ready()
    assert grid.value(TOMASS, LESSON) == "attaisnots kavējums ns"
    grid.go(TOMASS, NEXT_LESSON)
    grid.type("n", "Enter")
    grid.saved()
    teacher.reload()
    grid.wait_until_ready()
    assert grid.value(TOMASS, NEXT_LESSON) == "attaisnots kavējums ns"
    mother.reload()
    expect(mother.get_by_text("attaisnots", exact=True)).to_be_visible()


def somebody_decides_about_the_father(day: Day, superuser: Page) -> None:
    """The record keeper, with the basis; the mother learns nothing of it, he nothing of her contacts."""
    school.give_role(superuser, "Eglīte Ineta", "Lietvede")
    office = day.browser()
    accounts.join(office, school.invite(superuser, "Eglīte Ineta"), "Ineta Eglīte", "eglite")
    accounts.set_up_second_device(office, day.now)
    menu.choose(office, "Vecāki, par kuriem jāizlemj")
    office.get_by_role("row", name=TOMASS).get_by_role("link", name="Izlemt").click()
    office.get_by_label("Piešķirt piekļuvi").check()
    office.get_by_label("Pamatojums").fill("Tiesas spriedums C71-112/2026, 02.11.2026.")
    office.get_by_role("button", name="Saglabāt lēmumu").click()
    office.locator("#flashes .notice--done").wait_for()
    father = day.browser()
    accounts.join(father, family.invite(superuser, "Vecāki", "10.a", SANDIS), "Sandis Tiļļa", "sandis.tilla")
    expect(father.get_by_role("heading", level=2)).to_have_text([re.compile("Tomass Tiļļa")])
    father.get_by_role("link", name="Personas lieta").click()
    expect(father.get_by_role("main")).not_to_contain_text("Paula")


def who_is_eighteen_decides(day: Day, superuser: Page) -> None:
    """Until he says so his mother sees nothing of his."""
    mother, son = day.browser(), day.browser()
    code = family.invite(superuser, "Vecāki", "12.a", "Ivanova Una")
    accounts.join(mother, code, "Una Ivanova", "una.ivanova")
    accounts.join(son, family.invite(superuser, "Skolēni", "12.a", "Jaunzems Ralfs Ivo"), "Ralfs Ivo Jaunzems", "ralfs")
    expect(mother.get_by_role("main")).not_to_contain_text("Ralfs")
    menu.choose(son, "Dienasgrāmata")
    son.get_by_role("button", name="Ļaut vecākiem redzēt", exact=True).click()
    mother.goto("/pargauja/")
    expect(mother.get_by_role("main")).to_contain_text("Ralfs")
