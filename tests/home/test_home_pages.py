"""First screens in a browser: by eye, by keyboard, at either width."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from core.journals.attendance.models import Absence
from core.journals.lessons.models import LessonContent, RollCall
from core.people.models import Person
from core.testing.browsers import assert_accessible
from core.testing.schools import BuiltSchool
from core.testing.servers import Site

PageOf = Callable[..., Page]
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


@pytest.fixture
def ilze(school: BuiltSchool, site: Site) -> Person:
    """Teacher, class teacher and deputy of a small school in the middle of its day."""
    ilze = school.staff("Ilze", "Ozola", "deputy")
    janis = school.teacher("Jānis", "Liepiņš")
    class_10a = school.school_class("10.a", teacher=ilze)
    anna = school.pupil("Anna Marija", "Bērziņa", class_10a, birth_date=date(2008, 11, 28))
    school.guardian("Inga", "Bērziņa", anna)
    maths = school.journal("Matemātika", class_10a, teacher=ilze)
    lessons = [school.lesson(maths, MONDAY, number, taught_by=ilze) for number in (1, 2, 3, 4)]
    school.lesson(maths, MONDAY, 5, taught_by=ilze, state="cancelled")
    school.lesson(maths, MONDAY, 6, taught_by=janis)
    school.lesson(maths, FRIDAY, 1, taught_by=ilze)
    school.add(RollCall(lesson_id=lessons[0].id, taken_at=site.moment))
    school.add(LessonContent(lesson_id=lessons[0].id, topic="Vektori", homework="4.12."))
    school.add(Absence(lesson_id=lessons[0].id, pupil_id=anna.id, kind="absent"))
    return ilze


@pytest.mark.both_views
@pytest.mark.parametrize(
    "path", ["?tab=today", "?tab=today&day=2026-11-20", "?tab=school", "?tab=class", "todo", "todo?whose=all"]
)
def test_the_pages_of_a_busy_teacher(ilze: Person, page_of: PageOf, path: str) -> None:
    page = page_of(ilze)
    page.goto(f"/pargauja/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_accessible(page)


@pytest.mark.both_views
def test_the_page_of_a_family(ilze: Person, school: BuiltSchool, page_of: PageOf) -> None:
    anna = school.pupil("Kārlis", "Bērziņš", school.school_class("7.b"))
    page = page_of(school.guardian("Inga", "Kalniņa", anna))
    page.goto("/pargauja/")
    expect(page.get_by_role("heading", name="Kārlis Bērziņš")).to_be_visible()
    assert_accessible(page)


@pytest.mark.both_views
@pytest.mark.parametrize("role", ["superuser", "record_keeper", "secretary", "support"])
def test_the_pages_of_the_office(ilze: Person, school: BuiltSchool, page_of: PageOf, role: str) -> None:
    page = page_of(school.staff("Līga", "Liepa", role))
    answer = page.goto("/pargauja/")
    assert answer is not None
    assert answer.ok
    assert_accessible(page)


def test_the_present_lesson_is_one_press_away(ilze: Person, page_of: PageOf) -> None:
    page = page_of(ilze)
    page.goto("/pargauja/?tab=today")
    present = page.get_by_role("region", name="Nākamā stunda").or_(page.get_by_role("region", name="Pašreizējā stunda"))
    present.get_by_role("link", name="Atzīmēt klātbūtni").press("Enter")
    page.wait_for_url("**/journals/*?column=l*")


def test_days_are_turned_by_keyboard(ilze: Person, page_of: PageOf) -> None:
    page = page_of(ilze)
    page.goto("/pargauja/?tab=today")
    page.get_by_role("link", name="piektdien, 20. novembrī").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Piektdiena, 20. novembris")
    page.get_by_role("link", name="uz šodienu").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Šodien")
