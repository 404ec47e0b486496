"""How one cell of text becomes a value. A flawed cell says in what; a doubtful one still gives a value."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from core.values.personal_code import Flaw, WrongPersonalCode, read_personal_code
from core.values.texts import N_

Reader = Callable[[str], object]

LONGEST_TEXT = 500


class Flawed(ValueError):
    """The cell cannot be read: English text with places for values."""

    def __init__(self, text: str, **values: str | int) -> None:
        super().__init__(text % values)
        self.text = text
        self.values = values


class Doubtful(Flawed):
    """The cell is taken over as `value` (nothing, where it is useless), but a person should look at it."""

    def __init__(self, value: object, text: str, **values: str | int) -> None:
        super().__init__(text, **values)
        self.value = value


_CODE_FLAWS = {
    Flaw.FORM: N_("A personal code is written as 010190-12345."),
    Flaw.BIRTH_DATE: N_("The personal code begins with no possible birth date."),
    Flaw.CHECK_DIGIT: N_("The last digit of the personal code is wrong: one of its digits is mistyped."),
}
_WEIGHED_DIGIT = N_("The last digit of this new personal code is not the usual one; compare it with the document.")

_PHONE = re.compile(r"\+?\d{6,15}")
_EMAIL = re.compile(r"[^@\s;,<>\"]+@[^@\s;,<>\"]+\.[^@\s;,<>\".]{2,}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SCHOOL_YEAR = re.compile(r"\d{4}/\d{4}")
_COUNTRY = re.compile(r"[A-Z]{2,3}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_PROGRAMME = re.compile(r"\d{2}[0-9A-Z]\d{5}")
_LETTER = re.compile(r"[\w-]{1,20}")


def text(cell: str) -> str:
    """Any text of a sensible length, in composed form and with single spaces."""
    value = " ".join((cell if cell.isascii() else normalize("NFC", cell)).split())
    if len(value) > LONGEST_TEXT:
        raise Flawed(N_("The text is longer than %(most)s signs."), most=LONGEST_TEXT)
    return value


def day(cell: str) -> date:
    """A day as YYYY-MM-DD."""
    if _DAY.fullmatch(cell) and cell.isascii():
        try:
            found = date.fromisoformat(cell)
        except ValueError:
            raise Flawed(N_("There is no day %(cell)s."), cell=cell) from None
        if 1850 <= found.year < 2150:
            return found
        raise Flawed(N_("The day %(cell)s lies too far from today."), cell=cell)
    raise Flawed(N_("A date is written as 2026-09-01, not “%(cell)s”."), cell=cell[:20])


def flag(cell: str) -> bool:
    """0 or 1."""
    if cell not in ("0", "1"):
        raise Flawed(N_("Only 0 or 1 can stand here, not “%(cell)s”."), cell=cell[:20])
    return cell == "1"


def personal_code(cell: str) -> str:
    """A personal code in its written form."""
    try:
        code = read_personal_code(cell)
    except WrongPersonalCode as wrong:
        raise Flawed(_CODE_FLAWS[wrong.flaw]) from None
    if code.flaw:
        raise Doubtful(code.text, _WEIGHED_DIGIT)
    return code.text


def pupil_key(cell: str) -> str:
    """A pupil's personal code or the institution's own number."""
    try:
        return read_personal_code(cell).text
    except WrongPersonalCode:
        return text(cell)


def whole(lowest: int, highest: int) -> Reader:
    """A whole number between two others."""

    def read(cell: str) -> int:
        if cell.isascii() and cell.isdigit() and len(cell) < 7 and lowest <= int(cell) <= highest:
            return int(cell)
        raise Flawed(
            N_("A whole number from %(lowest)s to %(highest)s is expected, not “%(cell)s”."),
            lowest=lowest,
            highest=highest,
            cell=cell[:20],
        )

    return read


def hundredths(cell: str) -> int:
    """A decimal number, kept in hundredths."""
    try:
        value = Decimal(cell.replace(",", "."))
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 <= value <= 1000 or value * 100 != int(value * 100):
        raise Flawed(N_("A number such as 0.75 is expected, not “%(cell)s”."), cell=cell[:20])
    return int(value * 100)


def one_of(choices: Mapping[str, object]) -> Reader:
    """One of some words, each meaning a value."""

    def read(cell: str) -> object:
        if cell in choices:
            return choices[cell]
        raise Flawed(N_("One of %(choices)s is expected, not “%(cell)s”."), choices=", ".join(choices), cell=cell[:40])

    return read


def _pattern(pattern: re.Pattern[str], fault: str) -> Reader:
    def read(cell: str) -> str:
        if not pattern.fullmatch(cell):
            raise Flawed(fault, cell=cell[:40])
        return cell

    return read


registration_number = _pattern(
    re.compile(r"\d{10}"), N_("A school's registration number has ten digits, not “%(cell)s”.")
)
school_year = _pattern(_SCHOOL_YEAR, N_("A school year is written as 2026/2027, not “%(cell)s”."))
programme_code = _pattern(_PROGRAMME, N_("A programme's code has eight signs, such as 31016011, not “%(cell)s”."))
country = _pattern(_COUNTRY, N_("A country is written with its code, such as LV, not “%(cell)s”."))
language = _pattern(_LANGUAGE, N_("A language is written with its code, such as lv, not “%(cell)s”."))
letter = _pattern(_LETTER, N_("A class's letter is expected, not “%(cell)s”."))


def phone(cell: str) -> str:
    """A phone number with its signs in one form: `+371 29554915`."""
    digits = cell.replace(" ", "").replace("-", "").replace("(", "").replace(")", "")
    if not _PHONE.fullmatch(digits):
        raise Doubtful(None, N_("“%(cell)s” is no phone number; it is not taken over."), cell=cell[:40])
    if len(digits) == 8 and digits[0] in "26":
        digits = "+371" + digits
    return f"{digits[:4]} {digits[4:]}" if digits.startswith("+371") else digits


def email(cell: str) -> str:
    """An e-mail address in small letters."""
    if not _EMAIL.fullmatch(cell) or len(cell) > 254:
        raise Doubtful(None, N_("“%(cell)s” is no e-mail address; it is not taken over."), cell=cell[:40])
    return cell.lower()
