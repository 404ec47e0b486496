"""One-time codes that people type: how they are made, read, shown and hashed."""

import hashlib
import hmac
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U: nothing is mistaken for a digit, and no code spells a word."""
LENGTH = 10
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code() -> str:
    """Ten signs, fifty bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """As it is printed: `XXXXX-XXXXX`."""
    return f"{code[:5]}-{code[5:]}"


def read(typed: str) -> str | None:
    """The code a person meant, whatever they typed between and in whichever letter case; nothing if it is none."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_MISREAD)
    return code if len(code) == LENGTH and all(sign in ALPHABET for sign in code) else None


def hashed(code: str, key: bytes) -> str:
    """What is stored. Keyed: fifty bits alone could be tried out against a stolen database."""
    return hmac.new(key, code.encode("ascii"), hashlib.sha256).hexdigest()
