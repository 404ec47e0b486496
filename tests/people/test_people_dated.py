"""Dated facts: the condition in SQL and the one in Python agree, and overlaps are refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.database.dated import end_before, end_on, refuse_overlap, share_a_day
from core.foundation.errors import Invalid
from core.people.models import Person, Post
from core.testing.schools import BuiltSchool

FIRST = date(2026, 9, 1)
DAYS = st.integers(0, 12).map(lambda past: FIRST + timedelta(days=past))
PERIODS = st.tuples(DAYS, st.none() | DAYS).filter(lambda days: days[1] is None or days[0] <= days[1])

# The rows of an example carry its number, so one school serves all examples.
in_one_school = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
_numbers = count(1)


@pytest.fixture
def anna(school: BuiltSchool) -> Person:
    return school.person("Anna", "Bērziņa")


@contextmanager
def posts(school: BuiltSchool, anna: Person, *periods: tuple[date, date | None]) -> Iterator[tuple[Session, str]]:
    """A reading session in which these posts stand under a title of their own."""
    title = f"Amats {next(_numbers)}"
    rows = [Post(person_id=anna.id, title=title, from_date=since, until_date=until) for since, until in periods]
    school.write(lambda session: session.add_all(rows))
    with school.read() as session:
        yield session, title


@in_one_school
@given(periods=st.lists(PERIODS, max_size=5), day=DAYS)
def test_valid_on_a_day_is_the_same_in_sql_and_in_python(
    school: BuiltSchool, anna: Person, periods: list[tuple[date, date | None]], day: date
) -> None:
    with posts(school, anna, *periods) as (session, title):
        rows = session.scalars(select(Post).where(Post.title == title)).all()
        by_sql = set(session.scalars(select(Post.id).where(Post.title == title, Post.on(day))))
        assert by_sql == {row.id for row in rows if row.is_on(day)}
        assert {row.is_on(row.from_date) for row in rows} <= {True}
        assert {row.is_on(row.from_date - timedelta(days=1)) for row in rows} <= {False}


@in_one_school
@given(known=PERIODS, wanted=PERIODS)
def test_an_overlap_is_refused_exactly_where_a_day_is_shared(
    school: BuiltSchool, anna: Person, known: tuple[date, date | None], wanted: tuple[date, date | None]
) -> None:
    last = max(day for day in (*known, *wanted) if day) + timedelta(days=1)
    days = [FIRST + timedelta(days=past) for past in range((last - FIRST).days + 1)]
    shared = any(_holds(known, day) and _holds(wanted, day) for day in days)
    assert share_a_day(*known, *wanted) == shared
    with posts(school, anna, known) as (session, title):
        same = Post.title == title
        if shared:
            with pytest.raises(Invalid):
                refuse_overlap(session, Post, *wanted, same)
        else:
            refuse_overlap(session, Post, *wanted, same)
        row = session.scalars(select(Post).where(same)).one()
        refuse_overlap(session, Post, *wanted, same, but=row.id)


def _holds(period: tuple[date, date | None], day: date) -> bool:
    return period[0] <= day and (period[1] is None or day <= period[1])


def test_a_period_that_ends_before_it_begins_is_refused(school: BuiltSchool) -> None:
    with school.read() as session, pytest.raises(Invalid, match="last day") as refused:
        refuse_overlap(session, Post, FIRST, FIRST - timedelta(days=1))
    assert [problem.place for problem in refused.value.problems] == ["until_date"]


def test_what_takes_over_ends_the_former_on_the_day_before() -> None:
    post = Post(title="Skolotājs", from_date=FIRST)
    end_before([post], FIRST + timedelta(days=5))
    assert post.until_date == FIRST + timedelta(days=4)
    with pytest.raises(Invalid):
        end_before([Post(title="Skolotājs", from_date=FIRST)], FIRST)


def test_an_end_never_makes_a_fact_longer() -> None:
    ended, open_one = Post(from_date=FIRST, until_date=FIRST), Post(from_date=FIRST)
    end_on([ended, open_one], FIRST + timedelta(days=9))
    assert (ended.until_date, open_one.until_date) == (FIRST, FIRST + timedelta(days=9))
    with pytest.raises(Invalid):
        end_on([Post(from_date=FIRST)], FIRST - timedelta(days=1))
