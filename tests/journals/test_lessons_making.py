"""Lessons made from the timetable: on the right days, at the right times, and never over what somebody recorded."""

from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.journals.attendance.models import Absence
from core.journals.lessons.making import Made, make_lessons, make_lessons_of_all
from core.journals.lessons.models import Lesson, LessonContent, RollCall
from core.journals.register.models import Journal, JournalRevision, JournalTeacher
from core.journals.timetable.models import TimetableEntry
from core.people.models import Person
from core.schools.models import BellSchedule, BellTime, DayOverride
from core.testing.schools import BuiltSchool

FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)
MONDAY, WEDNESDAY = 1, 3


@pytest.fixture
def ilze(school: BuiltSchool) -> Person:
    return school.teacher("Ilze", "Kalniņa")


@pytest.fixture
def maths(school: BuiltSchool, ilze: Person) -> Journal:
    return school.journal("Matemātika", school.school_class("10.a"), teacher=ilze)


def entry(
    school: BuiltSchool, journal: Journal, weekday: int = MONDAY, number: int = 3, **facts: Any
) -> TimetableEntry:
    known: dict[str, Any] = {"from_date": FIRST, "weeks": "all"}
    return school.add(TimetableEntry(journal_id=journal.id, weekday=weekday, number=number, **(known | facts)))


def make(school: BuiltSchool, *journals: Journal, first: date = FIRST, last: date = LAST) -> Made:
    return school.write(lambda session: make_lessons(session, [one.id for one in journals], first, last))


def lessons(school: BuiltSchool, journal: Journal) -> list[Lesson]:
    with school.read() as session:
        return list(session.scalars(select(Lesson).where(Lesson.journal_id == journal.id).order_by(Lesson.day)))


def test_an_entry_makes_a_lesson_on_each_teaching_day(school: BuiltSchool, maths: Journal, ilze: Person) -> None:
    room = school.room("214")
    entry(school, maths, room_id=room.id)

    made = make(school, maths)

    found = lessons(school, maths)
    days = [one.day for one in found]
    assert made.added == len(days)
    assert days[0] == date(2026, 9, 7)
    assert days[-1] == date(2027, 5, 31)
    assert date(2026, 10, 19) not in days, "autumn break"
    assert date(2026, 12, 21) not in days, "winter break"
    assert date(2027, 3, 29) not in days, "Easter Monday"
    assert len(days) == 34
    assert {(one.starts, one.ends, one.number) for one in found} == {(time(10), time(10, 40), 3)}
    assert {(one.room_id, one.taught_by_id, one.state) for one in found} == {(room.id, ilze.id, "planned")}


def test_open_pages_of_the_journal_see_that_its_columns_changed(school: BuiltSchool, maths: Journal) -> None:
    def revision() -> int | None:
        with school.read() as session:
            return session.scalar(select(JournalRevision.revision).where(JournalRevision.journal_id == maths.id))

    other = school.journal("Fizika", school.school_class("10.b"))
    entry(school, maths)
    make(school, maths, other)
    first = revision()
    assert first is not None
    make(school, maths)
    assert revision() == first, "nothing changed"
    school.write(lambda session: setattr(session.scalars(select(TimetableEntry)).one(), "number", 5))
    make(school, maths)
    assert (revision() or 0) > first
    with school.read() as session:
        assert session.get(JournalRevision, other.id) is None


def test_making_again_changes_nothing(school: BuiltSchool, maths: Journal) -> None:
    entry(school, maths)
    entry(school, maths, WEDNESDAY, 1, weeks="odd")
    make(school, maths)
    before = [(one.id, one.version) for one in lessons(school, maths)]

    assert make(school, maths) == Made()
    assert [(one.id, one.version) for one in lessons(school, maths)] == before


def test_odd_and_even_weeks_share_the_year(school: BuiltSchool, maths: Journal) -> None:
    entry(school, maths, weeks="odd", number=1)
    entry(school, maths, weeks="even", number=2)
    make(school, maths)

    found = lessons(school, maths)
    assert all(one.day.isocalendar().week % 2 == one.number % 2 for one in found if one.number is not None)
    assert len(found) == 34


def test_grade_12_is_taught_longer_than_grade_10(school: BuiltSchool, ilze: Person) -> None:
    older = school.journal("Matemātika", school.school_class("12.a"), teacher=ilze)
    entry(school, older)
    make(school, older)

    assert lessons(school, older)[-1].day == date(2027, 6, 14)


def test_a_teaching_saturday_runs_as_the_weekday_it_stands_for(school: BuiltSchool, maths: Journal) -> None:
    saturday = date(2026, 11, 28)
    school.add(DayOverride(day=saturday, kind="teaching", runs_as=MONDAY, title_lv="Pārceltā diena", title_en="Moved"))
    entry(school, maths)
    make(school, maths)

    assert saturday in [one.day for one in lessons(school, maths)]


def test_a_day_that_runs_as_another_loses_its_own_lessons(school: BuiltSchool, maths: Journal) -> None:
    wednesday = date(2026, 11, 25)
    school.add(DayOverride(day=wednesday, kind="teaching", runs_as=MONDAY, title_lv="Kā P", title_en="As Monday"))
    own = entry(school, maths, WEDNESDAY, 1)
    entry(school, maths, MONDAY, 3)
    make(school, maths)

    on_that_day = [one for one in lessons(school, maths) if one.day == wednesday]
    assert [(one.number, one.timetable_entry_id == own.id) for one in on_that_day] == [(3, False)]


def test_shortened_bells_of_a_day_set_its_times(school: BuiltSchool, maths: Journal) -> None:
    short = school.add(BellSchedule(title="Saīsinātās stundas"))
    school.add(BellTime(bell_schedule_id=short.id, number=3, starts=time(9, 40), ends=time(10, 10)))
    day = date(2026, 11, 23)
    school.add(DayOverride(day=day, kind="teaching", bell_schedule_id=short.id, title_lv="Saīsināta", title_en="Short"))
    entry(school, maths)
    make(school, maths)

    assert [(one.starts, one.ends) for one in lessons(school, maths) if one.day == day] == [(time(9, 40), time(10, 10))]


def test_after_a_free_day_is_decided_its_lessons_go(school: BuiltSchool, maths: Journal) -> None:
    entry(school, maths)
    make(school, maths)
    day = date(2026, 11, 30)
    school.add(DayOverride(day=day, kind="free", title_lv="Brīvdiena", title_en="Free"))

    made = school.write(lambda session: make_lessons_of_all(session, day, day))

    assert (made.added, made.changed, made.removed, made.kept) == (0, 0, 1, ())
    assert day not in [one.day for one in lessons(school, maths)]


def test_changed_bells_move_lessons_and_leave_a_line_of_history(school: BuiltSchool, maths: Journal) -> None:
    entry(school, maths)
    make(school, maths)

    def later(session: Session) -> None:
        bell = session.scalars(select(BellTime).where(BellTime.number == 3)).one()
        bell.starts, bell.ends = time(10, 5), time(10, 45)

    school.write(later)
    first = date(2026, 11, 23)
    made = make(school, maths, first=first)

    moved = [one for one in lessons(school, maths) if one.day >= first]
    assert made.changed == len(moved) > 0
    assert {one.starts for one in moved} == {time(10, 5)}
    assert {one.starts for one in lessons(school, maths) if one.day < first} == {time(10)}
    assert school.history_of(moved[0])[1:] == [
        ("ends", '"10:40:00"', '"10:45:00"'),
        ("starts", '"10:00:00"', '"10:05:00"'),
    ]


def test_the_teacher_of_the_day_teaches(school: BuiltSchool, maths: Journal, ilze: Person) -> None:
    with school.read() as session:
        main = session.scalars(select(JournalTeacher).where(JournalTeacher.journal_id == maths.id)).one()

    def hand_over(session: Session) -> None:
        session.get_one(JournalTeacher, main.id).until_date = date(2026, 10, 31)

    school.write(hand_over)
    next_one = school.teacher("Jānis", "Ozols")
    school.add(JournalTeacher(journal_id=maths.id, person_id=next_one.id, from_date=date(2026, 11, 1)))
    entry(school, maths)
    make(school, maths)

    taught = {one.day: one.taught_by_id for one in lessons(school, maths)}
    assert taught[date(2026, 10, 26)] == ilze.id
    assert taught[date(2026, 11, 2)] == next_one.id


@pytest.mark.parametrize("record", ["content", "roll", "absence", "assessment", "held"])
def test_a_lesson_with_records_stays_and_is_named(school: BuiltSchool, maths: Journal, record: str) -> None:
    monday = entry(school, maths)
    make(school, maths)
    kept = next(one for one in lessons(school, maths) if one.day == date(2026, 11, 30))
    _record(school, maths, kept, record)
    school.write(lambda session: setattr(session.get(TimetableEntry, monday.id), "until_date", date(2026, 11, 22)))

    made = make(school, maths, first=date(2026, 11, 23))

    assert [one.id for one in made.kept] == [kept.id]
    assert made.removed > 20
    assert [one.day for one in lessons(school, maths) if one.day > date(2026, 11, 22)] == [kept.day]
    assert make(school, maths).added == 0


def _record(school: BuiltSchool, journal: Journal, lesson: Lesson, record: str) -> None:
    if record == "content":
        school.add(LessonContent(lesson_id=lesson.id, topic="Vektori"))
    elif record == "roll":
        school.add(RollCall(lesson_id=lesson.id, taken_at=clock.now()))
    elif record == "absence":
        school.add(Absence(lesson_id=lesson.id, pupil_id=school.pupil("Anna", "Bērziņa").id, kind="absent"))
    elif record == "assessment":
        school.assessment(journal, lesson.day, "ten", lesson_id=lesson.id)
    else:
        school.write(lambda session: setattr(session.get(Lesson, lesson.id), "state", "held"))


def test_a_topic_written_ahead_does_not_fix_the_room(school: BuiltSchool, maths: Journal) -> None:
    monday = entry(school, maths)
    make(school, maths)
    by_day = {one.day: one for one in lessons(school, maths)}
    past, coming = by_day[date(2026, 11, 16)], by_day[date(2026, 11, 30)]
    for lesson in (past, coming):
        school.add(LessonContent(lesson_id=lesson.id, topic="Vektori"))
    room = school.room("214")
    school.write(lambda session: setattr(session.get(TimetableEntry, monday.id), "room_id", room.id))

    make(school, maths)

    assert school.again(past).room_id is None
    assert school.again(coming).room_id == room.id


def test_a_lesson_added_by_hand_keeps_its_place(school: BuiltSchool, maths: Journal) -> None:
    by_hand = school.lesson(maths, date(2026, 11, 30), 3)
    entry(school, maths)
    make(school, maths)

    assert [one.id for one in lessons(school, maths) if one.day == by_hand.day] == [by_hand.id]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    weekday=st.integers(1, 5),
    weeks=st.sampled_from(["all", "odd", "even"]),
    period=st.tuples(st.dates(FIRST, LAST), st.dates(FIRST, LAST)).map(sorted),
    window=st.tuples(st.dates(FIRST, LAST), st.dates(FIRST, LAST)).map(sorted),
)
def test_lessons_stand_exactly_on_the_days_of_the_entry(
    school: BuiltSchool, weekday: int, weeks: str, period: list[date], window: list[date]
) -> None:
    journal = school.journal("Fizika", school.school_class(f"11.{uuid4().hex[:8]}"))
    entry(school, journal, weekday, 2, weeks=weeks, from_date=period[0], until_date=period[1])
    make(school, journal, first=window[0], last=window[1])
    make(school, journal)

    found = [one.day for one in lessons(school, journal)]
    assert len(found) == len(set(found))
    for day in found:
        assert period[0] <= day <= period[1]
        assert day.isoweekday() == weekday
        assert weeks == "all" or day.isocalendar().week % 2 == (weeks == "odd")
        assert not date(2026, 10, 19) <= day <= date(2026, 10, 23)
        assert not date(2026, 12, 19) <= day <= date(2027, 1, 3)
        assert day <= date(2027, 5, 31)
