"""Web sessions as rows of the directory: made, found, moved on, ended."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from core.accounts.models import Account, WebSession
from core.accounts.queries import ACCOUNT_COLUMNS, AccountFacts
from core.foundation import clock

SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long a browser that is not used stays signed in."""

    idle: timedelta = timedelta(hours=12)
    kept: timedelta = timedelta(days=60)
    """Where the person asked to stay signed in."""

    def is_over(self, last_seen: datetime, is_kept: bool) -> bool:
        return clock.now() - last_seen > (self.kept if is_kept else self.idle)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in with this browser, and how."""

    token_hash: str
    account: AccountFacts
    created: datetime
    last_seen: datetime
    is_kept: bool
    second_factor_at: datetime | None

    @property
    def account_id(self) -> UUID:
        return self.account.id

    @property
    def has_second_factor(self) -> bool:
        """A second factor is set up for the account."""
        return self.account.tf_primary_method is not None


_SESSION_COLUMNS = (
    WebSession.created,
    WebSession.last_seen,
    WebSession.is_kept,
    WebSession.second_factor_at,
    WebSession.data,
)
# Built once: every request asks it.
_by_token: Any = (
    select(*_SESSION_COLUMNS, *ACCOUNT_COLUMNS)
    .join(Account, Account.id == WebSession.account_id)
    .where(WebSession.token_hash == bindparam("the_key"))
)


def token_hash(token: str) -> str:
    """What is stored of a cookie."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(session: Session, token: str) -> tuple[SignedIn, dict[str, Any]] | None:
    """The web session of a cookie with its data, in one statement."""
    key = token_hash(token)
    row = session.connection().execute(_by_token, {"the_key": key}).first()
    if row is None:
        return None
    created, last_seen, is_kept, second_factor_at, data, *account = row
    signed_in = SignedIn(key, AccountFacts(*account), created, last_seen, is_kept, second_factor_at)
    return signed_in, orjson.loads(data)


def begin(
    session: Session,
    account_id: UUID,
    data: Mapping[str, Any],
    *,
    device: str,
    is_kept: bool,
    second_factor_at: datetime | None,
    instead_of: str | None,
    lifetimes: Lifetimes,
) -> str:
    """Sign a browser in; its new token. The session it had before ends."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    if instead_of is not None:
        session.execute(delete(WebSession).where(WebSession.token_hash == instead_of))
    session.execute(
        delete(WebSession).where(
            WebSession.account_id == account_id,
            or_(
                WebSession.last_seen < now - lifetimes.kept,
                and_(WebSession.last_seen < now - lifetimes.idle, WebSession.is_kept.is_(False)),
            ),
        )
    )
    session.execute(
        insert(WebSession).values(
            token_hash=token_hash(token),
            account_id=account_id,
            device=device,
            created=now,
            last_seen=now,
            is_kept=is_kept,
            second_factor_at=second_factor_at,
            data=orjson.dumps(dict(data)).decode(),
        )
    )
    return token


def move_on(session: Session, key: str, data: Mapping[str, Any] | None, second_factor_at: datetime | None) -> None:
    """Note that the browser was seen, and keep its changed data if there is any. Ended sessions stay ended."""
    values: dict[str, Any] = {"last_seen": clock.now(), "second_factor_at": second_factor_at}
    if data is not None:
        values["data"] = orjson.dumps(dict(data)).decode()
    session.execute(update(WebSession).where(WebSession.token_hash == key).values(**values))


def end(session: Session, account_id: UUID, key: str) -> bool:
    """Sign one browser of the account out; whether it was signed in."""
    found = session.execute(
        select(WebSession.token_hash).where(WebSession.account_id == account_id, WebSession.token_hash == key)
    ).first()
    session.execute(delete(WebSession).where(WebSession.account_id == account_id, WebSession.token_hash == key))
    return found is not None


def end_all(session: Session, account_id: UUID, but: str | None = None) -> None:
    """Sign every browser of the account out, but one."""
    session.execute(delete(WebSession).where(WebSession.account_id == account_id, WebSession.token_hash != (but or "")))


def of_account(session: Session, account_id: UUID, lifetimes: Lifetimes) -> list[WebSession]:
    """The browsers in which the account is signed in, the last used first."""
    rows = session.scalars(
        select(WebSession).where(WebSession.account_id == account_id).order_by(WebSession.last_seen.desc())
    )
    return [row for row in rows if not lifetimes.is_over(row.last_seen, row.is_kept)]
