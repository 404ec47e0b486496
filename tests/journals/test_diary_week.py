"""The family's week: lessons, homework, marks, absences; and whose right reaches what."""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from core.foundation import clock
from core.journals.attendance.models import Absence
from core.journals.diary.models import HomeworkDone
from core.journals.lessons.models import Lesson, LessonContent, RollCall
from core.journals.register.models import Journal, JournalPupil
from core.people.models import Person
from core.testing.schools import FIRST_DAY, BuiltSchool
from core.testing.statements import Statements

SignIn = Callable[[Person | str], FlaskClient]
MONDAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Home:
    """Anna of 10.a and her brother, their mother, and what Anna is taught."""

    school: BuiltSchool
    anna: Person
    karlis: Person
    inga: Person
    teacher: Person
    maths: Journal
    lesson: Lesson

    @property
    def diary(self) -> str:
        return f"/pargauja/diary/{self.anna.id}"

    def absent(self, lesson: Lesson | None = None, kind: str = "absent", minutes: int | None = None) -> Absence:
        chosen = lesson or self.lesson
        return self.school.add(Absence(lesson_id=chosen.id, pupil_id=self.anna.id, kind=kind, minutes=minutes))

    def roll(self, lesson: Lesson | None = None, ago: timedelta = timedelta(minutes=11)) -> RollCall:
        chosen = lesson or self.lesson
        return self.school.add(RollCall(lesson_id=chosen.id, taken_at=clock.now() - ago))

    def entry(self, page: str, lesson: Lesson | None = None) -> str:
        chosen = lesson or self.lesson
        return page.partition(f'id="l{chosen.id}"')[2].partition("</li>")[0]


@pytest.fixture
def home(school: BuiltSchool) -> Home:
    teacher = school.teacher("Ilze", "Ozola")
    class_10a, class_7b = school.school_class("10.a", teacher=teacher), school.school_class("7.b")
    anna = school.pupil("Anna", "Bērziņa", class_10a)
    karlis = school.pupil("Kārlis", "Bērziņš", class_7b)
    inga = school.guardian("Inga", "Bērziņa", anna, karlis)
    maths = school.journal("Matemātika", class_10a, teacher=teacher)
    return Home(school, anna, karlis, inga, teacher, maths, school.lesson(maths, MONDAY, 2))


def page_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address, headers={"Accept-Language": "lv"})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_lesson_with_its_topic_homework_and_due_day(home: Home, sign_in: SignIn) -> None:
    content = {"topic": "Vektori", "homework": "4.12.–4.15.", "homework_due": date(2026, 11, 25)}
    home.school.add(LessonContent(lesson_id=home.lesson.id, **content))
    entry = home.entry(page_of(sign_in(home.inga), home.diary))
    for said in ("Matemātika", "Vektori", "4.12.–4.15.", "līdz 25.11."):
        assert said in entry


def test_a_week_before_and_after_are_a_press_away(home: Home, sign_in: SignIn) -> None:
    home.school.lesson(home.maths, MONDAY + timedelta(days=7), 1)
    client = sign_in(home.inga)
    page = page_of(client, home.diary)
    later = re.search(r'rel="next" href="([^"]+)"', page)
    earlier = re.search(r'rel="prev" href="([^"]+)"', page)
    assert later
    assert earlier
    assert "Pirmdiena, 30. novembris" in page_of(client, later[1])
    assert "Pirmdiena, 16. novembris" in page_of(client, earlier[1])
    assert client.get(f"{home.diary}?week=vakar").status_code == 404


def test_a_mark_opens_with_its_work_day_weight_and_comment(home: Home, sign_in: SignIn) -> None:
    work = home.school.assessment(
        home.maths, MONDAY, "grading.ten", "Kontroldarbs Vektori", lesson_id=home.lesson.id, weight=200
    )
    home.school.mark(work, home.anna, "4", comment="Uzmanīgāk ar zīmēm")
    home.school.mark(work, home.anna, "7", attempt=2)
    entry = home.entry(page_of(sign_in(home.inga), home.diary))
    assert "<s>4</s> → 7" in entry
    for said in ("Kontroldarbs Vektori", "23.11.2026.", "Uzmanīgāk ar zīmēm", "Svars: 2"):
        assert said in entry


def test_summative_work_to_come_is_told_before_it_is_marked(home: Home, sign_in: SignIn) -> None:
    lesson = home.school.lesson(home.maths, MONDAY + timedelta(days=2), 3)
    home.school.assessment(home.maths, lesson.day, "grading.ten", "Noslēguma darbs", lesson_id=lesson.id)
    assert "Noslēguma darbs" in home.entry(page_of(sign_in(home.inga), home.diary), lesson)


def test_a_mark_of_another_pupil_is_not_there(home: Home, sign_in: SignIn) -> None:
    elza = home.school.pupil("Elza", "Čakste", home.school.school_class("10.b"))
    work = home.school.assessment(home.maths, MONDAY, "grading.ten", "Darbs", lesson_id=home.lesson.id)
    home.school.mark(work, elza, "10")
    assert 'class="mark"' not in page_of(sign_in(home.inga), home.diary)


def test_nothing_of_attendance_before_the_roll_and_its_grace(home: Home, sign_in: SignIn) -> None:
    home.absent()
    client = sign_in(home.inga)
    assert "code--open" not in page_of(client, home.diary)
    home.roll(ago=timedelta(minutes=9))
    assert "code--open" not in page_of(client, home.diary)
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert "code--open" in home.entry(page_of(client, home.diary))


def test_a_roll_taken_back_shows_nothing(home: Home, sign_in: SignIn) -> None:
    home.absent()
    home.school.add(RollCall(lesson_id=home.lesson.id, taken_at=clock.now() - timedelta(hours=1), voided=clock.now()))
    assert "code--open" not in page_of(sign_in(home.inga), home.diary)


def test_a_late_arrival_has_its_minutes(home: Home, sign_in: SignIn) -> None:
    home.absent(kind="late", minutes=15)
    home.roll()
    assert "k<sup>15</sup>" in home.entry(page_of(sign_in(home.inga), home.diary))


@pytest.mark.parametrize("right", ["sees_marks", "sees_attendance", "may_excuse"])
def test_each_right_of_a_guardian_closes_its_part(home: Home, sign_in: SignIn, right: str) -> None:
    father = home.school.person("Juris", "Bērziņš")
    home.school.guardianship(father, home.anna, **{right: False})
    work = home.school.assessment(home.maths, MONDAY, "grading.ten", "Darbs", lesson_id=home.lesson.id)
    home.school.mark(work, home.anna, "9")
    home.absent()
    home.roll()
    client = sign_in(father)
    page = page_of(client, home.diary)
    assert ('class="mark"' in page) == (right != "sees_marks")
    assert ("code--open" in page) == (right != "sees_attendance")
    assert ("Pieteikt kavējumu" in page) == (right != "may_excuse")
    pages = {"sees_marks": "marks/{}", "sees_attendance": "my-absences/{}", "may_excuse": "my-absences/{}/new"}
    for of, path in pages.items():
        status = client.get(f"/pargauja/{path.format(home.anna.id)}").status_code
        assert status == (404 if of == right else 200), path


def test_a_guardian_without_a_decision_opens_nothing(home: Home, sign_in: SignIn) -> None:
    father = home.school.person("Juris", "Bērziņš")
    home.school.guardianship(father, home.anna, access="undecided", has_custody=False)
    home.school.guardianship(father, home.karlis)
    assert sign_in(father).get(home.diary).status_code == 404
    assert "Anna" not in page_of(sign_in(father), f"/pargauja/diary/{home.karlis.id}")


def test_the_child_looked_at_last_is_remembered(home: Home, sign_in: SignIn) -> None:
    client = sign_in(home.inga)
    assert client.get("/pargauja/diary").headers["Location"].endswith(f"/diary/{home.anna.id}")
    page = page_of(client, f"/pargauja/diary/{home.karlis.id}")
    assert "Anna · 10.a" in page
    assert client.get("/pargauja/diary").headers["Location"].endswith(f"/diary/{home.karlis.id}")
    assert client.get("/pargauja/marks").headers["Location"].endswith(f"/marks/{home.karlis.id}")


def test_a_pupil_opens_the_own_diary_only(home: Home, sign_in: SignIn) -> None:
    client = sign_in(home.anna)
    assert "Matemātika" in page_of(client, home.diary)
    assert client.get(f"/pargauja/diary/{home.karlis.id}").status_code == 404
    assert client.get(f"/pargauja/my-absences/{home.anna.id}/new").status_code == 404


def test_single_members_of_a_journal_are_counted_in_and_out(home: Home, sign_in: SignIn) -> None:
    choir = home.school.journal("Koris", teacher=home.teacher)
    home.school.lesson(choir, MONDAY, 8)
    days = {"from_date": FIRST_DAY}
    home.school.add(JournalPupil(journal_id=choir.id, pupil_id=home.anna.id, **days))
    home.school.add(JournalPupil(journal_id=home.maths.id, pupil_id=home.anna.id, is_excluded=True, **days))
    page = page_of(sign_in(home.inga), home.diary)
    assert "Koris" in page
    assert "Matemātika" not in page


def test_homework_is_ticked_off_and_back(home: Home, sign_in: SignIn) -> None:
    home.school.add(LessonContent(lesson_id=home.lesson.id, homework="Lasīt"))
    mother, anna = sign_in(home.inga), sign_in(home.anna)
    done = mother.post(home.diary, data={"done": str(home.lesson.id)})
    assert done.status_code == 303
    assert done.headers["Location"].endswith(f"#l{home.lesson.id}")
    assert 'aria-pressed="true"' in home.entry(page_of(anna, home.diary))
    anna.post(home.diary, data={"undone": str(home.lesson.id)})
    assert 'aria-pressed="false"' in home.entry(page_of(mother, home.diary))


def test_only_homework_of_the_pupils_own_lessons_is_ticked(home: Home, sign_in: SignIn) -> None:
    other = home.school.journal("Fizika", home.school.school_class("11.a"), teacher=home.teacher)
    foreign = home.school.lesson(other, MONDAY, 1)
    home.school.add(LessonContent(lesson_id=foreign.id, homework="Lasīt"))
    client = sign_in(home.inga)
    for lesson in (foreign, home.lesson):  # foreign, and own but without homework
        assert client.post(home.diary, data={"done": str(lesson.id)}).status_code == 404
    with home.school.read() as session:
        assert session.query(HomeworkDone).count() == 0


def test_the_first_view_is_light(home: Home, sign_in: SignIn) -> None:
    for number in range(3, 9):
        lesson = home.school.lesson(home.maths, MONDAY, number)
        home.school.add(LessonContent(lesson_id=lesson.id, topic="Vektori", homework="Lasīt"))
    client = sign_in(home.inga)
    page = page_of(client, home.diary)
    linked = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert any(path.endswith("diary.js") for path in linked)
    weight = len(gzip.compress(page.encode()))
    for path in linked:
        with client.get(path) as answer:
            weight += len(gzip.compress(answer.data))
    assert weight < 100_000


def test_a_full_week_asks_no_more_statements_than_an_empty_one(
    home: Home, sign_in: SignIn, statements: Statements
) -> None:
    client = sign_in(home.inga)
    page_of(client, home.diary)
    with statements() as few:
        page_of(client, home.diary)
    for number in range(3, 9):
        lesson = home.school.lesson(home.maths, MONDAY, number)
        home.school.add(LessonContent(lesson_id=lesson.id, topic="Vektori", homework="Lasīt"))
        work = home.school.assessment(home.maths, MONDAY, "grading.ten", "Darbs", lesson_id=lesson.id)
        home.school.mark(work, home.anna, "9")
        home.absent(lesson)
        home.roll(lesson)
    page_of(client, home.diary)
    with statements() as many:
        page_of(client, home.diary)
    assert len(many) == len(few)
    assert len(few) <= 9, few
