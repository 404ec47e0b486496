"""The Latvian personal code: its form, the birth date in old codes, its check digit, and how it is masked."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_FORM = re.compile(r"(\d{6})-?(\d{5})")
_WEIGHTS = (1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CENTURIES = {"0": 1800, "1": 1900, "2": 2000}


class Flaw(StrEnum):
    """What can be wrong with a personal code."""

    FORM = "form"
    BIRTH_DATE = "birth date"
    CHECK_DIGIT = "check digit"


@dataclass(frozen=True, slots=True)
class PersonalCode:
    """A code in its written form `DDMMYY-CNNNK`, or `32XXXX-XXXXX` that carries no birth date."""

    text: str
    birth_date: date | None
    flaw: Flaw | None
    """A wrong check digit of a code without birth date: worth a warning, the code stands."""

    def __str__(self) -> str:
        return self.text


class WrongPersonalCode(ValueError):
    """The text is no personal code; `flaw` says in what."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


def read_personal_code(text: str) -> PersonalCode:
    """The code that the text holds, with or without its hyphen; raises `WrongPersonalCode`."""
    found = _FORM.fullmatch(text.strip())
    if found is None or not text.isascii():
        raise WrongPersonalCode(Flaw.FORM)
    first, last = found.groups()
    right = _check_digit_is_right(first + last)
    if 32 <= int(first[:2]) <= 39:
        return PersonalCode(f"{first}-{last}", None, None if right else Flaw.CHECK_DIGIT)
    birth_date = _birth_date(first, last[0])
    if not right:
        raise WrongPersonalCode(Flaw.CHECK_DIGIT)
    return PersonalCode(f"{first}-{last}", birth_date, None)


def masked(code: str | None) -> str:
    """What lists show of a code: its last three digits."""
    return f"******-**{code[-3:]}" if code else ""


def check_digit(ten_digits: str) -> int | None:
    """The eleventh digit; nothing for the numbers that are not issued because it would be 10."""
    rest = (1101 - sum(int(digit) * weight for digit, weight in zip(ten_digits, _WEIGHTS, strict=True))) % 11
    return rest if rest < 10 else None


def _check_digit_is_right(digits: str) -> bool:
    return check_digit(digits[:10]) == int(digits[10])


def _birth_date(ddmmyy: str, century: str) -> date:
    if century not in _CENTURIES:
        raise WrongPersonalCode(Flaw.BIRTH_DATE)
    try:
        return date(_CENTURIES[century] + int(ddmmyy[4:]), int(ddmmyy[2:4]), int(ddmmyy[:2]))
    except ValueError as impossible:
        raise WrongPersonalCode(Flaw.BIRTH_DATE) from impossible
