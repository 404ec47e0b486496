"""Which days are taught: the school year 2026./2027. as the government set it, and what a school decides itself."""

from collections.abc import Callable
from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.schools.calendar import Calendar, DayKind, days, read_calendar
from core.schools.models import BellSchedule, BellTime, DayOverride
from core.testing.schools import BuiltSchool

MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 28)


@pytest.fixture
def calendar(school: BuiltSchool) -> Callable[[], Calendar]:
    """Reads the calendar as it is now."""

    def read() -> Calendar:
        with school.read() as session:
            return read_calendar(session, school.year)

    return read


def _taught(calendar: Calendar, grade: int, first: date, last: date) -> int:
    return sum(calendar.weekday(day, grade) is not None for day in days(first, last))


def test_grades_1_to_8_have_73_and_98_teaching_days(calendar: Callable[[], Calendar]) -> None:
    year = calendar()
    assert _taught(year, 5, date(2026, 9, 1), date(2026, 12, 31)) == 73
    assert _taught(year, 5, date(2027, 1, 1), date(2027, 8, 31)) == 98


def test_grades_9_and_12_go_on_into_june(calendar: Callable[[], Calendar]) -> None:
    year = calendar()
    june = date(2027, 6, 10)
    assert [year.weekday(june, grade) for grade in (8, 9, 10, 12)] == [None, 4, None, 4]


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (MONDAY, DayKind.TEACHING),
        (SATURDAY, DayKind.WEEKEND),
        (date(2026, 11, 18), DayKind.FREE),
        (date(2026, 10, 19), DayKind.BREAK),
        (date(2027, 6, 1), DayKind.OUTSIDE),
    ],
)
def test_a_day_is_what_the_calendar_says(calendar: Callable[[], Calendar], day: date, kind: DayKind) -> None:
    assert calendar().day(day, 5).kind == kind


def test_a_decided_day_holds_for_its_grades_only(school: BuiltSchool, calendar: Callable[[], Calendar]) -> None:
    trip = DayOverride(day=MONDAY, kind="free", title_lv="Ekskursija", title_en="Trip", grade_from=1, grade_until=4)
    school.add(trip)
    assert calendar().weekday(MONDAY, 4) is None
    assert calendar().weekday(MONDAY, 5) == 1


def test_a_teaching_saturday_runs_as_its_weekday(school: BuiltSchool, calendar: Callable[[], Calendar]) -> None:
    school.add(DayOverride(day=SATURDAY, kind="teaching", runs_as=1, title_lv="Pārcelta diena", title_en="Moved day"))
    assert calendar().day(SATURDAY, 5).kind == DayKind.UNLIKE
    assert calendar().weekday(SATURDAY, 5) == 1


def test_the_most_particular_bells_hold(school: BuiltSchool, calendar: Callable[[], Calendar]) -> None:
    def add(title: str, starts: time, **facts: object) -> BellSchedule:
        schedule = school.add(BellSchedule(title=title, **facts))
        school.add(BellTime(bell_schedule_id=schedule.id, number=1, starts=starts, ends=time(starts.hour, 40)))
        return schedule

    add("Mondays", time(9), weekdays="1")
    add("Small ones", time(10), grade_until=4)
    waiting = add("Shortened", time(11))

    def first_bell(day: date, grade: int) -> time:
        return calendar().bells(day, grade)[1][0]

    tuesday = date(2026, 11, 24)
    assert first_bell(tuesday, 5) == time(8, 20), "the usual ones"
    assert first_bell(MONDAY, 5) == time(9), "bound to the weekday"
    assert first_bell(tuesday, 3) == time(10), "bound to grades"
    named = {"bell_schedule_id": waiting.id, "title_lv": "Īsā diena", "title_en": "Short day"}
    school.add(DayOverride(day=MONDAY, kind="teaching", **named))
    assert first_bell(MONDAY, 5) == time(11), "named by the day"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.dates(date(2026, 9, 1), date(2027, 8, 31)), grade=st.integers(1, 12))
def test_a_day_is_taught_exactly_within_a_term_outside_breaks(
    calendar: Callable[[], Calendar], day: date, grade: int
) -> None:
    year = calendar()
    lived = year.day(day, grade)
    free = {one.day for one in year.overrides}
    in_break = any(one.from_date <= day <= one.until_date for one in year.breaks)
    expected = day.isoweekday() <= 5 and year.term(day, grade) is not None and not in_break and day not in free
    assert (lived.weekday is not None) == expected == (lived.kind == DayKind.TEACHING)
