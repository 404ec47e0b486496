"""What may be asked of a school about invitations and links; lists start from whom the asker may invite."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from core.accounts.access import INVITE, INVITE_STAFF
from core.accounts.models import Invitation, PersonAccount
from core.foundation.permissions import visible
from core.people.models import Enrolment, Guardianship, Person
from core.values.asker import Asker


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


def invitable(asker: Asker, works_here: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whom the asker may invite: who works here only by the permission for staff, whatever else the person is."""
    families = and_(Person.id.in_(visible(asker, INVITE, Person)), not_(works_here))
    staff = and_(Person.id.in_(visible(asker, INVITE_STAFF, Person)), works_here)
    return or_(families, staff)


def access_of(session: Session, persons: ColumnElement[bool], day: date, now: datetime) -> list[PersonAccess]:
    """Persons of a condition in the order of their names, each with link and open invitation."""
    invited = (
        select(func.max(Invitation.expires))
        .where(
            Invitation.person_id == Person.id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires > now,
        )
        .correlate(Person)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Person.id,
            Person.family_name,
            Person.given_name,
            func.min(PersonAccount.from_date),
            func.max(PersonAccount.until_date),
            invited,
        )
        .outerjoin(PersonAccount, and_(PersonAccount.person_id == Person.id, PersonAccount.on(day)))
        .where(persons)
        .group_by(Person.id, Person.family_name, Person.given_name, Person.sort_key)
        .order_by(Person.sort_key)
    )
    return [
        PersonAccess(id_, f"{family} {given}", since, until, expires)
        for id_, family, given, since, until, expires in rows
    ]


def is_pupil(day: date) -> ColumnElement[bool]:
    """The person is enrolled on that day."""
    return exists().where(Enrolment.pupil_id == Person.id, Enrolment.on(day))


def is_guardian_of(pupils: ColumnElement[bool], day: date) -> ColumnElement[bool]:
    """The person is the guardian, with access, of one of the pupils of a condition."""
    # The inner persons are pupils, the outer ones guardians: the two must not be taken for the same.
    wards = select(Person.id).where(pupils).correlate(None)
    return exists().where(
        Guardianship.guardian_id == Person.id,
        Guardianship.access == "granted",
        Guardianship.on(day),
        Guardianship.pupil_id.in_(wards),
    )


def wards_of(session: Session, person_ids: Sequence[int], day: date) -> dict[int, list[tuple[int, str]]]:
    """Of each guardian: the pupils with their names, first name first."""
    rows = session.execute(
        select(Guardianship.guardian_id, Person.id, Person.given_name, Person.family_name)
        .join(Person, Person.id == Guardianship.pupil_id)
        .where(Guardianship.guardian_id.in_(person_ids), Guardianship.access == "granted", Guardianship.on(day))
        .order_by(Person.sort_key)
    )
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for guardian, pupil, given, family in rows:
        found[guardian].append((pupil, f"{given} {family}"))
    return found


def is_one_of(person_ids: Sequence[int]) -> ColumnElement[bool]:
    """The person is one of these."""
    return Person.id.in_(person_ids)
