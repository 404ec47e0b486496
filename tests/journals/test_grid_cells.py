"""Names of cells, attendance codes, due dates, averages."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.foundation.errors import Invalid
from core.journals.grid.average import average
from core.journals.grid.cells import ABSENT, FIELDS, LATE, CellName, attendance_code, read_attendance
from core.journals.grid.sheets import read_due
from core.values.marks import Refused

IDS = st.integers(1, 10**15 - 1)
NAMES = st.one_of(
    st.builds(CellName, st.sampled_from(("l", "a")), IDS, IDS),
    st.builds(lambda lesson, name: CellName("s", lesson, field=name), IDS, st.sampled_from(FIELDS)),
    st.builds(lambda lesson: CellName("r", lesson), IDS),
)
YEAR_ENDS = date(2027, 5, 31)


@given(NAMES)
def test_a_cell_is_read_as_it_is_named(name: CellName) -> None:
    assert CellName.read(str(name)) == name


@pytest.mark.parametrize("text", ["", "l1", "l1-", "a1-2-3", "s1", "s1-room", "x1-2", "l१-2", "l1-2 ", "r", "l-1-2"])
def test_what_is_no_cell_is_invalid(text: str) -> None:
    with pytest.raises(Invalid):
        CellName.read(text)


@given(st.sampled_from([ABSENT, LATE]), st.integers(1, 180) | st.none(), st.booleans(), st.sampled_from(["", " "]))
def test_a_code_is_read_as_it_is_shown(kind: str, minutes: int | None, capital: bool, space: str) -> None:
    shown = attendance_code(kind, minutes)
    typed = space.join(shown.upper() if capital else shown)
    read = read_attendance(f" {typed}")
    assert (read.kind, read.minutes) == (kind, minutes if kind == LATE else None)


@given(st.text(max_size=20))
def test_any_text_is_a_code_or_refused_with_a_reason(text: str) -> None:
    try:
        kind = read_attendance(text).kind
    except Refused as refusal:
        kind = str(refusal.reason) and "refused"
    assert kind in (None, ABSENT, LATE, "refused")


@pytest.mark.parametrize("text", ["", " ", "-", " - "])
def test_present(text: str) -> None:
    assert read_attendance(text).kind is None


@pytest.mark.parametrize("text", ["k0", "k181", "k-5", "kk", "n1", "15", "k1234"])
def test_no_such_code(text: str) -> None:
    with pytest.raises(Refused):
        read_attendance(text)


@pytest.mark.parametrize("text", ["ns", "nc", "NS"])
def test_a_justifying_code_is_an_absence(text: str) -> None:
    read = read_attendance(text)
    assert (read.kind, read.was_excused) == (ABSENT, True)


@given(st.dates(date(2026, 9, 1), YEAR_ENDS), st.integers(0, 200))
def test_a_due_date_without_year_is_the_next_such_day(lesson: date, later: int) -> None:
    day = min(lesson + timedelta(days=later), YEAR_ENDS)
    assert read_due(f"{day.day}.{day.month}.", lesson, YEAR_ENDS) == day


@pytest.mark.parametrize("text", ["31.2.", "rīt", "25", "24.11.2026.", "2026-13-01", "1.6.2027."])
def test_no_due_date(text: str) -> None:
    with pytest.raises(Refused):
        read_due(text, date(2026, 11, 25), YEAR_ENDS)


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 1000)), min_size=1, max_size=40))
def test_an_average_is_exact_to_the_half(marks: list[tuple[int, int]]) -> None:
    found = average(marks)
    assert found is not None
    exact = Fraction(sum(n * w for n, w in marks), sum(w for _n, w in marks))
    assert -Fraction(1, 2) < found - exact <= Fraction(1, 2)


def test_nothing_to_average() -> None:
    assert average([]) is None
