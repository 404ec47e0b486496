"""What each scale reads in a typed text, and what it refuses."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.marks import MarkScheme, ParsedMark, Refused
from klade_grading.scales import LEVELS, PASS_FAIL, PERCENT, SCALES, TEN, Scale

ATTENDANCE = ("n", "k", "k1", "k15", "k 15", "-", "–", "+", "ns", "nc", "", " ", "0k", "N", "K15")
each_scale = pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.key)


def read(scale: Scale, text: str) -> ParsedMark | None:
    try:
        return scale.parse(text)
    except Refused:
        return None


def dressed(text: str, capitals: list[bool], spaces: list[int]) -> str:
    """The same text with other capitals and with spaces around each sign."""
    signs = [
        " " * gap + (sign.upper() if is_capital else sign.lower())
        for sign, is_capital, gap in zip(text, capitals, spaces, strict=False)
    ]
    return "".join(signs) + text[len(signs) :]


typed = st.one_of(
    st.text(max_size=8),
    st.text(string.digits + ",.% nvatbSTAPistn", max_size=6),
    st.integers(-20, 1200).map(str),
)


@given(text=typed, scale=st.sampled_from(SCALES))
def test_what_a_scale_stores_it_reads_again_the_same(text: str, scale: Scale) -> None:
    parsed = read(scale, text)
    if parsed is not None:
        assert scale.parse(parsed.text) == parsed
        assert scale.parse(scale.shown(parsed.text)) == parsed


@given(
    scale=st.sampled_from(SCALES),
    text=typed,
    capitals=st.lists(st.booleans(), min_size=8, max_size=8),
    spaces=st.lists(st.integers(0, 2), min_size=8, max_size=8),
)
def test_capitals_and_spaces_do_not_matter(scale: Scale, text: str, capitals: list[bool], spaces: list[int]) -> None:
    if read(scale, text) is not None:
        assert scale.parse(dressed(text, capitals, spaces)) == scale.parse(text)


@given(text=typed, scale=st.sampled_from(SCALES))
def test_only_whole_marks_of_the_ten_count_in_an_average(text: str, scale: Scale) -> None:
    parsed = read(scale, text)
    if parsed is not None:
        assert parsed.counts == (scale is TEN and parsed.kind == "value")
        assert (parsed.kind == "value") or (parsed.number is None and parsed.passed is None)


@given(number=st.integers(-1000, 100_000))
def test_the_ten_has_the_whole_numbers_from_1_to_10(number: int) -> None:
    parsed = read(TEN, str(number))
    assert (parsed is not None) == (1 <= number <= 10)
    if parsed is not None:
        assert (parsed.number, parsed.passed, parsed.counts) == (number * 100, number >= 4, True)


@given(tenths=st.integers(0, 3000), sign=st.sampled_from(",."), unit=st.sampled_from(("", "%", " %")))
def test_per_cent_is_read_to_a_tenth_and_ends_at_100(tenths: int, sign: str, unit: str) -> None:
    whole, tenth = divmod(tenths, 10)
    parsed = read(PERCENT, f"{whole}{sign}{tenth}{unit}")
    assert (parsed is not None) == (tenths <= 1000)
    if parsed is not None:
        assert parsed.number == tenths * 10
        assert parsed.text == (f"{whole},{tenth}" if tenth else f"{whole}")


@each_scale
@pytest.mark.parametrize("code", ATTENDANCE)
def test_attendance_codes_are_never_marks(scale: Scale, code: str) -> None:
    assert read(scale, code) is None


@each_scale
def test_every_value_and_code_stands_for_one_thing(scale: Scale) -> None:
    texts = [meaning.text.casefold() for meaning in (*scale.meanings, *scale.codes)]
    assert len(set(texts)) == len(texts)
    for meaning in scale.meanings:
        parsed = scale.parse(meaning.text)
        assert (parsed.text, parsed.kind, parsed.passed) == (meaning.text, "value", meaning.passed)
    assert [scale.parse(code.text).kind for code in scale.codes] == ["no_mark", "exempt"]


@each_scale
def test_what_a_scale_offers_it_reads_as_it_stands(scale: Scale) -> None:
    assert [scale.parse(text).text for text in scale.offered] == list(scale.offered)


@each_scale
def test_a_scale_keeps_the_contract(scale: Scale) -> None:
    scheme: MarkScheme = scale
    assert scheme.key.startswith("grading.")
    assert scheme.revision == 1
    assert 0 < len(scheme.sign) <= 4


def test_a_is_a_level_where_there_are_levels_and_else_exempt() -> None:
    assert LEVELS.parse("a") == ParsedMark("A", "value", number=None, counts=False, passed=None)
    assert LEVELS.parse("atb").kind == "exempt"
    assert {scale.parse("A").text for scale in (TEN, PERCENT, PASS_FAIL)} == {"a"}
    assert {scale.parse("atb.").text for scale in (TEN, PERCENT, PASS_FAIL)} == {"a"}


@pytest.mark.parametrize(
    ("text", "stored", "shown"), [("85", "85", "85%"), ("85 %", "85", "85%"), ("7.5", "7,5", "7,5%")]
)
def test_per_cent_is_stored_bare_and_shown_with_its_sign(text: str, stored: str, shown: str) -> None:
    assert PERCENT.parse(text).text == stored
    assert PERCENT.shown(stored) == shown
    assert PERCENT.shown("nv") == "nv"


@pytest.mark.parametrize("text", ["85,55", "100,1", "101", "-1", "85,", ",5", "%", "1e2", "8５", "½", "85%%"])
def test_what_is_no_percentage_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        PERCENT.parse(text)


def test_pass_and_fail() -> None:
    assert [PASS_FAIL.parse(text).passed for text in ("i", "NI")] == [True, False]


@pytest.mark.parametrize(
    ("scale", "text", "reason"),
    [
        (TEN, "11", "The mark 11 is not on the 10-point scale. Write 1 to 10 or nv."),
        (TEN, " 7/8 ", "The mark 7/8 is not on the 10-point scale. Write 1 to 10 or nv."),
        (LEVELS, "7", "The mark 7 is not a level of attainment. Write S, T, A, P or nv."),
        (PASS_FAIL, "5", "The mark 5 is neither pass nor fail. Write i, ni or nv."),
        (PERCENT, "120", "120 is not a percentage. Write 0 to 100, with one decimal place at most, or nv."),
    ],
)
def test_a_refusal_says_what_would_be_right(scale: Scale, text: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        scale.parse(text)
    assert str(refused.value.reason) == reason


def test_a_refusal_quotes_only_the_beginning_of_a_long_text() -> None:
    with pytest.raises(Refused) as refused:
        TEN.parse("labi, bet varēja arī labāk")
    assert "labi, bet varē" in str(refused.value.reason)
    assert "labāk" not in str(refused.value.reason)
