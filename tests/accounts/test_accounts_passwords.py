"""Which passwords are refused, how they are hashed, which codes and names a person may type."""

from unicodedata import normalize

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st

from core.accounts import codes
from core.accounts.identities import Identity, identity, phone, user_name
from core.accounts.passwords import Passwords, faults

CHEAP = Passwords(memory_kib=8, passes=1)


def faults_of(password: str, *names: str) -> list[str]:
    app = Flask("test")
    Babel(app)
    with app.test_request_context():
        return faults(password, *names)


@pytest.mark.parametrize(
    "password", ["mežs kalns upe", "four words in a row", "ķiršu pīrāgs!", "x7#kQ2m$Zp9w", "        tukšums        "]
)
def test_length_is_what_counts(password: str) -> None:
    assert faults_of(password, "anna.berzina", "Anna Bērziņa") == []


@pytest.mark.parametrize(
    "password",
    [
        "īsa parole",
        "x" * 129,
        "parole123456",
        "Parole123456!",
        "ParoleParole",
        "skolaskola12",
        "123456789012",
        "abcdefghijkl",
        "qwertyuiopas",
        "aaaaaaaaaaaa",
        "abc1abc1abc1",
        "janisberzins2026",
    ],
)
def test_what_others_try_first_is_refused(password: str) -> None:
    assert faults_of(password)


def test_ones_own_name_is_refused() -> None:
    assert faults_of("Anna.Berzina2026", "anna.berzina", "Anna Bērziņa")
    assert not faults_of("Anna.Berzina2026", "liga", "Līga Liepa")


@given(st.text(min_size=1, max_size=40))
def test_a_password_matches_itself_and_nothing_else(password: str) -> None:
    stored = CHEAP.hash(password)
    assert CHEAP.matches(password, stored)
    assert not CHEAP.matches(password + "x", stored)
    assert not CHEAP.matches(password, None)
    assert password not in stored or len(password) < 4


def test_the_same_letters_from_another_keyboard_are_the_same_password() -> None:
    composed, decomposed = (normalize(form, "ķēniņš sēž tornī") for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert CHEAP.matches(decomposed, CHEAP.hash(composed))


def test_the_usual_cost_is_what_owasp_advises() -> None:
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in Passwords().hash("mežs kalns upe")


@given(st.sampled_from(["", "-", " ", " - "]), st.booleans())
def test_a_code_is_read_however_it_is_typed(between: str, small: bool) -> None:
    code = codes.new_code()
    typed = between.join([code[:5], code[5:]])
    assert codes.read(typed.lower() if small else typed) == code
    assert codes.read(codes.shown(code)) == code


def test_signs_that_look_alike_are_read_as_the_digit() -> None:
    assert codes.read("O1LIo-23456") == "0111023456"


@pytest.mark.parametrize("typed", ["", "ABCDE", "ABCDE-FGHJKM", "ŪŪŪŪŪ-ŪŪŪŪŪ", "UUUUU-UUUUU", "x" * 4000])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert codes.read(typed) is None


def test_codes_do_not_repeat_and_their_hash_needs_the_key() -> None:
    made = {codes.new_code() for _ in range(2000)}
    assert len(made) == 2000
    code = made.pop()
    assert codes.hashed(code, b"one key") != codes.hashed(code, b"another")
    assert code not in codes.hashed(code, b"one key")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("26123456", Identity("phone", "+37126123456")),
        ("+371 26 12 34 56", Identity("phone", "+37126123456")),
        ("0049 30 123456", Identity("phone", "+4930123456")),
        ("Anna@Skola.LV", Identity("email", "anna@skola.lv")),
        ("Anna.Bērziņa", Identity("user_name", "anna.bērziņa")),
        ("ab", None),
        ("@", None),
        ("", None),
    ],
)
def test_what_was_typed_is_one_kind_of_name(typed: str, meant: Identity | None) -> None:
    assert identity(typed) == meant


@given(st.text(max_size=30))
def test_a_user_name_never_looks_like_a_phone_or_an_address(typed: str) -> None:
    name = user_name(typed)
    if name is not None:
        assert "@" not in name
        assert phone(name) is None
        assert user_name(name) == name
