"""Periods of days: what overlaps is refused in one place, the same for SQL and for Python."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.foundation.database.dated import refuse_outside, refuse_overlap, share_a_day
from core.foundation.errors import Invalid
from core.people.models import Post
from core.testing.schools import BuiltSchool

DAYS = st.dates(date(2026, 9, 1), date(2026, 9, 20))
Period = tuple[date, date | None]


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(DAYS)
    length = draw(st.none() | st.integers(0, 8))
    return first, None if length is None else first + timedelta(days=length)


def _days(period: Period) -> set[date]:
    first, last = period
    return {first + timedelta(days=number) for number in range(((last or date(2026, 11, 1)) - first).days + 1)}


@given(one=periods(), other=periods())
def test_periods_share_a_day_exactly_where_their_days_meet(one: Period, other: Period) -> None:
    assert share_a_day(*one, *other) == bool(_days(one) & _days(other)) == share_a_day(*other, *one)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=periods(), other=periods())
def test_an_overlap_is_refused_where_days_meet_and_nowhere_else(
    school: BuiltSchool, one: Period, other: Period
) -> None:
    person = school.person("Anna", "Bērziņa")
    post = school.add(Post(person_id=person.id, title="Skolotājs", from_date=one[0], until_date=one[1]))
    same = Post.person_id == person.id
    with school.read() as session:
        refuse_overlap(session, Post, *other, same, but=post.id)
        if _days(one) & _days(other):
            with pytest.raises(Invalid):
                refuse_overlap(session, Post, *other, same)
        else:
            refuse_overlap(session, Post, *other, same)


def test_a_period_outside_its_limits_is_told_at_each_end() -> None:
    with pytest.raises(Invalid) as refused:
        refuse_outside(date(2026, 8, 1), date(2027, 9, 1), date(2026, 9, 1), date(2027, 8, 31), "outside")
    assert [problem.place for problem in refused.value.problems] == ["from_date", "until_date"]
