"""The installation's secret, and one key derived from it for each purpose."""

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path

FILE = "instance.key"
VARIABLE = "KLADE_SECRET_KEY"


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """Keys for signing cookies, hashing codes and hiding second factors. Nothing of it stands in a database."""

    secret: bytes

    def _derived(self, purpose: str) -> bytes:
        return hmac.new(self.secret, f"klade {purpose}".encode(), hashlib.sha256).digest()

    @property
    def signing(self) -> str:
        """Signs cookies and forms (Flask's SECRET_KEY)."""
        return urlsafe_b64encode(self._derived("signing")).decode()

    @property
    def codes(self) -> bytes:
        """Hashes one-time codes and the names in the count of failures."""
        return self._derived("codes")

    @property
    def second_factor(self) -> str:
        """Hides the secrets of authenticator apps."""
        return urlsafe_b64encode(self._derived("second factor")).decode()


def keys_of(folder: Path) -> Keys:
    """The keys of the installation whose data lies in `folder`; made at the first call.

    Several machines share one secret by the environment variable `KLADE_SECRET_KEY`.
    """
    given = os.environ.get(VARIABLE)
    if given:
        return Keys(given.encode())
    file = folder / FILE
    if not file.exists():
        _make(file)
    return Keys(file.read_bytes().strip())


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{FILE}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(secrets.token_urlsafe(48).encode())
        out.flush()
        os.fsync(out.fileno())
    try:
        # A link fails where another process was first; a rename would replace its key.
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
