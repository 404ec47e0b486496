"""Days, times and numbers as Latvian and English write them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.foundation import text

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("written", "latvian", "english"),
    [
        (text.date_text, "23.11.2026.", "23 Nov 2026"),
        (text.day_text, "23.11.", "23 Nov"),
        (text.date_words, "23. novembrī", "23 November"),
        (text.date_title, "Pirmdiena, 23. novembris", "Monday, 23 November"),
        (text.date_said, "pirmdien, 23. novembrī", "on Monday, 23 November"),
        (text.weekday_name, "pirmdiena", "Monday"),
        (text.weekday_short, "P", "Mo"),
    ],
)
def test_a_day(written: Callable[[date, str], str], latvian: str, english: str) -> None:
    assert written(MONDAY, "lv") == latvian
    assert written(MONDAY, "en") == english


def test_a_day_of_another_year_names_the_year() -> None:
    assert text.date_words(MONDAY, "lv", year=True) == "2026. gada 23. novembrī"
    assert text.date_words(MONDAY, "en", year=True) == "23 November 2026"


def test_a_week_in_letters() -> None:
    week = [text.weekday_short(MONDAY + timedelta(days), "lv") for days in range(7)]
    assert week == ["P", "O", "T", "C", "Pk", "S", "Sv"]


def test_months_in_bands() -> None:
    year = [text.month_short(month, "lv") for month in (9, 10, 11, 12, 1, 2, 3, 4, 5)]
    assert year == ["sept.", "okt.", "nov.", "dec.", "janv.", "febr.", "marts", "apr.", "maijs"]


def test_periods_say_the_year_once() -> None:
    assert text.period_text(date(2026, 10, 26), date(2026, 10, 30), "lv") == "26.10.–30.10.2026."
    assert text.period_text(date(2026, 12, 23), date(2027, 1, 5), "lv") == "23.12.2026.–05.01.2027."
    assert text.period_text(MONDAY, MONDAY, "lv") == "23.11.2026."
    assert text.period_text(MONDAY, None, "lv") == "no 23.11.2026."
    assert text.period_text(MONDAY, None, "en") == "from 23 Nov 2026"


def test_instants_are_shown_on_the_schools_clock() -> None:
    assert text.moment_text(datetime(2026, 11, 23, 22, 30, tzinfo=UTC), "lv") == "24.11.2026. 00:30"
    assert text.moment_text(datetime(2026, 7, 1, 14, 0, tzinfo=UTC), "lv") == "01.07.2026. 17:00"
    assert text.time_text(time(8, 5)) == "08:05"


@pytest.mark.parametrize(
    ("number", "places", "latvian", "english"),
    [
        (7.5, 2, "7,50", "7.50"),
        (Decimal("7.525"), 2, "7,53", "7.53"),
        (1089, None, "1089", "1089"),
        (215000, None, "215\u00a0000", "215,000"),
        (-0.5, None, "−0,5", "−0.5"),
        (1e-7, None, "0,0000001", "0.0000001"),
    ],
)
def test_a_number(number: float, places: int | None, latvian: str, english: str) -> None:
    assert text.number_text(number, places, "lv") == latvian
    assert text.number_text(number, places, "en") == english


def test_per_cent_stands_apart_in_latvian_only() -> None:
    assert text.percent_text(85, lang="lv") == "85\u00a0%"
    assert text.percent_text(85, lang="en") == "85%"


def test_outside_a_page_texts_are_latvian() -> None:
    assert text.language() == "lv"
    assert text.language("de") == "lv"
    assert text.language("en") == "en"


@given(DAYS)
def test_a_written_day_reads_back(day: date) -> None:
    assert datetime.strptime(text.date_text(day, "lv"), "%d.%m.%Y.").replace(tzinfo=UTC).date() == day
    assert datetime.strptime(text.date_text(day, "en"), "%d %b %Y").replace(tzinfo=UTC).date() == day


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_written_number_reads_back(number: Decimal) -> None:
    written = text.number_text(number, lang="lv").replace("\u00a0", "").replace(",", ".").replace("−", "-")
    assert Decimal(written) == number
