"""Guardians: how to reach them, whose access waits for a decision, which decisions were made."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from core.foundation.permissions import visible
from core.people.contacts import PHONE
from core.people.guardians import GRANTED, UNDECIDED
from core.people.models import Contact, Enrolment, GuardianDecision, Guardianship, Person
from core.values.asker import Asker


@dataclass(frozen=True, slots=True)
class GuardianContact:
    """A guardian and how to reach them, phones first."""

    id: int
    full_name: str
    relation: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Bond:
    """A guardian and a pupil, and what the register says about the two."""

    id: int
    version: int
    guardian: str
    """Listed name: surname first."""
    pupil_id: int
    pupil: str
    relation: str
    access: str
    has_custody: bool | None
    contact_ban: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that stands or was taken back."""

    id: int
    bond_id: int
    guardian: str
    pupil_id: int
    pupil: str
    granted: bool
    basis: str
    effective: date
    decided_at: datetime
    decided_by: str
    voided: datetime | None


def contacts(session: Session, asker: Asker, pupil_ids: Collection[int]) -> dict[int, list[GuardianContact]]:
    """Guardians to be reached about these pupils, where their contacts are for the asker. Two statements."""
    may_see = Guardianship.pupil_id.in_(visible(asker, "guardians.contact", Person))
    to_reach = (Guardianship.access == GRANTED, Guardianship.is_shown_as_contact, Guardianship.on(asker.day))
    rows = session.execute(
        select(Guardianship.pupil_id, Guardianship.relation, Person.id, Person.given_name, Person.family_name)
        .join(Person, Person.id == Guardianship.guardian_id)
        .where(Guardianship.pupil_id.in_(pupil_ids), may_see, *to_reach)
        .order_by(Guardianship.pupil_id, Person.sort_key)
    ).all()
    ways: defaultdict[int, list[Contact]] = defaultdict(list)
    for contact in session.scalars(select(Contact).where(Contact.person_id.in_({row.id for row in rows}))):
        ways[contact.person_id].append(contact)
    found: defaultdict[int, list[GuardianContact]] = defaultdict(list)
    for pupil, relation, person_id, given, family in rows:
        reached = sorted(ways[person_id], key=lambda contact: (contact.kind != PHONE, contact.id))
        found[pupil].append(GuardianContact(person_id, f"{given} {family}", relation, tuple(reached)))
    return found


def undecided(session: Session, asker: Asker) -> list[Bond]:
    """Guardianships of present pupils that wait for a decision, in the order of the pupils' names."""
    there = exists().where(Enrolment.pupil_id == Guardianship.pupil_id, Enrolment.on(asker.day))
    return _bonds(session, asker, Guardianship.access == UNDECIDED, Guardianship.within(asker.day, None), there)


def bond(session: Session, asker: Asker, guardianship_id: int) -> Bond | None:
    """One guardianship, where the asker may decide about it."""
    found = _bonds(session, asker, Guardianship.id == guardianship_id)
    return found[0] if found else None


def _bonds(session: Session, asker: Asker, *conditions: ColumnElement[bool]) -> list[Bond]:
    guardian, pupil = aliased(Person), aliased(Person)
    rows = session.execute(
        select(
            Guardianship.id,
            Guardianship.version,
            guardian.family_name + " " + guardian.given_name,
            pupil.id,
            pupil.family_name + " " + pupil.given_name,
            Guardianship.relation,
            Guardianship.access,
            Guardianship.has_custody,
            Guardianship.contact_ban,
        )
        .join(guardian, guardian.id == Guardianship.guardian_id)
        .join(pupil, pupil.id == Guardianship.pupil_id)
        .where(Guardianship.id.in_(visible(asker, "guardians.decide", Guardianship)), *conditions)
        .order_by(pupil.sort_key, pupil.id, guardian.sort_key, Guardianship.id)
    )
    return [Bond(*row) for row in rows]


def decisions(session: Session, asker: Asker, guardianship_id: int | None = None, most: int = 50) -> list[Decision]:
    """Decisions, the latest first."""
    guardian, pupil, decider = aliased(Person), aliased(Person), aliased(Person)
    statement = (
        select(
            GuardianDecision.id,
            Guardianship.id,
            guardian.family_name + " " + guardian.given_name,
            pupil.id,
            pupil.family_name + " " + pupil.given_name,
            GuardianDecision.granted,
            GuardianDecision.basis,
            GuardianDecision.effective,
            GuardianDecision.decided_at,
            decider.given_name + " " + decider.family_name,
            GuardianDecision.voided,
        )
        .join(Guardianship, Guardianship.id == GuardianDecision.guardianship_id)
        .join(guardian, guardian.id == Guardianship.guardian_id)
        .join(pupil, pupil.id == Guardianship.pupil_id)
        .join(decider, decider.id == GuardianDecision.decided_by_id)
        .where(Guardianship.id.in_(visible(asker, "guardians.decide", Guardianship)))
        .order_by(GuardianDecision.id.desc())
        .limit(most)
    )
    if guardianship_id is not None:
        statement = statement.where(Guardianship.id == guardianship_id)
    return [Decision(*row) for row in session.execute(statement)]
