"""Failed attempts to prove who one is: counted in the directory, each one making the next wait longer."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Delete, delete, select
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
    # Each code that is asked for goes to somebody's phone or mailbox, and may cost money.
    "contact_account": Patience(free=5, first_wait=timedelta(minutes=1), longest_wait=timedelta(hours=1)),
    "contact_value": Patience(free=3, first_wait=timedelta(minutes=1), longest_wait=timedelta(hours=1)),
    "contact_code": Patience(free=5),
    "code_address": Patience(free=60, forgotten_after=timedelta(hours=1)),
}

_NEVER_COUNTS_AGAIN = max(patience.forgotten_after for patience in PATIENCE.values())


class Throttle:
    """Who one claims to be is counted before it is checked, so that a hundred at once are a hundred, not one.

    Where one comes from is counted only when it failed: a whole school that signs in at eight shares one address, and
    its people must not wait for one another's rows.
    """

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key
        self._tidied: datetime | None = None

    def attempt(self, **what: str) -> timedelta | None:
        """Begin an attempt; how long it has to wait instead, or nothing if it may go on.

        An attempt that has to wait is not counted: the wait ends when it was said to.
        """
        now = clock.now()
        with self._database.directory() as session:
            waits = [self._wait(session, kind, value, now) for kind, value in what.items()]
        wait = max((wait for wait in waits if wait), default=None)
        claimed = {kind: value for kind, value in what.items() if not _is_place(kind)}
        if wait or not claimed:
            return wait
        return self._database.directory_write(lambda session: self._count(session, claimed, now))

    def failed(self, **what: str) -> None:
        """The attempt failed: where it came from is counted."""
        places = {kind: value for kind, value in what.items() if _is_place(kind)}
        if places:
            self._database.directory_write(lambda session: self._count(session, places, clock.now()))

    def succeeded(self, **what: str) -> None:
        """Forget the failures of who it was. Those of the place stay: an attacker may have an account of their own."""
        keys = [self._hash(kind, value) for kind, value in what.items() if not _is_place(kind)]
        if keys:
            self._database.directory_write(lambda session: session.execute(_of(SignInFailure.key_hash.in_(keys))))
        self._tidy()

    def _hash(self, kind: str, value: str) -> str:
        return hmac.new(self._key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()

    def _wait(self, session: Session, kind: str, value: str, now: datetime) -> timedelta | None:
        until = session.scalar(select(SignInFailure.until).where(SignInFailure.key_hash == self._hash(kind, value)))
        return until - now if until is not None and until > now else None

    def _count(self, session: Session, what: dict[str, str], now: datetime) -> timedelta | None:
        """Count one for each; but nothing if one of them has to wait by now."""
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

    def _tidy(self) -> None:
        """Once an hour, remove what counts no more: the table must not grow for ever."""
        now = clock.now()
        if self._tidied is None or now - self._tidied > timedelta(hours=1):
            self._tidied = now
            self._database.directory_write(
                lambda session: session.execute(_of(SignInFailure.last < now - _NEVER_COUNTS_AGAIN))
            )


def _of(condition: ColumnElement[bool]) -> Delete:
    return delete(SignInFailure).where(condition)


def _is_place(kind: str) -> bool:
    return kind.endswith("address")
