"""Personal codes: what is refused, what is only a warning, what a list shows."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.values.personal_code import Flaw, PersonalCode, WrongPersonalCode, check_digit, masked, read_personal_code

old_births = st.dates(date(1800, 1, 1), date(2017, 6, 30))
serials = st.integers(0, 999).map(lambda number: f"{number:03d}")


def issued(birth: date, serial: str) -> str:
    century = (birth.year - 1800) // 100
    digits = f"{birth:%d%m}{birth.year % 100:02d}{century}{serial}"
    last = check_digit(digits)
    assume(last is not None)
    return f"{digits[:6]}-{digits[6:]}{last}"


@given(old_births, serials)
def test_an_issued_code_carries_its_birth_date(birth: date, serial: str) -> None:
    code = issued(birth, serial)
    assert read_personal_code(code) == PersonalCode(code, birth, None)


@given(old_births, serials)
def test_the_hyphen_and_spaces_around_may_be_missing_or_there(birth: date, serial: str) -> None:
    code = issued(birth, serial)
    assert read_personal_code(code.replace("-", "")).text == code
    assert read_personal_code(f" {code} ").text == code


@given(old_births, serials, st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_of_an_old_code_is_always_found(birth: date, serial: str, place: int, by: int) -> None:
    code = issued(birth, serial)
    digits = list(code.replace("-", ""))
    digits[place] = str((int(digits[place]) + by) % 10)
    changed = "".join(digits)
    assume(not 32 <= int(changed[:2]) <= 39)
    with pytest.raises(WrongPersonalCode):
        read_personal_code(changed)


@given(st.integers(32, 39), st.integers(0, 99_999_999))
def test_new_codes_have_no_birth_date_and_a_wrong_check_digit_is_only_marked(prefix: int, rest: int) -> None:
    ten = f"{prefix}{rest:08d}"
    for last in range(10):
        code = read_personal_code(f"{ten[:6]}-{ten[6:]}{last}")
        assert code.birth_date is None
        assert code.flaw == (None if last == check_digit(ten) else Flaw.CHECK_DIGIT)


@given(st.text(max_size=14))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    try:
        read, flaw = read_personal_code(text).text, None
    except WrongPersonalCode as wrong:
        read, flaw = "", wrong.flaw
    assert flaw is not None or read.replace("-", "") == text.strip().replace("-", "")


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", Flaw.FORM),
        ("280913-2126", Flaw.FORM),
        ("280913 21269", Flaw.FORM),
        ("28o913-21269", Flaw.FORM),
        ("٢٨٠٩١٣-٢١٢٦٩", Flaw.FORM),
        ("310213-21269", Flaw.BIRTH_DATE),
        ("281313-21269", Flaw.BIRTH_DATE),
        ("280913-51269", Flaw.BIRTH_DATE),
        ("400913-21269", Flaw.BIRTH_DATE),
        ("000913-21269", Flaw.BIRTH_DATE),
        ("280913-21268", Flaw.CHECK_DIGIT),
    ],
)
def test_a_wrong_code_says_in_what_it_is_wrong(text: str, flaw: Flaw) -> None:
    with pytest.raises(WrongPersonalCode) as refused:
        read_personal_code(text)
    assert refused.value.flaw == flaw


def test_known_codes_are_read() -> None:
    assert read_personal_code("161175-19997").birth_date == date(1975, 11, 16)
    assert read_personal_code("328673-00679") == PersonalCode("328673-00679", None, None)
    assert read_personal_code("328673-00677").flaw == Flaw.CHECK_DIGIT


def test_a_list_shows_only_the_last_three_digits() -> None:
    assert masked("161175-19997") == "******-**997"
    assert masked(None) == ""
