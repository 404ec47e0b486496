"""What is typed into forms: days and hours as people write them, faults at their fields in words."""

from datetime import date, time

import pytest
from marshmallow import Schema, fields, validate

from core.foundation.errors import Invalid
from core.foundation.forms import Day, Hour, loaded


class Sample(Schema):
    day = Day()
    hour = Hour()
    count = fields.Integer(required=True, validate=validate.Range(1, 9))
    name = fields.String(validate=validate.Length(max=3))


@pytest.mark.parametrize("written", ["2026-11-23", "23.11.2026.", "23.11.2026", "23. 11. 2026."])
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    assert loaded(Sample(), {"day": written, "count": "1"})["day"] == date(2026, 11, 23)


@pytest.mark.parametrize("written", ["08:30", "8:30", "8.30", "830", "0830"])
def test_an_hour_is_read_as_people_write_it(written: str) -> None:
    assert loaded(Sample(), {"hour": written, "count": "1"})["hour"] == time(8, 30)


def test_empty_fields_are_not_given() -> None:
    assert loaded(Sample(), {"day": "", "name": "  ", "count": "3"}) == {"count": 3}


@pytest.mark.parametrize(
    ("typed", "place", "message"),
    [
        ({}, "count", "Fill this in."),
        ({"count": "many"}, "count", "Write a whole number."),
        ({"count": "12"}, "count", "From 1 to 9."),
        ({"count": "1", "day": "31.02.2026."}, "day", "Write a date, as 23.11.2026."),
        ({"count": "1", "hour": "25:00"}, "hour", "Write a time, as 8:30."),
        ({"count": "1", "name": "Anna"}, "name", "At most 3 characters."),
    ],
)
def test_each_fault_stands_at_its_field(typed: dict[str, str], place: str, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        loaded(Sample(), typed)
    assert [(problem.place, str(problem.message)) for problem in refused.value.problems] == [(place, message)]
