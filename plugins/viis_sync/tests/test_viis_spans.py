"""Dated facts are brought in step with the file: what is corrected, what ends, what begins."""

from datetime import date
from typing import Any

import pytest

from klade_viis_sync.planning.spans import Span, moves
from klade_viis_sync.present import Dated

DAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("spans", "there", "expected"),
    [
        ([Span("a", DAY, None)], [], [{"value": "a", "from_date": DAY, "until_date": None}]),
        ([Span("a", DAY, None)], [Dated(1, 1, "a", DAY, None)], []),
        # An open end says nothing about a row that has ended; a closed one ends it.
        ([Span("a", DAY, None)], [Dated(1, 1, "a", DAY, date(2026, 10, 1))], []),
        ([Span("a", DAY, date(2026, 10, 1))], [Dated(1, 1, "a", DAY, None)], [{"until_date": date(2026, 10, 1)}]),
        # What began before the year keeps its beginning; what began within it is corrected.
        ([Span("a", DAY, None)], [Dated(1, 1, "a", date(2024, 9, 1), None)], []),
        ([Span("a", DAY, None)], [Dated(1, 1, "a", date(2026, 9, 8), None)], [{"from_date": DAY}]),
        # Another value from the same day is a correction; from a later day it follows.
        ([Span("b", DAY, None)], [Dated(1, 1, "a", DAY, None)], [{"value": "b"}]),
        (
            [Span("b", date(2026, 10, 2), None)],
            [Dated(1, 1, "a", DAY, None)],
            [{"until_date": date(2026, 10, 1)}, {"value": "b", "from_date": date(2026, 10, 2), "until_date": None}],
        ),
    ],
)
def test_dated_facts_come_in_step_with_the_file(
    spans: list[Span], there: list[Dated], expected: list[dict[str, Any]]
) -> None:
    assert [move.values for move in moves(spans, there, DAY)] == expected
