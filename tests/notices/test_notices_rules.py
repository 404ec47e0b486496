"""Core's own kinds of notices: for the family absences, marks and answers, for the class teacher what is to decide."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.orm import Session

from core.foundation import clock
from core.journals.assessment.models import Assessment, Mark
from core.journals.attendance.models import Absence
from core.journals.excuses.deciding import accept, end_excuse, reject
from core.journals.excuses.models import Announcement, Excuse
from core.journals.lessons.models import Lesson, RollCall
from core.people.models import Guardianship, Person
from core.testing.schools import BuiltSchool

if TYPE_CHECKING:
    from tests.notices.conftest import NoticeDesk, SmallClass

MONDAY = date(2026, 11, 23)


def at(hour: int, minute: int = 0, day: date = MONDAY) -> Any:
    return clock.at(clock.at_local(day, time(hour, minute)))


@pytest.fixture
def maths(school: BuiltSchool, family: SmallClass) -> list[Lesson]:
    """Seven lessons of the day, of the class that Ralfs is in."""
    from sqlalchemy import select

    from core.classes.models import SchoolClass

    with school.read() as session:
        class_10a = session.scalars(select(SchoolClass)).one()
    journal = school.journal("Matemātika", class_10a, teacher=family.ilze)
    return [school.lesson(journal, MONDAY, number) for number in range(1, 8)]


def call(school: BuiltSchool, lesson: Lesson) -> None:
    school.add(RollCall(lesson_id=lesson.id, taken_at=clock.now()))


def miss(school: BuiltSchool, lesson: Lesson, pupil: Person, kind: str = "absent") -> Absence:
    return school.add(Absence(lesson_id=lesson.id, pupil_id=pupil.id, kind=kind))


class TestUnjustifiedAbsence:
    """Told at once to the family, when the roll call is taken and the school's grace is over."""

    def test_it_waits_for_the_roll_call_and_the_grace(
        self, school: BuiltSchool, news: NoticeDesk, family: SmallClass, maths: list[Lesson]
    ) -> None:
        with at(8):
            news.begin()
        with at(8, 30):
            miss(school, maths[0], family.ralfs)
            news.look()
        with at(8, 50):
            news.look()
            assert news.notices() == [], "not called yet"
            call(school, maths[0])
            news.look()
        with at(8, 59):
            news.look()
            assert news.notices() == [], "a slip may still be mended"
        with at(9):
            news.look()
        assert news.texts(family.sandra) == ["Ralfs: neattaisnots kavējums 23.11., 1. stundā"]
        (notice,) = news.notices(family.sandra)
        assert (notice.urgency, notice.endpoint, notice.child_id) == ("at_once", "diary.absences", family.ralfs.id)
        assert news.texts(family.imants) == news.texts(family.ralfs) == news.texts(family.sandra)
        assert news.notices(family.ralfs)[0].child_id is None
        assert news.notices(family.ilze) == []

    def test_lessons_of_a_day_are_one_notice_and_the_list_says_them_all(
        self, school: BuiltSchool, news: NoticeDesk, family: SmallClass, maths: list[Lesson]
    ) -> None:
        news.reach(family.imants, "en")
        with at(8):
            news.begin()
        with at(10):
            for lesson in maths[2:4]:
                miss(school, lesson, family.ralfs)
                call(school, lesson)
        with at(10, 10):
            news.look()
        assert news.texts(family.sandra) == ["Ralfs: neattaisnots kavējums 23.11., 3. un 4. stundā"]
        assert news.texts(family.imants) == ["Ralfs: unjustified absence, 23 Nov, lessons 3 and 4"]
        with at(13):
            miss(school, maths[6], family.ralfs)
            call(school, maths[6])
        with at(13, 10):
            news.look()
        assert news.texts(family.sandra) == ["Ralfs: neattaisnots kavējums 23.11., 3., 4. un 7. stundā"]

    @pytest.mark.parametrize("why", ["announced", "excused", "late", "cancelled", "corrected", "not called"])
    def test_nothing_is_told_of_what_is_none(
        self, school: BuiltSchool, news: NoticeDesk, family: SmallClass, maths: list[Lesson], why: str
    ) -> None:
        with at(8):
            news.begin()
        if why == "announced":
            school.announcement(family.ralfs, family.sandra, MONDAY)
        with at(9):
            absence = miss(school, maths[0], family.ralfs, "late" if why == "late" else "absent")
            call(school, maths[0])
            if why == "excused":
                school.excuse(family.ralfs, MONDAY, family.ilze)
        with at(9, 5):
            put: dict[str, tuple[type[Any], int, dict[str, Any]]] = {
                "cancelled": (Lesson, maths[0].id, {"state": "cancelled"}),
                "corrected": (Absence, absence.id, {"voided": clock.now()}),
                "not called": (RollCall, 1, {"voided": clock.now()}),
            }
            if why in put:
                model, row_id, values = put[why]
                school.write(lambda session: change(session, model, row_id, values))
        for minute in (10, 20, 30):
            with at(9, minute):
                news.look()
        assert news.notices() == []

    def test_a_rejected_or_withdrawn_announcement_justifies_nothing(
        self, school: BuiltSchool, news: NoticeDesk, family: SmallClass, maths: list[Lesson]
    ) -> None:
        with at(8):
            news.begin()
            announced = school.announcement(family.ralfs, family.sandra, MONDAY)
        with at(9):
            miss(school, maths[0], family.ralfs)
            call(school, maths[0])
        with at(9, 20):
            news.look()
        assert unjustified(news, family.sandra) == []
        with at(14):
            school.write(lambda session: reject(session, announced.id, family.ilze.id, "Nav pamata"))
        with at(14, 10):
            news.look()
        assert unjustified(news, family.sandra) == ["Ralfs: neattaisnots kavējums 23.11., 1. stundā"]

    def test_what_is_justified_in_quiet_hours_is_told_to_nobody(
        self, school: BuiltSchool, news: NoticeDesk, family: SmallClass, maths: list[Lesson], post: Any
    ) -> None:
        with at(8):
            news.begin()
        with at(20):
            miss(school, maths[0], family.ralfs)
            call(school, maths[0])
        with at(20, 10):
            news.look()
        assert news.states() == ["waiting"] * 3
        with at(21):
            excuse = school.excuse(family.ralfs, MONDAY, family.ilze)
        with at(21, 10):
            news.look()
        assert news.notices() == []
        assert news.states() == []
        with at(21, 30):
            school.write(lambda session: end_excuse(session, excuse.id).id)
        with at(21, 40):
            news.look()
        assert len(news.notices()) == 3

    def test_only_who_may_see_attendance_is_told(
        self, school: BuiltSchool, news: NoticeDesk, family: SmallClass, maths: list[Lesson]
    ) -> None:
        told = family.sandra
        others: dict[str, dict[str, Any]] = {
            "undecided": {"access": "undecided"},
            "denied": {"access": "denied"},
            "without the right": {"sees_attendance": False},
            "without messages": {"receives_messages": False},
            "ended": {"until_date": MONDAY - timedelta(days=1)},
        }
        for name, facts in others.items():
            person = school.person(name, "Cits")
            school.guardianship(person, family.ralfs, **facts)
            news.reach(person)
        foreign = school.guardian("Cita", "Māte", school.pupil("Cits", "Bērns"))
        news.reach(foreign)
        with at(8):
            news.begin()
        with at(9):
            miss(school, maths[0], family.ralfs)
            call(school, maths[0])
        with at(9, 10):
            news.look()
        assert {notice.person_id for notice in news.notices()} == {told.id, family.imants.id, family.ralfs.id}

    @pytest.mark.parametrize(("guardians_see", "told"), [(None, 1), (False, 1), (True, 3)])
    def test_of_a_pupil_of_18_guardians_are_told_what_the_pupil_decided(
        self,
        school: BuiltSchool,
        news: NoticeDesk,
        family: SmallClass,
        maths: list[Lesson],
        guardians_see: bool | None,
        told: int,
    ) -> None:
        from core.people.models import AdultDecision

        school.write(lambda session: change(session, Person, family.ralfs.id, {"birth_date": date(2008, 11, 23)}))
        if guardians_see is not None:
            decision = {"guardians_see": guardians_see, "decided_at": clock.now(), "from_date": MONDAY}
            school.add(AdultDecision(pupil_id=family.ralfs.id, **decision))
        with at(8):
            news.begin()
        with at(9):
            miss(school, maths[0], family.ralfs)
            call(school, maths[0])
        with at(9, 10):
            news.look()
        assert len(news.notices()) == told
        assert family.ralfs.id in {notice.person_id for notice in news.notices()}

    def test_an_old_day_is_no_news(self, school: BuiltSchool, news: NoticeDesk, family: SmallClass) -> None:
        from sqlalchemy import select

        from core.classes.models import SchoolClass

        with school.read() as session:
            class_10a = session.scalars(select(SchoolClass)).one()
        old = school.lesson(school.journal("Fizika", class_10a), MONDAY - timedelta(days=15))
        with at(8):
            news.begin()
        with at(9):
            miss(school, old, family.ralfs)
            call(school, old)
        with at(9, 10):
            news.look()
        assert news.notices() == []


class TestNewMarks:
    """Told once a day: how many and in what, never which."""

    @pytest.fixture
    def works(self, school: BuiltSchool, maths: list[Lesson]) -> list[Assessment]:
        from sqlalchemy import select

        from core.journals.register.models import Journal

        with school.read() as session:
            journal = session.scalars(select(Journal)).one()
        return [school.assessment(journal, MONDAY, "grading.ten", f"Darbs {number}") for number in range(4)]

    def test_a_child_and_a_day_are_one_notice(
        self, school: BuiltSchool, news: NoticeDesk, family: SmallClass, works: list[Assessment], post: Any
    ) -> None:
        with at(8):
            news.begin()
        for hour, work in ((9, works[0]), (11, works[1])):
            with at(hour):
                school.mark(work, family.ralfs, "9")
                news.look()
        assert news.texts(family.sandra) == ["Ralfs: 2 jauni vērtējumi – Matemātika"]
        with at(18):
            news.look()
        with at(18, 10):
            school.mark(works[2], family.ralfs, "7")
            news.look()
        assert news.texts(family.sandra)[1:] == ["Ralfs: 1 jauns vērtējums – Matemātika"]
        with at(18, day=MONDAY + timedelta(days=1)):
            news.look()
        assert [text.splitlines()[0] for text in post.texts_to("sandra@example.lv")] == [
            "Ralfs: 2 jauni vērtējumi – Matemātika",
            "Ralfs: 1 jauns vērtējums – Matemātika",
        ]

    def test_a_mark_that_was_cleared_the_same_day_is_told_to_nobody(
        self, school: BuiltSchool, news: NoticeDesk, family: SmallClass, works: list[Assessment], post: Any
    ) -> None:
        with at(8):
            news.begin()
        with at(9):
            marks = [school.mark(work, family.ralfs, "4") for work in works[:2]]
            news.look()
        with at(10):
            school.write(lambda session: change(session, Mark, marks[0].id, {"voided": clock.now()}))
            news.look()
        assert news.texts(family.sandra) == ["Ralfs: 1 jauns vērtējums – Matemātika"]
        with at(11):
            school.write(lambda session: change(session, Assessment, works[1].id, {"voided": clock.now()}))
            news.look()
        with at(18):
            news.look()
        assert news.notices() == []
        assert post.taken == []

    def test_a_guardian_who_does_not_see_marks_is_not_told(
        self, school: BuiltSchool, news: NoticeDesk, family: SmallClass, works: list[Assessment]
    ) -> None:
        def close(session: Session) -> None:
            session.query(Guardianship).where(Guardianship.guardian_id == family.imants.id).one().sees_marks = False

        school.write(close)
        with at(8):
            news.begin()
        with at(9):
            school.mark(works[0], family.ralfs, "9")
            news.look()
        assert {notice.person_id for notice in news.notices()} == {family.sandra.id, family.ralfs.id}


class TestAnnouncements:
    """The class teacher is told what is to decide; who announced, what was decided."""

    def test_the_answer_goes_to_who_announced_and_to_no_other(
        self, school: BuiltSchool, news: NoticeDesk, family: SmallClass
    ) -> None:
        with at(8):
            news.begin()
            announced = school.announcement(family.ralfs, family.sandra, MONDAY, until_date=date(2026, 11, 25))
        with at(9):
            accepted = school.write(lambda session: accept(session, announced.id, family.ilze.id, None))
            news.look()
        assert news.texts(family.sandra) == ["Ralfs: pieteiktais kavējums 23.11.–25.11. ir attaisnots"]
        assert news.texts(family.imants) == []
        with at(10):
            school.write(lambda session: end_excuse(session, accepted.id).id)
            school.write(lambda session: reject(session, announced.id, family.ilze.id, "Nav zīmes").id)
            news.look()
        assert news.texts(family.sandra) == ["Ralfs: kavējuma pieteikums 23.11.–25.11. ir noraidīts"]
        assert news.notices(family.sandra)[0].urgency == "digest"

    def test_the_class_teacher_is_told_how_many_wait(
        self, school: BuiltSchool, news: NoticeDesk, family: SmallClass, post: Any
    ) -> None:
        with at(8):
            news.begin()
        with at(9):
            first = school.announcement(family.ralfs, family.sandra, MONDAY)
            news.look()
            second = school.announcement(family.ralfs, family.imants, MONDAY)
            news.look()
        assert news.texts(family.ilze) == ["10.a klase: izlemšanu gaida 2 kavējumu pieteikumi"]
        with at(10):
            school.write(lambda session: change(session, Announcement, second.id, {"state": "withdrawn"}))
            news.look()
        assert news.texts(family.ilze) == ["10.a klase: izlemšanu gaida 1 kavējuma pieteikums"]
        with at(11):
            school.write(lambda session: accept(session, first.id, family.ilze.id, None).id)
            news.look()
        with at(18):
            news.look()
        assert news.texts(family.ilze) == []
        assert post.texts_to("ilze@example.lv") == []


def test_rules_that_find_nothing_ask_little(
    school: BuiltSchool, news: NoticeDesk, family: SmallClass, statements: Any
) -> None:
    with at(8):
        news.begin()
    with at(9):
        news.look()
        news.workshop.ask("notices.gather")
        with statements() as seen:
            news.workshop.do()
    about_facts = [one for one in seen if "change_line" in one and "SELECT" in one.upper()]
    assert len(about_facts) == 4, "one look at the history for each rule"
    assert len([one for one in seen if "guardianship" in one]) == 0


def unjustified(news: NoticeDesk, person: Person) -> list[str]:
    return [notice.text for notice in news.notices(person) if notice.rule_key == "absences.unjustified"]


def change(session: Session, model: type[Any], row_id: int, values: dict[str, Any]) -> None:
    row = session.get_one(model, row_id)
    for name, value in values.items():
        setattr(row, name, value)


def test_an_excuse_and_an_update_of_it_are_rows_of_history(school: BuiltSchool, family: SmallClass) -> None:
    """The rules rest on it: what changes leaves a line."""
    excuse = school.excuse(family.ralfs, MONDAY, family.ilze)
    school.write(lambda session: change(session, Excuse, excuse.id, {"voided": clock.now()}))
    assert [column for column, _old, _new in school.history_of(excuse)] == [None, "voided"]
