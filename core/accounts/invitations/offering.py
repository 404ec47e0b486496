"""Inviting: new codes for persons of a school, and where the directory finds a code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core.accounts import codes
from core.accounts.models import Invitation, InvitationIndex
from core.accounts.runtime import Accounts
from core.foundation import clock
from core.foundation.database import SchoolRef
from core.foundation.errors import NotFound
from core.people.models import Person


@dataclass(frozen=True, slots=True)
class Offer:
    """A fresh code for a person; the only time that it can be read."""

    person_id: int
    listed_name: str
    code: str
    expires: datetime

    @property
    def shown(self) -> str:
        """As it is printed."""
        return codes.shown(self.code)


def offer(
    session: Session, person_ids: Sequence[int], *, made_by: int | None, channel: str, lasts: timedelta, key: bytes
) -> list[Offer]:
    """New codes for these persons, in the order of their names; older unused ones count no more. Raises NotFound."""
    now = clock.now()
    persons = session.execute(
        select(Person.id, Person.family_name, Person.given_name)
        .where(Person.id.in_(person_ids))
        .order_by(Person.sort_key)
    ).all()
    if len(persons) != len(set(person_ids)):
        raise NotFound(_l("One of the persons is no longer in the register. Load the page again."))
    for older in session.scalars(
        select(Invitation).where(
            Invitation.person_id.in_(person_ids), Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None)
        )
    ):
        older.withdrawn_at = now
    offers = [Offer(id_, f"{family} {given}", codes.new_code(), now + lasts) for id_, family, given in persons]
    session.add_all(
        Invitation(
            person_id=made.person_id,
            code_hash=codes.hashed(made.code, key),
            created=now,
            expires=made.expires,
            made_by_id=made_by,
            channel=channel,
        )
        for made in offers
    )
    return offers


def publish(accounts: Accounts, school: SchoolRef, offers: Sequence[Offer]) -> None:
    """Let the directory find the school of these codes; what has expired is forgotten."""
    rows = [
        {
            "code_hash": codes.hashed(made.code, accounts.keys.codes),
            "school_id": school.id,
            "expires": made.expires,
        }
        for made in offers
    ]

    def work(session: Session) -> None:
        session.execute(delete(InvitationIndex).where(InvitationIndex.expires < clock.now()))
        if rows:
            session.execute(insert(InvitationIndex), rows)

    accounts.database.directory_write(work)


def withdraw(session: Session, person_id: int) -> int:
    """Take back the unused codes of a person; how many there were."""
    now = clock.now()
    open_ones = session.scalars(
        select(Invitation).where(
            Invitation.person_id == person_id, Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None)
        )
    ).all()
    for invitation in open_ones:
        invitation.withdrawn_at = now
    return len(open_ones)
