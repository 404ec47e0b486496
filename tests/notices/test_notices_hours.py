"""Quiet hours and the hour of the day's summary, on every day of a year with its two changes of the clock."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from core.foundation import clock
from core.notices.hours import Hours

USUAL = Hours(time(18), time(20), time(7))
hours = st.builds(Hours, *[st.times().map(lambda hour: hour.replace(second=0, microsecond=0))] * 3)
moments = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
# 29 March 2026: 3:00 becomes 4:00; 25 October 2026: 4:00 becomes 3:00.
SPRING, AUTUMN = datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
AT_NIGHT = Hours(time(3, 30), time(22), time(3, 30))


@given(hours, moments)
@example(AT_NIGHT, SPRING)
@example(AT_NIGHT, SPRING - timedelta(minutes=1))
@example(AT_NIGHT, AUTUMN)
@example(AT_NIGHT, AUTUMN - timedelta(hours=1))
def test_what_waits_goes_at_the_first_moment_that_is_not_quiet(school: Hours, now: datetime) -> None:
    allowed = school.allowed_from(now)
    assert allowed >= now
    assert not school.is_quiet(allowed)
    assert allowed - now <= timedelta(hours=25)
    if not school.is_quiet(now):
        assert allowed == now
    else:
        assert clock.local(allowed).time() >= school.quiet_until


@given(hours, moments)
@example(AT_NIGHT, SPRING)
@example(AT_NIGHT, AUTUMN)
def test_each_moment_stands_in_one_summary(school: Hours, now: datetime) -> None:
    start, end = school.span_of(now)
    assert start < now <= end
    assert timedelta(hours=22) <= end - start <= timedelta(hours=26)
    assert school.span_of(end) == (start, end)
    assert school.span_of(end + timedelta(seconds=1))[0] == end
    day, due = school.last_digest(now)
    assert due <= now
    assert due in (start, end)
    assert due == clock.at_local(day, school.digest)


@given(moments)
def test_the_same_hour_at_both_ends_is_no_quiet_at_all(now: datetime) -> None:
    assert not Hours(time(18), time(7), time(7)).is_quiet(now)


def test_the_usual_hours() -> None:
    def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
        return datetime(2026, 11, day, hour, minute, tzinfo=clock.ZONE)

    assert [USUAL.is_quiet(at(hour)) for hour in (6, 7, 19, 20, 0)] == [True, False, False, True, True]
    assert USUAL.allowed_from(at(21)) == at(7, day=24)
    assert USUAL.allowed_from(at(5)) == at(7)
    assert USUAL.span_of(at(18)) == (at(18, day=22), at(18))
    assert USUAL.span_of(at(18, 1)) == (at(18), at(18, day=24))
