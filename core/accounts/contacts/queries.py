"""By which accounts, in which language and at which proven contacts people can be reached."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.models import Account, AccountContact, ContactProof, PersonAccount
from core.foundation.text import DEFAULT_LANGUAGE, LANGUAGES

T = TypeVar("T")

# Engines limit how many parameters a statement may have.
_AT_ONCE = 5000


@dataclass(slots=True)
class Reachable:
    """An account that can be signed in to: its language, and by kind the contact proven first."""

    language: str
    contacts: dict[str, str] = field(default_factory=dict)


def accounts_of(session: Session, person_ids: Collection[int], day: date) -> dict[int, UUID]:
    """The accounts of persons of the session's school on a day; who has none is left out."""
    found: dict[int, UUID] = {}
    for some in _in_parts(person_ids):
        linked = select(PersonAccount.person_id, PersonAccount.account).where(
            PersonAccount.person_id.in_(some), PersonAccount.on(day)
        )
        for person, account in session.execute(linked.order_by(PersonAccount.id)):
            found.setdefault(person, account)
    return found


def reachable(directory: Session, accounts: Collection[UUID]) -> Mapping[UUID, Reachable]:
    """By account what is known of it; accounts that are closed or gone are left out. Two statements."""
    found: dict[UUID, Reachable] = {}
    for some in _in_parts(accounts):
        active = select(Account.id, Account.language).where(Account.id.in_(some), Account.is_active)
        for account, chosen in directory.execute(active):
            found[account] = Reachable(chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE)
        proven = (
            select(AccountContact.account_id, AccountContact.kind, AccountContact.value)
            .where(AccountContact.account_id.in_(some), AccountContact.proven_at.is_not(None))
            .order_by(AccountContact.proven_at, AccountContact.id)
        )
        for account, kind, value in directory.execute(proven):
            if account in found:
                found[account].contacts.setdefault(kind, value)
    return found


@dataclass(frozen=True, slots=True)
class OwnContact:
    """A contact as its owner sees it."""

    id: int
    kind: str
    value: str
    proven_at: datetime | None


def own_contacts(directory: Session, account: UUID) -> list[OwnContact]:
    """The account's contacts, by kind."""
    rows = directory.execute(
        select(AccountContact.id, AccountContact.kind, AccountContact.value, AccountContact.proven_at)
        .where(AccountContact.account_id == account)
        .order_by(AccountContact.kind, AccountContact.id)
    )
    return [OwnContact(*row) for row in rows]


def awaited(directory: Session, account: UUID, now: datetime) -> dict[str, str]:
    """By kind the contact to which a code went that is still valid."""
    rows = directory.execute(
        select(ContactProof.kind, ContactProof.value).where(
            ContactProof.account_id == account, ContactProof.expires > now
        )
    )
    return {kind: value for kind, value in rows}  # noqa: C416  # rows are no pairs to the type checker


def _in_parts(ids: Iterable[T]) -> Iterator[list[T]]:
    every = list(ids)
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]
