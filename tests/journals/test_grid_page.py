"""The page of a journal."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from flask.testing import FlaskClient

from core.foundation import clock
from core.journals.attendance.models import Absence
from core.journals.register.models import JournalClass
from core.people.models import Person
from core.testing.grids import FRIDAY, MONDAY, Register, TenPoints, Writer
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.testing.statements import Statements


def shown(page: str, cell: str) -> str | None:
    """What stands in a cell, without its markup; nothing where there is no such cell."""
    found = re.search(rf'<td id="{cell}"[^>]*>(.*?)</td>', page)
    return re.sub("<[^>]+>", "", found[1]) if found else None


def columns(page: str) -> list[str]:
    return re.findall(r'data-col="([^"]+)"', page)


def test_what_was_written_stands_there(register: Register, writer: Writer) -> None:
    writer.write({register.attendance(0): "n", register.attendance(1): "k15", register.mark(1): "4"})
    writer.write({register.mark(1): "7"}, how="retake")
    page = writer.client.get(register.address).text
    assert shown(page, register.attendance(0)) == "n"
    assert shown(page, register.attendance(1)) == "k15"
    assert shown(page, register.mark(1)) == "4 7"
    assert shown(page, register.mark(2)) == ""
    assert f'id="v{register.pupils[1].id}">7,00<' in page


def test_columns_stand_in_time_order_with_marks_beside_their_lesson(register: Register, writer: Writer) -> None:
    alone = register.school.assessment(register.journal, MONDAY + timedelta(days=1), "test.ten", "Eseja")
    page = writer.client.get(register.address).text
    assert columns(page) == [
        f"l{register.friday.id}",
        f"a{register.work.id}",
        f"l{register.today.id}",
        f"a{alone.id}",
        f"l{register.wednesday.id}",
    ]


def test_a_cancelled_lesson_is_no_column(register: Register, writer: Writer) -> None:
    cancelled = register.school.lesson(register.journal, MONDAY, 5, state="cancelled")
    assert f"l{cancelled.id}" not in columns(writer.client.get(register.address).text)


def test_only_the_chosen_term_is_shown(register: Register, writer: Writer) -> None:
    spring = register.school.lesson(register.journal, date(2027, 3, 1), 3)
    autumn = columns(writer.client.get(register.address).text)
    assert f"l{spring.id}" not in autumn
    assert columns(writer.client.get(f"{register.address}?term=s2").text) == [f"l{spring.id}"]
    year = writer.client.get(f"{register.address}?term=year").text
    assert columns(year) == [*autumn, f"l{spring.id}"]
    assert 'class="term"' in year


def test_a_break_between_lessons_is_a_strip_with_its_name(register: Register, writer: Writer) -> None:
    register.school.lesson(register.journal, date(2026, 10, 1), 3)
    page = writer.client.get(register.address).text
    assert page.count('class="c-b"') == 1
    assert "Rudens brīvdienas" in page


def test_who_was_not_in_the_journal_has_no_cells_there(register: Register, writer: Writer) -> None:
    came = register.newcomer(MONDAY)
    page = writer.client.get(register.address).text
    assert shown(page, f"l{register.friday.id}-{came.id}") is None
    assert shown(page, f"l{register.today.id}-{came.id}") == ""
    assert "<small>no 23.11.</small>" in page


def test_who_left_long_ago_is_shown_when_asked_for(register: Register, writer: Writer) -> None:
    left = register.newcomer(FIRST_DAY, date(2026, 9, 30))
    just = register.school.pupil("Nora", "Zariņa", register.school_class, until_date=date(2026, 11, 15))
    page = writer.client.get(register.address).text
    assert f'data-p="{left.id}"' not in page
    assert f'data-p="{just.id}"' in page
    assert "Rādīt 1 atskaitīto" in page
    assert f'data-p="{left.id}"' in writer.client.get(f"{register.address}?all=1").text


def test_pupils_of_several_classes_stand_by_class(register: Register, writer: Writer) -> None:
    other = register.school.school_class("10.b")
    pupil = register.school.pupil("Alise", "Abola", other)
    register.school.add(JournalClass(journal_id=register.journal.id, school_class_id=other.id, from_date=FIRST_DAY))
    page = writer.client.get(register.address).text
    assert page.index(">10.a<") < page.index("Āboliņš") < page.index(">10.b<") < page.index(f'data-p="{pupil.id}"')


def test_pupils_of_several_classes_stand_by_name_when_asked_for(register: Register, writer: Writer) -> None:
    assert "Kārtot pēc vārda" not in writer.client.get(register.address).text
    other = register.school.school_class("9.b")
    pupil = register.school.pupil("Alise", "Bērza", other)
    register.school.add(JournalClass(journal_id=register.journal.id, school_class_id=other.id, from_date=FIRST_DAY))
    page = writer.client.get(register.address).text
    assert page.index(f'data-p="{pupil.id}"') < page.index("Āboliņš")
    found = re.search(r'href="([^"]+)">Kārtot pēc vārda visās klasēs<', page)
    assert found is not None
    page = writer.client.get(register.address + found[1].replace("&amp;", "&")).text
    assert page.index("Āboliņš") < page.index(f'data-p="{pupil.id}"') < page.index("Bērziņa")
    assert "<small>9.b</small>" in page
    assert 'class="group"' not in page
    assert "?term=s2&amp;sort=name" in page
    assert "Kārtot pa klasēm" in page


def test_text_of_people_is_text(register: Register, writer: Writer, scale: TenPoints) -> None:
    register.school.pupil("<i>Anna", '"><script>alert(1)</script>', register.school_class)
    work = register.school.assessment(register.journal, FRIDAY, "gone.scale", "<b>Tests</b>")
    register.school.mark(work, register.pupils[0], "<b>9", number=None)
    writer.write({register.sheet("topic"): "</script><script>alert(2)</script>"})
    page = writer.client.get(register.address).text
    assert "<script>alert" not in page
    assert "<b>Tests" not in page
    assert "&lt;b&gt;9" in page


def test_the_hollow_circle_until_the_roll_is_taken(register: Register, writer: Writer) -> None:
    column = f'id="h-l{register.today.id}" class="today open"'
    assert column in writer.client.get(register.address).text
    writer.write({f"r{register.today.id}": "all"})
    assert column not in writer.client.get(register.address).text


def test_leaders_read_and_do_not_write(register: Register, sign_in: Callable[[Person | str], FlaskClient]) -> None:
    deputy = sign_in("deputy")
    page = deputy.get(register.address)
    assert page.status_code == 200
    assert 'aria-readonly="true"' in page.text
    assert "journal-roll" not in page.text
    assert deputy.get(f"{register.address}?form=1").text.count("<textarea") == 3
    answer = Writer(deputy, register.address, lambda: deputy).send(
        [{"cell": register.mark(0), "version": 0, "value": "9"}]
    )
    assert answer.status_code in (403, 404)


def test_a_teacher_of_another_journal_finds_nothing(
    register: Register, sign_in: Callable[[Person | str], FlaskClient]
) -> None:
    other = register.school.teacher("Juris", "Ozols")
    register.school.journal("Fizika", register.school_class, teacher=other)
    assert sign_in(other).get(register.address).status_code == 404


def test_an_empty_journal_says_what_is_missing(register: Register, writer: Writer) -> None:
    school = register.school
    no_lessons = school.journal("Fizika", register.school_class, teacher=register.teacher)
    nobody = school.journal("Ķīmija", school.school_class("11.a"), teacher=register.teacher)
    school.lesson(nobody, MONDAY)
    assert "nav stundu" in writer.client.get(f"/pargauja/journals/{no_lessons.id}").text
    assert "vēl nav skolēnu" in writer.client.get(f"/pargauja/journals/{nobody.id}").text
    assert writer.client.get("/pargauja/journals/999").status_code == 404


def test_the_plain_form_holds_the_lesson_and_its_work(register: Register, writer: Writer) -> None:
    writer.write({register.mark(0): "9"})
    page = writer.client.get(f"{register.address}?column=l{register.friday.id}&form=1").text
    assert f'name="{register.attendance(0, register.friday)}"' in page
    assert f'name="was:{register.mark(0)}" value="1:9"' in page
    assert f'name="{register.sheet("topic", register.friday)}"' in page
    assert f'name="{register.attendance(0)}"' not in page


def _filled(school: BuiltSchool, scale: TenPoints, name: str, pupils: int, lessons: int) -> str:
    """The address of a journal of that size, with an absence and a mark in every corner."""
    teacher = school.teacher("Ilze", "Kalniņa")
    school_class = school.school_class(name)
    people = [school.pupil(f"P{number}", "Bērziņš", school_class) for number in range(pupils)]
    journal = school.journal("Matemātika", school_class, teacher=teacher, usual_scheme=scale.key)
    days = [date(2026, 9, 1) + timedelta(days=number % 80) for number in range(lessons)]
    made = [school.lesson(journal, day, 1 + number // 80) for number, day in enumerate(days)]
    works = [school.assessment(journal, lesson.day, scale.key, lesson_id=lesson.id) for lesson in made[::5]]
    for pupil in people:
        school.add(Absence(lesson_id=made[-1].id, pupil_id=pupil.id, kind="absent"))
        school.mark(works[0], pupil, "9")
    return f"/pargauja/journals/{journal.id}"


def _asked(statements: Statements, ask: Callable[[], object]) -> list[str]:
    """The reading statements of a request."""
    with statements() as seen:
        ask()
    return [one for one in seen if one.startswith("SELECT") and "nextval" not in one]


def test_a_page_of_any_size_asks_as_many_statements(
    school: BuiltSchool, scale: TenPoints, sign_in: Callable[[Person | str], FlaskClient], statements: Statements
) -> None:
    client = sign_in("deputy")
    small, large = _filled(school, scale, "10.a", 5, 5), _filled(school, scale, "10.b", 35, 120)
    for address, lessons in ((small, 5), (large, 120)):
        assert len(columns(client.get(address).text)) >= lessons
    asked = [_asked(statements, lambda address=address: client.get(address)) for address in (small, large)]  # type: ignore[misc]  # a default keeps the loop's value
    assert asked[0] == asked[1]
    assert len(asked[0]) <= 15


def test_a_batch_of_any_size_reads_as_many_statements(
    register: Register, writer: Writer, statements: Statements
) -> None:
    asked = []
    for value, pupils in (("9", 1), ("8", 1), ("7", 3)):
        cells = {register.mark(number): value for number in range(pupils)}
        cells |= {register.attendance(number): f"k{value}" for number in range(pupils)}
        asked.append(len(_asked(statements, lambda cells=cells: writer.write(cells))))  # type: ignore[misc]  # as above
    assert asked[1] == asked[2]
    assert asked[2] <= 16


def test_the_page_of_a_term_long_past_still_opens(register: Register, writer: Writer) -> None:
    with clock.at(date(2027, 5, 20)):
        page = writer.on_another_day().client.get(f"{register.address}?term=s1")
    assert page.status_code == 200
    assert f"l{register.today.id}" in columns(page.text)


def test_a_link_to_a_column_opens_its_term(register: Register, writer: Writer) -> None:
    spring = register.school.lesson(register.journal, date(2027, 3, 1), 3)
    work = register.school.assessment(register.journal, date(2027, 3, 2), "test.ten", "Eseja")
    for column in (f"l{spring.id}", f"a{work.id}"):
        page = writer.client.get(f"{register.address}?column={column}").text
        assert columns(page) == [f"l{spring.id}", f"a{work.id}"]
        assert f'"selected":"{column}"' in page
    assert f"l{spring.id}" not in columns(writer.client.get(f"{register.address}?column=l999999").text)


def test_a_link_to_a_column_of_another_journal_tells_nothing_of_it(register: Register, writer: Writer) -> None:
    other = register.school.journal("Fizika", register.school_class)
    spring = register.school.lesson(other, date(2027, 3, 1), 3)
    autumn = columns(writer.client.get(register.address).text)
    assert columns(writer.client.get(f"{register.address}?column=l{spring.id}").text) == autumn
