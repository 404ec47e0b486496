"""Who can sign in to the demonstration school: one account a role, one password for all, kept beside the data."""

import secrets
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import orjson
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.accounts.models import Account, Membership, PersonAccount
from core.accounts.runtime import Accounts
from core.foundation import clock
from core.foundation.database import SchoolRef
from core.foundation.history.record import insert_rows

_WORDS = [
    "burtnica",
    "zvans",
    "pulkstenis",
    "krita",
    "gaitenis",
    "penalis",
    "globuss",
    "koris",
    "sols",
    "kalendars",
    "tafele",
    "mape",
    "logs",
    "ozols",
]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One who can sign in."""

    role: str
    user_name: str
    person: str


@dataclass(frozen=True, slots=True)
class DemoAccounts:
    """What the command prints."""

    slug: str
    password: str
    accounts: tuple[DemoAccount, ...]


def _file(folder: Path, slug: str) -> Path:
    return folder / f"demo-{slug}.json"


def kept(folder: Path, slug: str) -> DemoAccounts | None:
    """The accounts of a demonstration school that was built in this folder."""
    file = _file(folder, slug)
    if not file.exists():
        return None
    stored = orjson.loads(file.read_bytes())
    found = tuple(DemoAccount(**one) for one in stored["accounts"])
    return DemoAccounts(stored["slug"], stored["password"], found)


def keep(folder: Path, accounts: DemoAccounts) -> None:
    """Keep them readable for the owner of the folder only."""
    file = _file(folder, accounts.slug)
    file.touch(mode=0o600)
    file.write_bytes(orjson.dumps(asdict(accounts)))


def new_password() -> str:
    """Three words and a number: easy to type from a terminal, different in each installation."""
    return "-".join([*(secrets.choice(_WORDS) for _ in range(3)), str(secrets.randbelow(90) + 10)])


def open_accounts_for(accounts: Accounts, school: SchoolRef, password: str, people: dict[str, str]) -> dict[str, UUID]:
    """Create the accounts in the directory, user name → id; `people` gives the user name of each role."""
    hashed = accounts.passwords.hash(password)

    def work(session: Session) -> dict[str, UUID]:
        made = {}
        for user_name in people.values():
            session.execute(delete(Account).where(Account.user_name == user_name))
            account = Account(
                user_name=user_name, password=hashed, fs_uniquifier=uuid4().hex, language="lv", created=clock.now()
            )
            session.add(account)
            session.flush()
            session.add(Membership(account_id=account.id, school_id=school.id))
            made[user_name] = account.id
        return made

    return accounts.database.directory_write(work)


def link(session: Session, links: dict[int, UUID], since: date) -> None:
    """Link accounts to persons of the school."""
    linked = set(session.scalars(select(PersonAccount.person_id)))
    rows = [
        {"person_id": person, "account": account, "from_date": since}
        for person, account in links.items()
        if person not in linked
    ]
    insert_rows(session, PersonAccount, rows)
