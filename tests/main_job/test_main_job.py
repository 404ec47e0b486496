"""The main job, first half, as people do it: `klade` in a terminal, a browser, the state register's file."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.testing.steps import accounts, founding, imports, menu, records, school
from core.testing.steps.day import Day
from core.testing.steps.grid import Grid, follow

FILE = Path(__file__).parents[2] / "plugins" / "viis_sync" / "tests" / "data" / "viis-2026-2027.zip"
NAME = "Pārgaujas paraugģimnāzija"
NUMBERS = {
    "Jaunas personas": 1599,
    "Vecāki, par kuru piekļuvi jāizlemj": 12,
    "Darbinieki": 55,
    "Klases": 24,
    "Skolēni": 621,
    "Piederības": 621,
    "Vecāki": 1089,
}
ALL = 2437

LESSON, NEXT_LESSON = "23. novembris, 3. stunda", "23. novembris, 4. stunda"
VECTORS = "23. novembris, summatīvais pārbaudes darbs Vektori"
HOME = "23. novembris, formatīvais pārbaudes darbs Mājas darbs"
MARKED = (("Apine Santa", VECTORS), ("Briede Adele", VECTORS), ("Apine Santa", HOME))
TOPIC, OUTCOME, HOMEWORK = "Vektoru skalārais reizinājums", "Aprēķina leņķi starp vektoriem", "Uzdevumi 4.12.–4.15."


@pytest.mark.plugins("grading", "viis_sync")
def test_a_school_comes_in_and_a_lesson_is_taught(day: Day) -> None:
    superuser = founding.found(day, NAME)
    it_comes_in_from_the_state_register(day, superuser)
    the_year_is_set_up(superuser)
    teacher, second = the_teachers_come_in(day, superuser)
    a_lesson_is_taught(teacher)
    what_no_scale_knows_is_refused(teacher)
    two_teachers_meet_in_one_cell(teacher, second)
    it_is_watched(day, superuser, teacher)
    it_is_remembered(superuser)


def it_comes_in_from_the_state_register(day: Day, page: Page) -> None:
    imports.give_file(page, FILE)
    assert imports.figures(page) == NUMBERS
    imports.accept_all(page, ALL)
    assert imports.outcome(page)["Ierakstīts"] == "2437"
    report = imports.download_report(page)
    assert report.count("\n") > ALL
    assert "Pētersone Agnese" in report
    imports.take_back(page)
    menu.choose(page, "Skolēni")
    expect(page.get_by_role("main")).to_contain_text("0 skolēnu")
    printed = day.klade("viis", "import", str(FILE), "--school", "pargauja", "--accept", "all")
    assert f"Ierakstīts: {ALL}" in printed
    again = day.klade("viis", "import", str(FILE), "--school", "pargauja", "--accept", "all", "--json")
    assert json.loads(again)["applied"] == 0
    everybody_is_there(page)


def everybody_is_there(page: Page) -> None:
    """24 classes with their teachers, 621 pupils who came and one who left, 55 staff beside the superuser."""
    menu.choose(page, "Klases")
    classes = school.rows(page, "Klases")
    assert len(classes) == 24
    assert classes[12] == "10.a | Olivers Stepanovs | 25 | 329", classes[12]
    menu.choose(page, "Darbinieki")
    assert len(school.rows(page, "Darbinieki")) == 55 + 1
    menu.choose(page, "Skolēni")
    expect(page.get_by_role("main")).to_contain_text("620 skolēni")
    page.get_by_label("Kas", exact=True).select_option(label="Visi")
    page.get_by_role("button", name="Rādīt").click()
    expect(page.get_by_role("main")).to_contain_text("621 skolēns")


def the_year_is_set_up(page: Page) -> None:
    """The year is there with its terms and breaks; lesson times, a subject, a journal, its place in the timetable."""
    school.open_setting(page, "Mācību gads")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2026./2027.")
    assert "2. semestris | 9. klase | 04.01.–11.06.2027." in school.rows(page, "Semestri")
    assert "Rudens brīvdienas | visas klases | 19.10.–23.10.2026." in school.rows(page, "Skolēnu brīvdienas")
    school.set_lesson_time(page, 3, "10:05", "10:45")
    school.add_subject(page, "Matemātika", "Mat.", "10 ballu skala")
    school.make_journal(page, "Matemātika", "10.a")
    school.give_journal_to(page, "Osis", "galvenais skolotājs")
    school.give_journal_to(page, "Meiers", "otrs skolotājs")
    for number in (3, 4):
        school.put_into_timetable(page, "Pirmdiena", number, "329")
    expect(page.locator("#timetable")).to_contain_text("Pirmdiena, 3. stunda")
    page.get_by_role("link", name="Atvērt žurnālu").click()
    expect(page.locator("thead .dates")).to_contain_text("23")


def the_teachers_come_in(day: Day, superuser: Page) -> tuple[Page, Page]:
    """Each with the code from the slip that the superuser shows them."""
    pages = []
    for listed, name, user_name in (("Osis Kārlis", "Kārlis Osis", "osis"), ("Meiers Leo", "Leo Meiers", "leo.m")):
        page = day.browser()
        accounts.join(page, school.invite(superuser, listed), name, user_name)
        pages.append(page)
    return pages[0], pages[1]


def a_lesson_is_taught(page: Page) -> None:
    """From Šodien to the last mark without a mouse; everything is there when the page is loaded again."""
    expect(page.get_by_role("region", name="Pašreizējā stunda")).to_contain_text("Matemātika 10.a")
    follow(page, "Atzīmēt klātbūtni")
    grid = Grid(page)
    grid.wait_until_ready()
    assert grid.spoken == f"tukšs, Apine Elīna, {LESSON}"
    grid.type("n", "Enter", "ArrowDown")
    assert grid.spoken == f"tukšs, Briede Adele, {LESSON}"
    grid.type("k15", "Enter", "F8")
    grid.type(TOPIC, "Tab")
    grid.type(OUTCOME, "Tab")
    grid.type(HOMEWORK, "F8")
    grid.saved()
    grid.add_assessment("Vektori", "summatīvais", "10 ballu")
    grid.go("Apine Santa", VECTORS)
    grid.type("9", "Enter")
    grid.type("nv", "Enter")
    grid.add_assessment("Mājas darbs", "formatīvais", "Procenti")
    grid.go("Apine Santa", HOME)
    grid.type("85", "Enter")
    grid.saved()
    page.reload()
    grid.wait_until_ready()
    written = [grid.value(*cell) for cell in (("Apine Elīna", LESSON), ("Briede Adele", LESSON), *MARKED)]
    assert written == ["kavējums", "nokavēja 15 min", "9", "nv", "85%"]
    for name, text in (("Temats", TOPIC), ("Sasniedzamais rezultāts", OUTCOME), ("Uzdots", HOMEWORK)):
        expect(page.get_by_label(name, exact=True)).to_have_value(text)


def what_no_scale_knows_is_refused(page: Page) -> None:
    """Eleven is no mark: the reason stands at the cell and the mark before it stays. What is cleared comes back."""
    grid = Grid(page)
    grid.go("Apine Santa", VECTORS)
    grid.type("11", "Enter")
    grid.refused()
    grid.keys("ArrowUp")
    expect(grid.beside).to_contain_text("Vērtējums 11 nav 10 ballu skalā. Ierakstiet no 1 līdz 10 vai nv.")
    assert grid.spoken.startswith("11, Apine Santa")
    grid.keys("Escape")
    assert grid.value("Apine Santa", VECTORS) == "9"
    grid.keys("Delete")
    grid.saved()
    assert grid.value("Apine Santa", VECTORS) == "tukšs"
    grid.keys("Control+z")
    expect(page.locator("#journal-live")).to_have_text("Atsaukts")
    assert grid.value("Apine Santa", VECTORS) == "9"


def two_teachers_meet_in_one_cell(first: Page, second: Page) -> None:
    """Both values are kept beside the cell until one of the two decides; the history tells of both."""
    mine, theirs = Grid(first), Grid(second)
    second.goto("/pargauja/")
    follow(second, "Žurnāli")
    follow(second, "Matemātika 10.a")
    theirs.wait_until_ready()
    theirs.go("Dreimane Lāsma", VECTORS)
    theirs.type("8")
    mine.go("Dreimane Lāsma", VECTORS)
    mine.type("7", "Enter")
    mine.saved()
    theirs.keys("Enter")
    theirs.refused()
    theirs.keys("ArrowUp", "Enter")
    both = ["Paturēt 7 (Kārlis Osis, 10:15)", "Paturēt 8 (jūs)"]
    expect(theirs.beside.get_by_role("button")).to_have_text(both)
    theirs.keys("ArrowDown", "Enter")
    theirs.saved()
    theirs.go("Dreimane Lāsma", VECTORS)
    theirs.keys("F4")
    expect(theirs.beside.get_by_role("listitem")).to_have_text(
        ["7 → 8Labojums23.11.2026. 10:15 · Leo Meiers", "tukšs → 723.11.2026. 10:15 · Kārlis Osis"]
    )
    theirs.keys("Escape")


def it_is_watched(day: Day, superuser: Page, teacher: Page) -> None:
    """After five the deputy sees whose lesson has no topic; by the school's other number it is not late yet."""
    for role in ("Direktora vietnieks izglītības jomā", "Lietvede"):
        school.give_role(superuser, "Eglīte Ineta", role)
    code = school.invite(superuser, "Eglīte Ineta")
    day.strikes(17, 30)
    deputy = day.browser()
    accounts.join(deputy, code, "Ineta Eglīte", "eglite")
    accounts.set_up_second_device(deputy, day.now)
    missing = deputy.get_by_role("region", name="Bez temata vai mājas darba pēc 17:00")
    expect(missing.get_by_role("listitem")).to_have_text(
        [re.compile(r"4\.\s+Matemātika 10\.a\s+Osis Kārlis\s+temats, mājas darbs")]
    )
    assert _duties(deputy, "Visu darāmais") == [
        "Matemātika 10.a, 4. stunda: temats, mājas darbs nokavēts Termiņš: šodien 17:00"
    ]
    assert _duties(teacher) == ["Matemātika 10.a, 4. stunda: temats, mājas darbs nokavēts Termiņš: šodien 17:00"]
    deputy.get_by_role("link", name="Matemātika 10.a, 4. stunda").click()
    Grid(deputy).wait_until_ready()
    assert Grid(deputy).spoken.endswith(NEXT_LESSON)
    school.set_due_hour(superuser, "18:00")
    assert _duties(teacher) == ["Matemātika 10.a, 4. stunda: temats, mājas darbs Termiņš: šodien 18:00"]
    deputy.goto("/pargauja/")
    expect(deputy.get_by_role("region", name="Bez temata vai mājas darba pēc 18:00")).to_contain_text(
        "Vēl nekas nav nokavēts"
    )
    guardians_wait_for_a_decision(deputy)


def guardians_wait_for_a_decision(office: Page) -> None:
    """The same person keeps the records too: twelve guardians without custody see nothing until somebody decides."""
    menu.choose(office, "Vecāki, par kuriem jāizlemj")
    waiting = school.rows(office, "Gaida lēmumu")
    assert len(waiting) == NUMBERS["Vecāki, par kuru piekļuvi jāizlemj"]
    assert sum("Tiļļa Sandis" in line for line in waiting) == 2, "a father of two is one person who waits twice"


def _duties(page: Page, whose: str = "") -> list[str]:
    """The lines of Darāmais."""
    menu.choose(page, "Darāmais")
    if whose:
        page.get_by_role("link", name=whose).click()
        page.get_by_role("heading", name="Osis Kārlis").wait_for()
    return [" ".join(line.inner_text().split()) for line in page.locator(".duty").all()]


def it_is_remembered(page: Page) -> None:
    """Who, when, old and new; a personal file says who opened it before it is shown."""
    menu.choose(page, "Žurnāli")
    page.get_by_role("link", name="Par žurnālu").click()
    changes = records.history_of_record(page)
    assert len(changes) == 5
    assert all(change.startswith("Rūta Vanaga · 23.11.2026. 10:15") for change in changes)
    school.open_setting(page, "Stundu laiki")
    page.get_by_role("link", name="Parastie stundu laiki").click()
    assert records.history_of_record(page)[0].startswith(
        "Rūta Vanaga · 23.11.2026. 10:15 Atsaukt Stundas laiks 3 labots ieraksts Sākas bija 10:00 → būs 10:05"
    )
    records.open_file(page, "Pētersone Agnese")
    assert records.readers(page)[0] == "Virslietotājs, Rūta Vanaga 23.11.2026. 17:30"
    assert "7.b klase | no 16.10.2026. | Nr. 1-9/71, 14.10.2026." in school.rows(page, "Mācības skolā")
