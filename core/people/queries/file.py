"""What stands in a pupil's personal file, as far as the asker may see it. Views come here by `core.people.files`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.permissions import allows
from core.people.models import (
    Address,
    CareStatus,
    Contact,
    Enrolment,
    EnrolmentStatus,
    Guardianship,
    IdentityDocument,
    Person,
    PersonalFile,
    PreviousEducation,
    PupilProgramme,
    SupportNeed,
)
from core.people.queries.columns import Facts, classes_for, columns_of, facts, rows_of
from core.schools.models import Order, Programme
from core.values.access import AccessClass
from core.values.asker import Asker


@dataclass(frozen=True, slots=True)
class FileGuardian:
    """A guardian in the file: the relation, who it is, and contacts where the asker may see them."""

    bond: Facts
    person: Facts
    contacts: Sequence[Facts] | None
    addresses: Sequence[Facts] | None

    @property
    def is_shown(self) -> bool:
        """The asker sees the contacts."""
        return self.contacts is not None


@dataclass(frozen=True, slots=True)
class PupilFile:
    """A personal file. A part that the asker may not see is empty; `classes` says which those are."""

    classes: frozenset[AccessClass]
    sees_guardians: bool
    """All guardians with their contacts; else a guardian sees only their own part, and a pupil the names."""
    person: Facts
    file: Facts
    contacts: Sequence[Facts]
    addresses: Sequence[Facts]
    document: Facts
    education: Facts
    enrolments: Sequence[Facts]
    statuses: Sequence[Facts]
    programmes: Sequence[Facts]
    needs: Sequence[Facts]
    care: Sequence[Facts]
    guardians: Sequence[FileGuardian]
    orders: Mapping[int, Order]

    @property
    def shows_contacts(self) -> bool:
        """Somebody's contacts are shown among the guardians."""
        return any(guardian.is_shown for guardian in self.guardians)

    def sees(self, access: str) -> bool:
        """The asker may see facts of that class."""
        return AccessClass(access) in self.classes


def read_file(session: Session, asker: Asker, pupil_id: int) -> PupilFile:
    """The file's content for the asker. A fixed number of statements."""
    classes = classes_for(session, asker, pupil_id)
    sees_guardians = allows(session, asker, "guardians.contact", Person, pupil_id)
    enrolments = facts(session, Enrolment, classes, Enrolment.pupil_id == pupil_id)
    programmes = _programmes(session, classes, pupil_id)
    has_contact = AccessClass.CONTACT in classes
    return PupilFile(
        classes=classes,
        sees_guardians=sees_guardians,
        person=facts(session, Person, classes, Person.id == pupil_id)[0],
        file=_last(facts(session, PersonalFile, classes, PersonalFile.pupil_id == pupil_id)),
        contacts=facts(session, Contact, classes, Contact.person_id == pupil_id) if has_contact else (),
        addresses=facts(session, Address, classes, Address.person_id == pupil_id) if has_contact else (),
        document=_last(facts(session, IdentityDocument, classes, IdentityDocument.person_id == pupil_id)),
        education=_last(facts(session, PreviousEducation, classes, PreviousEducation.person_id == pupil_id)),
        enrolments=enrolments,
        statuses=_statuses(session, pupil_id),
        programmes=programmes,
        needs=_of_class(session, SupportNeed, AccessClass.HEALTH, classes, pupil_id),
        care=_of_class(session, CareStatus, AccessClass.LEGAL, classes, pupil_id),
        guardians=_guardians(session, asker, classes, pupil_id, sees_guardians=sees_guardians),
        orders=_orders(session, enrolments, programmes),
    )


def _last(rows: Sequence[Facts]) -> Facts:
    return rows[-1] if rows else {}


def _of_class(
    session: Session, model: Any, access: AccessClass, classes: frozenset[AccessClass], pupil_id: int
) -> Sequence[Facts]:
    """Rows that by being there tell something of a class."""
    return facts(session, model, classes, model.pupil_id == pupil_id) if access in classes else ()


def _statuses(session: Session, pupil_id: int) -> Sequence[Facts]:
    return rows_of(
        session,
        select(EnrolmentStatus.status, EnrolmentStatus.from_date, EnrolmentStatus.until_date)
        .join(Enrolment, Enrolment.id == EnrolmentStatus.enrolment_id)
        .where(Enrolment.pupil_id == pupil_id)
        .order_by(EnrolmentStatus.from_date),
    )


def _programmes(session: Session, classes: frozenset[AccessClass], pupil_id: int) -> Sequence[Facts]:
    if AccessClass.HEALTH not in classes:
        return ()
    return rows_of(
        session,
        select(Programme.code, Programme.title, *columns_of(PupilProgramme, classes))
        .join(Programme, Programme.id == PupilProgramme.programme_id)
        .where(PupilProgramme.pupil_id == pupil_id)
        .order_by(PupilProgramme.from_date),
    )


def _orders(session: Session, *rows: Sequence[Facts]) -> dict[int, Order]:
    names = ("admission_order_id", "withdrawal_order_id", "order_id")
    wanted = {row[name] for part in rows for row in part for name in names if row.get(name)}
    return {order.id: order for order in session.scalars(select(Order).where(Order.id.in_(wanted)))}


def _guardians(
    session: Session, asker: Asker, classes: frozenset[AccessClass], pupil_id: int, *, sees_guardians: bool
) -> list[FileGuardian]:
    conditions = [Guardianship.pupil_id == pupil_id, Guardianship.within(asker.day, None)]
    if not sees_guardians and asker.person_id != pupil_id:
        # A guardian must not learn of the others: neither how to reach them, nor whether their access has a limit.
        conditions.append(Guardianship.guardian_id == asker.person_id)
    bonds = facts(session, Guardianship, classes, *conditions)
    ids = {bond["guardian_id"] for bond in bonds}
    names = frozenset({AccessClass.GENERAL})
    persons = {row["id"]: row for row in facts(session, Person, names, Person.id.in_(ids))}
    shown = ids if sees_guardians else ids & {asker.person_id}
    reachable = names | {AccessClass.CONTACT}
    contacts = facts(session, Contact, reachable, Contact.person_id.in_(shown))
    addresses = facts(session, Address, reachable, Address.person_id.in_(shown), Address.on(asker.day))
    return [
        FileGuardian(
            bond,
            persons[guardian],
            _whose(contacts, guardian) if guardian in shown else None,
            _whose(addresses, guardian) if guardian in shown else None,
        )
        for bond in bonds
        for guardian in (bond["guardian_id"],)
    ]


def _whose(rows: Sequence[Facts], person_id: int) -> list[Facts]:
    return [row for row in rows if row["person_id"] == person_id]


def is_on(row: Facts, day: date) -> bool:
    """A dated row is valid on that day."""
    return bool(row["from_date"] <= day and (row["until_date"] is None or row["until_date"] >= day))
