"""The Latvian order of names as a stored key, the same on both engines.

Rule measured against ICU (`choices.md` 6): č ģ ķ ļ ņ š ž are letters of their own, ā ē ī ō ū differ from a e i o u
only where nothing else does, and y stands with i.
"""

import unicodedata
from functools import lru_cache

_ORDER = "abcčdefgģhiyjkķlļmnņopqrŗsštuvwxzž"
_PRIMARY = {letter: chr(0x41 + place) for place, letter in enumerate(_ORDER)}
_PRIMARY["y"] = _PRIMARY["i"]
_LONG = {"ā": "a", "ē": "e", "ī": "i", "ō": "o", "ū": "u"}
_DIGITS = {digit: digit for digit in "0123456789"}


@lru_cache(maxsize=4096)
def _letter(sign: str) -> tuple[str, str]:
    """Primary and secondary weight of one lower-case sign; signs that are no letters weigh nothing."""
    if sign in _PRIMARY:
        return _PRIMARY[sign], "2" if sign == "y" else "0"
    if sign in _LONG:
        return _PRIMARY[_LONG[sign]], "1"
    if sign in _DIGITS:
        return _DIGITS[sign], "0"
    base = unicodedata.normalize("NFD", sign)[0]
    if base != sign and base in _PRIMARY:
        return _PRIMARY[base], "3"
    return "", ""


def sort_key(*parts: str) -> str:
    """An ASCII key that orders names as the Latvian alphabet does: `sort_key(family, given)`.

    Parts are compared one after another (a shorter family name stands first); accents decide last.
    """
    primary: list[str] = []
    secondary: list[str] = []
    for part in parts:
        weights = [_letter(sign) for sign in unicodedata.normalize("NFC", part).lower()]
        primary.append("".join(weight for weight, _ in weights))
        secondary.append("".join(accent for _, accent in weights))
    return " ".join(primary) + "!" + " ".join(secondary)
