"""The end of access: a school ends its own link, nothing else of an account."""

from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.accounts.invitations.offering import withdraw
from core.accounts.models import Membership, PersonAccount
from core.accounts.runtime import Accounts
from core.foundation.database import SchoolRef


def end_access(session: Session, person_id: int, last_day: date) -> list[UUID]:
    """The person's links last until a day, and unused codes are taken back; the accounts concerned.

    An earlier end stays: access is never made longer by this.
    """
    withdraw(session, person_id)
    links = session.scalars(
        select(PersonAccount).where(PersonAccount.person_id == person_id, PersonAccount.within(last_day, None))
    ).all()
    for held in links:
        if held.until_date is None or held.until_date > last_day:
            held.until_date = last_day
    return [held.account for held in links]


def forget_memberships(accounts: Accounts, school: SchoolRef, account_ids: list[UUID]) -> None:
    """Take a school out of "my schools" of these accounts."""
    accounts.database.directory_write(
        lambda session: session.execute(
            delete(Membership).where(Membership.school_id == school.id, Membership.account_id.in_(account_ids))
        )
    )


def rebuild_memberships(accounts: Accounts, school: SchoolRef, day: date) -> int:
    """Make the index say what the school says; how many accounts it has."""
    with accounts.database.read(school) as session:
        linked = set(session.scalars(select(PersonAccount.account).where(PersonAccount.within(day, None))))

    def work(directory: Session) -> None:
        directory.execute(delete(Membership).where(Membership.school_id == school.id))
        directory.add_all(Membership(account_id=account, school_id=school.id) for account in linked)

    accounts.database.directory_write(work)
    return len(linked)
