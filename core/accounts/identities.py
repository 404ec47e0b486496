"""What a person may type as the name to sign in with: a user name, a phone, an e-mail."""

import re
import unicodedata
from dataclasses import dataclass

USER_NAME = re.compile(r"[^\W_][\w.\-]{2,62}", re.UNICODE)
COUNTRY_CODE = "371"


@dataclass(frozen=True, slots=True)
class Identity:
    """A name to sign in with, normalised; `kind` is `user_name`, `phone` or `email`."""

    kind: str
    value: str


def user_name(text: str) -> str | None:
    """The user name as stored, or nothing if it may not be one.

    A name never looks like a phone number or an e-mail, so that typed text belongs to one kind only.
    """
    name = unicodedata.normalize("NFKC", text).strip().casefold()
    if phone(name) or not USER_NAME.fullmatch(name):
        return None
    return name


def phone(text: str) -> str | None:
    """The number with its country code and nothing between the digits; eight digits alone are Latvian."""
    bare = re.sub(r"[\s().\-/]", "", text)
    if re.fullmatch(r"[2-9]\d{7}", bare):
        return f"+{COUNTRY_CODE}{bare}"
    if re.fullmatch(r"(\+|00)[1-9]\d{7,14}", bare):
        return "+" + bare.removeprefix("+").removeprefix("00")
    return None


def email(text: str) -> str | None:
    """The address in small letters, or nothing if it is none."""
    address = unicodedata.normalize("NFKC", text).strip().casefold()
    return address if re.fullmatch(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}", address) and len(address) <= 254 else None


def identity(text: str) -> Identity | None:
    """What was typed, as the one kind of name that it can be."""
    for kind, read in (("email", email), ("phone", phone), ("user_name", user_name)):
        value = read(text)
        if value:
            return Identity(kind, value)
    return None
