"""What may be asked of the directory about accounts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.accounts.identities import Identity
from core.accounts.models import Account, AccountContact, Membership, RecoveryCode
from core.foundation.database import DirectorySchool, SchoolRef


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An account as signing in needs it."""

    id: UUID
    user_name: str
    password: str
    fs_uniquifier: str
    is_active: bool
    tf_primary_method: str | None
    tf_totp_secret: str | None
    language: str | None
    preferences: str


ACCOUNT_COLUMNS = (
    Account.id,
    Account.user_name,
    Account.password,
    Account.fs_uniquifier,
    Account.is_active,
    Account.tf_primary_method,
    Account.tf_totp_secret,
    Account.language,
    Account.preferences,
)


def account_where(session: Session, condition: Any) -> AccountFacts | None:
    """The one account of a condition."""
    row = session.execute(select(*ACCOUNT_COLUMNS).where(condition)).first()
    return AccountFacts(*row) if row else None


def account_of(session: Session, identity: Identity | None) -> AccountFacts | None:
    """The account that signs in by this name; a contact counts once it is proven."""
    if identity is None:
        return None
    if identity.kind == "user_name":
        return account_where(session, Account.user_name == identity.value)
    proven = select(AccountContact.account_id).where(
        AccountContact.kind == identity.kind,
        AccountContact.value == identity.value,
        AccountContact.proven_at.is_not(None),
    )
    return account_where(session, Account.id.in_(proven))


def account_named(session: Session, user_name: str) -> Account | None:
    """The account with that user name."""
    return session.scalars(select(Account).where(Account.user_name == user_name)).first()


def schools_of(session: Session, account_id: UUID) -> list[SchoolRef]:
    """The schools of an account, by name. An index: whether a school still knows the account, only it can say."""
    found = session.scalars(
        select(DirectorySchool)
        .join(Membership, Membership.school_id == DirectorySchool.id)
        .where(Membership.account_id == account_id)
        .order_by(DirectorySchool.name)
    )
    return [school.ref for school in found]


def contacts_of(session: Session, account_id: UUID) -> list[tuple[str, str, datetime | None]]:
    """Kind, value and when it was proven, of each contact."""
    rows = session.execute(
        select(AccountContact.kind, AccountContact.value, AccountContact.proven_at)
        .where(AccountContact.account_id == account_id)
        .order_by(AccountContact.kind, AccountContact.value)
    )
    return [(kind, value, proven_at) for kind, value, proven_at in rows]


def recovery_codes_left(session: Session, account_id: UUID) -> int:
    """How many recovery codes are unused."""
    return (
        session.scalar(select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account_id)) or 0
    )
