"""Passwords: how they are hashed, and which are refused."""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

SHORTEST = 12
LONGEST = 128


class Passwords:
    """argon2id with the cost of OWASP's advice (19 MiB, two passes, one lane), or a cheap one in tests."""

    def __init__(self, *, memory_kib: int = 19456, passes: int = 2) -> None:
        self.memory_kib = memory_kib
        self.passes = passes
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._nobody = self._hasher.hash("nobody's password")

    def hash(self, password: str) -> str:
        """What is stored of a password."""
        return self._hasher.hash(normal(password))

    def matches(self, password: str, stored: str | None) -> bool:
        """The password is the stored one. Without a stored one it takes as long and is false."""
        try:
            self._hasher.verify(stored or self._nobody, normal(password))
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None


def normal(password: str) -> str:
    """The same signs for the same letters, whatever keyboard they came from."""
    return unicodedata.normalize("NFKC", password)


def faults(password: str, *names: str) -> list[str]:
    """Why a password may not be used, in the person's language; `names` are what everybody knows of the person."""
    text = normal(password)
    found = []
    if len(text) < SHORTEST:
        found.append(
            _("A password has at least %(number)d signs. Several words in a row are easy to remember.", number=SHORTEST)
        )
    elif len(text) > LONGEST:
        found.append(_("A password has at most %(number)d signs.", number=LONGEST))
    elif _is_common(text):
        found.append(_("This password is among the first that are tried by others. Choose another one."))
    elif _is_made_of(text, names):
        found.append(_("The password is made of your own name. Choose one that nobody can guess."))
    return found


def _is_common(password: str) -> bool:
    bare = password.casefold()
    if len(set(bare)) < 5:
        return True
    stem = re.sub(r"[\W_\d]+$", "", re.sub(r"^[\W_\d]+", "", bare))
    return bare in _common() or stem in _common() or _is_run(bare) or _repeats(bare)


def _is_run(text: str) -> bool:
    """Neighbours of the alphabet, the digits or the keyboard in a row, forwards or backwards."""
    rows = (
        "abcdefghijklmnopqrstuvwxyz",
        "aābcčdeēfgģhiījkķlļmnņoprsštuūvzž",
        "01234567890123456789",
        "qwertyuiopasdfghjklzxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    )
    return any(text in row or text in row[::-1] for row in rows)


def _repeats(text: str) -> bool:
    """A short piece again and again: `parolaparola`, `abc1abc1abc1`."""
    match = re.fullmatch(r"(.{1,8}?)\1+", text)
    return match is not None


def _is_made_of(password: str, names: tuple[str, ...]) -> bool:
    bare = password.casefold()
    for name in names:
        for part in re.split(r"[\W_]+", name.casefold()):
            if len(part) >= 4:
                bare = bare.replace(part, "")
    return len(bare) < 6


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    text = files("core.accounts").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
