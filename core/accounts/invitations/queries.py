"""What may be asked of a school about invitations and links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from core.accounts.models import Invitation, PersonAccount
from core.people.models import Person


@dataclass(frozen=True, slots=True)
class PersonAccess:
    """How a person stands with signing in: linked since when, invited until when."""

    person_id: int
    listed_name: str
    linked_from: date | None
    linked_until: date | None
    invited_until: datetime | None

    @property
    def is_linked(self) -> bool:
        return self.linked_from is not None


def access_of(session: Session, persons: ColumnElement[bool], day: date, now: datetime) -> list[PersonAccess]:
    """Persons of a condition in the order of their names, each with link and open invitation."""
    open_invitation = and_(
        Invitation.person_id == Person.id,
        Invitation.used_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires > now,
    )
    rows = session.execute(
        select(
            Person.id,
            Person.family_name,
            Person.given_name,
            func.min(PersonAccount.from_date),
            func.max(PersonAccount.until_date),
            select(func.max(Invitation.expires)).where(open_invitation).correlate(Person).scalar_subquery(),
        )
        .outerjoin(PersonAccount, and_(PersonAccount.person_id == Person.id, PersonAccount.on(day)))
        .where(persons)
        .group_by(Person.id, Person.family_name, Person.given_name, Person.sort_key)
        .order_by(Person.sort_key)
    )
    return [
        PersonAccess(id_, f"{family} {given}", since, until, invited)
        for id_, family, given, since, until, invited in rows
    ]


def are(person_ids: Sequence[int]) -> ColumnElement[bool]:
    """The person is one of these."""
    return Person.id.in_(person_ids)


def is_linked(day: date) -> ColumnElement[bool]:
    """The person signs in with an account on that day."""
    return exists().where(PersonAccount.person_id == Person.id, PersonAccount.on(day))
