"""What the school has already, of what the register speaks of: read once, in a fixed number of statements."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, ClassProgramme, ClassTeacher, SchoolClass
from core.people.models import (
    Address,
    CareStatus,
    Contact,
    Enrolment,
    EnrolmentStatus,
    Guardianship,
    Person,
    Post,
    PupilProgramme,
    SupportNeed,
)
from core.schools.models import Order, Programme, Room, SchoolProfile, SchoolYear
from klade_viis_sync.contacts import plain_contact

PERSON_FIELDS = (
    "given_name",
    "family_name",
    "birth_date",
    "sex",
    "language",
    "citizenship",
    "personal_code",
    "institution_number",
)
PROFILE_FIELDS = (
    "registration_number",
    "name",
    "kind",
    "category",
    "founder",
    "area_code",
    "address",
    "email",
    "phone",
    "head_name",
)
PROGRAMME_FIELDS = ("title", "licence_number", "licensed_on", "accredited_until", "form", "language")
POST_FIELDS = ("load", "weekly_hours", "education", "subjects")
GUARDIANSHIP_FIELDS = ("relation", "access", "has_custody", "contact_ban", "official_address_active")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read: id, version, and the columns that are compared."""

    id: int
    version: int
    values: dict[str, Any]


class Dated(NamedTuple):
    """A dated fact of somebody: what it says, and from when until when."""

    id: int
    version: int
    value: Any
    from_date: date
    until_date: date | None

    def row(self, column: str) -> Row:
        """The row with the column in which the value stands."""
        values = {column: self.value, "from_date": self.from_date, "until_date": self.until_date}
        return Row(self.id, self.version, values)


class Present:
    """The school's rows by what the file would call them."""

    def __init__(self, session: Session, school_year: str) -> None:
        self._read_school(session, school_year)
        self._read_persons(session)
        self._read_pupils(session)

    def _read_school(self, session: Session, school_year: str) -> None:
        self.profile = next(_rows(session, SchoolProfile, PROFILE_FIELDS), None)
        self.year_id = session.scalar(select(SchoolYear.id).where(SchoolYear.key == school_year))
        self.programmes = {row.values["code"]: row for row in _rows(session, Programme, ("code", *PROGRAMME_FIELDS))}
        self.rooms: dict[str, int] = dict(session.execute(select(Room.name, Room.id)).all())
        self.orders: dict[tuple[str, date | None, str], int] = {
            (number, dated, kind): order_id
            for order_id, number, dated, kind in session.execute(
                select(Order.id, Order.number, Order.dated, Order.kind)
            )
        }
        self.order_texts = {order_id: f"{number} ({dated})" for (number, dated, _), order_id in self.orders.items()}
        of_year = SchoolClass.school_year_id == self.year_id
        self.classes = {
            f"{row.values['grade']}.{row.values['letter']}": row
            for row in _rows(session, SchoolClass, ("grade", "letter", "is_combined", "room_id"), of_year)
        }
        self.class_names = {row.id: name for name, row in self.classes.items()}
        self.programme_codes = {row.id: code for code, row in self.programmes.items()}
        self.class_programmes = set(
            session.execute(select(ClassProgramme.school_class_id, ClassProgramme.programme_id))
        )
        self.class_teachers = _dated(
            session, ClassTeacher, ClassTeacher.school_class_id, ClassTeacher.person_id, ClassTeacher.is_main
        )

    def _read_persons(self, session: Session) -> None:
        self.persons = {row.id: row for row in _rows(session, Person, (*PERSON_FIELDS, "former_name", "sort_key"))}
        self.by_code: dict[str, int] = {}
        self.by_number: dict[str, int] = {}
        self.by_name: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for person in self.persons.values():
            if person.values["personal_code"]:
                self.by_code[person.values["personal_code"]] = person.id
            if person.values["institution_number"]:
                self.by_number[person.values["institution_number"]] = person.id
            self.by_name[name_key(person.values["given_name"], person.values["family_name"])].append(person.id)
        self.contacts: defaultdict[int, list[Row]] = defaultdict(list)
        self.by_contact: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for row in _rows(session, Contact, ("person_id", "kind", "value", "verified_at")):
            whose, kind, value = row.values["person_id"], row.values["kind"], row.values["value"]
            self.contacts[whose].append(row)
            self.by_contact[kind, plain_contact(kind, value)].add(whose)
        self.addresses: defaultdict[int, list[Row]] = defaultdict(list)
        open_ended = Address.until_date.is_(None)
        for row in _rows(session, Address, ("person_id", "kind", "text", "from_date", "until_date"), open_ended):
            self.addresses[row.values["person_id"]].append(row)
        self.posts: defaultdict[int, list[Row]] = defaultdict(list)
        for row in _rows(session, Post, ("person_id", "title", "from_date", "until_date", *POST_FIELDS)):
            self.posts[row.values["person_id"]].append(row)

    def _read_pupils(self, session: Session) -> None:
        fields = (
            "pupil_id",
            "from_date",
            "until_date",
            "admission_order_id",
            "withdrawal_order_id",
            "withdrawal_reason",
            "next_school",
        )
        self.enrolments: defaultdict[int, list[Row]] = defaultdict(list)
        for row in _rows(session, Enrolment, fields):
            self.enrolments[row.values["pupil_id"]].append(row)
        self.statuses = _dated(session, EnrolmentStatus, EnrolmentStatus.enrolment_id, EnrolmentStatus.status)
        self.pupil_programmes = _dated(session, PupilProgramme, PupilProgramme.pupil_id, PupilProgramme.programme_id)
        in_year = ClassMembership.school_class_id.in_([row.id for row in self.classes.values()])
        self.memberships = _dated(
            session, ClassMembership, ClassMembership.pupil_id, ClassMembership.school_class_id, in_year
        )
        self.care = _dated(session, CareStatus, CareStatus.pupil_id, CareStatus.out_of_family)
        self.needs: defaultdict[int, list[Row]] = defaultdict(list)
        need_fields = ("pupil_id", "code", "opinion_number", "opinion_date", "from_date", "until_date")
        for row in _rows(session, SupportNeed, need_fields):
            self.needs[row.values["pupil_id"]].append(row)
        self.guardianships: defaultdict[int, list[Row]] = defaultdict(list)
        for row in _rows(session, Guardianship, ("guardian_id", "pupil_id", "until_date", *GUARDIANSHIP_FIELDS)):
            self.guardianships[row.values["pupil_id"]].append(row)

    def listed_name(self, person_id: int) -> str:
        """Surname first."""
        values = self.persons[person_id].values
        return f"{values['family_name']} {values['given_name']}"


def name_key(given_name: str, family_name: str) -> tuple[str, str]:
    """Names as they are compared: without regard to capitals."""
    return given_name.casefold(), family_name.casefold()


def _rows(session: Session, model: Any, fields: tuple[str, ...], *conditions: Any) -> Any:
    columns = [getattr(model, field) for field in fields]
    statement = select(model.id, model.version, *columns).where(*conditions).order_by(model.id)
    for row_id, version, *values in session.execute(statement):
        yield Row(row_id, version, dict(zip(fields, values, strict=True)))


def _dated(session: Session, model: Any, whose: Any, what: Any, *conditions: Any) -> defaultdict[int, list[Dated]]:
    statement = (
        select(whose, model.id, model.version, what, model.from_date, model.until_date)
        .where(*conditions)
        .order_by(model.from_date, model.id)
    )
    found: defaultdict[int, list[Dated]] = defaultdict(list)
    for owner, *values in session.execute(statement):
        found[owner].append(Dated(*values))
    return found
