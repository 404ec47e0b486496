"""Failed attempts to prove who one is: counted in the directory, each one making the next wait longer."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.accounts.models import SignInFailure
from core.foundation import clock
from core.foundation.database import Database


@dataclass(frozen=True, slots=True)
class Patience:
    """How many attempts are free, and how the wait grows after them."""

    free: int
    first_wait: timedelta = timedelta(seconds=30)
    longest_wait: timedelta = timedelta(minutes=15)
    forgotten_after: timedelta = timedelta(hours=12)

    def wait(self, count: int) -> timedelta | None:
        """The wait after the `count`-th failure in a row."""
        over = count - self.free
        if over < 0:
            return None
        doubled: timedelta = self.first_wait * 2 ** min(over, 10)
        return min(doubled, self.longest_wait)


PATIENCE = {
    "name": Patience(free=5),
    "second_factor": Patience(free=5),
    # A whole school stands behind one address.
    "address": Patience(free=60, forgotten_after=timedelta(hours=1)),
    "code_address": Patience(free=60, forgotten_after=timedelta(hours=1)),
}

_NEVER_COUNTS_AGAIN = max(patience.forgotten_after for patience in PATIENCE.values())


class Throttle:
    """Counts attempts before they are checked, so that a hundred at once are a hundred, not one."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key

    def attempt(self, **what: str) -> timedelta | None:
        """Count one attempt for each kind and value; how long it has to wait instead, or nothing if it may go on.

        An attempt that has to wait is not counted: the wait ends when it was said to.
        """
        return self._database.directory_write(lambda session: self._attempt(session, what, clock.now()))

    def succeeded(self, **what: str) -> None:
        """Forget the failures of these, and take back the attempt counted for an address.

        Earlier failures of an address stay: otherwise an attacker would sign in with an own account between guesses.
        """
        self._database.directory_write(lambda session: self._succeeded(session, what))

    def _hash(self, kind: str, value: str) -> str:
        return hmac.new(self._key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()

    def _attempt(self, session: Session, what: dict[str, str], now: datetime) -> timedelta | None:
        rows = {kind: self._row(session, kind, value, now) for kind, value in what.items()}
        until = max((row.until for row in rows.values() if row.until is not None and row.until > now), default=None)
        if until is not None:
            return until - now
        for kind, row in rows.items():
            row.count += 1
            row.last = now
            wait = PATIENCE[kind].wait(row.count)
            row.until = now + wait if wait else None
        return None

    def _row(self, session: Session, kind: str, value: str, now: datetime) -> SignInFailure:
        key = self._hash(kind, value)
        row = session.get(SignInFailure, key)
        if row is None:
            row = SignInFailure(key_hash=key, count=0, last=now)
            session.add(row)
        elif now - row.last > PATIENCE[kind].forgotten_after:
            row.count = 0
            row.until = None
        return row

    def _succeeded(self, session: Session, what: dict[str, str]) -> None:
        session.execute(delete(SignInFailure).where(SignInFailure.last < clock.now() - _NEVER_COUNTS_AGAIN))
        for kind, value in what.items():
            key = self._hash(kind, value)
            if "address" not in kind:
                session.execute(delete(SignInFailure).where(SignInFailure.key_hash == key))
            elif (row := session.get(SignInFailure, key)) is not None:
                row.count = max(0, row.count - 1)
                row.until = None if PATIENCE[kind].wait(row.count) is None else row.until
