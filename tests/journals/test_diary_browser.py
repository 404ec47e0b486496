"""The family's and the class teacher's pages in a browser: wide and light, narrow and dark."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from core.foundation import clock
from core.journals.attendance.models import Absence
from core.journals.excuses.models import Announcement
from core.journals.lessons.models import LessonContent, RollCall
from core.people.models import Person
from core.testing.browsers import assert_accessible
from core.testing.schools import BuiltSchool

PageOf = Callable[[Person], Page]
MONDAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Family:
    school: BuiltSchool
    anna: Person
    inga: Person
    ilze: Person
    class_page: str


@pytest.fixture
def family(school: BuiltSchool) -> Family:
    """A week in which everything that a diary shows happens."""
    ilze = school.teacher("Ilze", "Kalniņa")
    class_10a, class_7b = school.school_class("10.a", ilze), school.school_class("7.b")
    anna = school.pupil("Anna", "Bērziņa", class_10a)
    inga = school.guardian("Inga", "Bērziņa", anna, school.pupil("Kārlis", "Bērziņš", class_7b))
    for place, subject in enumerate(("Latviešu valoda un literatūra I", "Fizika I", "Matemātika I")):
        journal = school.journal(subject, class_10a, teacher=ilze)
        for day in (MONDAY, MONDAY + timedelta(days=2)):
            lesson = school.lesson(journal, day, place + 1)
            content = {"topic": "Raiņa „Uguns un nakts”: simboli", "homework": "Uzdevumi 4.12.–4.15."}
            school.add(LessonContent(lesson_id=lesson.id, homework_due=MONDAY + timedelta(days=4), **content))
            work = school.assessment(journal, day, "grading.ten", "Kontroldarbs: vektori plaknē", lesson_id=lesson.id)
            if day == MONDAY:
                school.mark(work, anna, "4", passed=False, comment="Uzmanīgāk ar zīmēm")
                school.add(RollCall(lesson_id=lesson.id, taken_at=clock.now() - timedelta(hours=1)))
                kind, minutes = ("late", 15) if place == 2 else ("absent", None)
                school.add(Absence(lesson_id=lesson.id, pupil_id=anna.id, kind=kind, minutes=minutes))
            if day == MONDAY and place:
                school.mark(work, anna, "7", attempt=2)
    school.excuse(anna, MONDAY, ilze, first_lesson=2, last_lesson=2)
    return Family(school, anna, inga, ilze, f"/pargauja/absences/{class_10a.id}")


@pytest.mark.both_views
def test_the_familys_pages(family: Family, page_of: PageOf) -> None:
    page = page_of(family.inga)
    page.goto(f"/pargauja/diary/{family.anna.id}")
    assert_accessible(page)
    page.locator("details.mark summary").first.click()
    expect(page.get_by_text("Uzmanīgāk ar zīmēm").first).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator("details.mark[open]")).to_have_count(0)
    for path in (f"marks/{family.anna.id}", f"my-absences/{family.anna.id}", f"my-absences/{family.anna.id}/new"):
        page.goto(f"/pargauja/{path}")
        assert_accessible(page)
    page.get_by_text("Stundas", exact=True).click()
    expect(page.get_by_label("No stundas")).to_be_visible()
    assert_accessible(page)


def test_homework_is_ticked_off_where_it_stands(family: Family, page_of: PageOf) -> None:
    page = page_of(family.inga)
    page.goto(f"/pargauja/diary/{family.anna.id}")
    box = page.locator(".tick").first
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        box.click()
    expect(box).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator(".tick").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".tick").nth(1)).to_have_attribute("aria-pressed", "false")


@pytest.mark.both_views
def test_ill_today_in_three_presses(family: Family, page_of: PageOf) -> None:
    page = page_of(family.inga)
    page.goto(f"/pargauja/diary/{family.anna.id}")
    page.get_by_role("link", name="Pieteikt kavējumu").click()
    page.get_by_text("Slimība").click()
    page.get_by_role("button", name="Pieteikt", exact=True).click()
    expect(page.get_by_text("Pieteikts. Izlems klases audzinātājs.")).to_be_visible()
    expect(page.get_by_text("gaida", exact=True)).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Atsaukt pieteikumu").click()
    expect(page.get_by_text("atsaukts", exact=True)).to_be_visible()


@pytest.mark.both_views
def test_the_class_teacher_decides_by_keys(family: Family, page_of: PageOf) -> None:
    school = family.school
    for day in (MONDAY, MONDAY + timedelta(days=2)):
        school.announcement(family.anna, family.inga, day, note="Paaugstināta temperatūra")
    page = page_of(family.ilze)
    page.goto(family.class_page)
    assert_accessible(page)
    page.keyboard.press("a")
    expect(page.locator("[data-announcement]")).to_have_count(1)
    page.keyboard.press("n")
    page.keyboard.type("Zīme jau izmantota")
    page.keyboard.press("Enter")
    expect(page.locator("[data-announcement]")).to_have_count(0)
    with school.read() as session:
        states = [one.state for one in session.query(Announcement).order_by(Announcement.id)]
    assert states == ["accepted", "rejected"]
    expect(page.locator(".square--open")).to_have_count(0)
    assert_accessible(page)


@pytest.mark.both_views
def test_squares_are_selected_and_justified(family: Family, page_of: PageOf) -> None:
    page = page_of(family.ilze)
    page.goto(family.class_page)
    expect(page.locator(".square--open")).to_have_count(1)
    page.get_by_role("button", name="Bērziņa Anna", exact=True).click()
    expect(page.locator("[data-count]")).to_have_text("Atlasīti: 1")
    page.get_by_label("Iemesls", exact=True).select_option(label="Ģimenes apstākļi")
    page.get_by_role("button", name="Attaisnot").click()
    expect(page.locator(".square--open")).to_have_count(0)
    page.get_by_role("status").get_by_role("button", name="Atsaukt").click()
    expect(page.locator(".square--open")).to_have_count(1)
