"""Facts about persons. One person may be staff, guardian and pupil at once."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Dated, Id, Moment, School, Versioned, Voidable
from core.values.access import AccessClass, classed


class Person(Versioned, School):
    """A human being known to the school."""

    __tablename__ = "person"

    id: Mapped[Id]
    given_name: Mapped[str]
    family_name: Mapped[str]
    former_name: Mapped[str | None]
    sort_key: Mapped[str] = mapped_column(String(400), index=True)
    """`core.foundation.names.sort_key(family_name, given_name)`."""
    birth_date: Mapped[date | None]
    sex: Mapped[str | None] = mapped_column(String(1))
    """`f`, `m` or unknown; participles agree with it on the screen."""
    language: Mapped[str | None] = mapped_column(String(10))
    citizenship: Mapped[str | None] = mapped_column(String(10))
    personal_code: Mapped[str | None] = mapped_column(String(20), unique=True, info=classed(AccessClass.CONTACT))
    institution_number: Mapped[str | None] = mapped_column(String(40), unique=True)
    """The school's own number of a person without a personal code."""

    @property
    def full_name(self) -> str:
        """First name first, for sentences."""
        return f"{self.given_name} {self.family_name}"

    @property
    def listed_name(self) -> str:
        """Surname first, for lists."""
        return f"{self.family_name} {self.given_name}"


class Contact(Versioned, School):
    """A phone or e-mail of a person."""

    __tablename__ = "contact"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    """`phone` or `email`."""
    value: Mapped[str] = mapped_column(info=classed(AccessClass.CONTACT))
    verified_at: Mapped[datetime | None] = mapped_column(Moment)


class Address(Dated, Versioned, School):
    """A declared or actual address of a person."""

    __tablename__ = "address"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    """`declared` or `actual`."""
    text: Mapped[str] = mapped_column(info=classed(AccessClass.CONTACT))


class IdentityDocument(Versioned, School):
    """A document that proves who a person is (personu apliecinošs dokuments)."""

    __tablename__ = "identity_document"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[str | None] = mapped_column(info=classed(AccessClass.CONTACT))
    issued: Mapped[date | None] = mapped_column(info=classed(AccessClass.CONTACT))
    issuer: Mapped[str | None] = mapped_column(info=classed(AccessClass.CONTACT))


class PreviousEducation(Versioned, School):
    """What a pupil completed before this school (R3.2)."""

    __tablename__ = "previous_education"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    programme: Mapped[str | None]
    school: Mapped[str | None]
    completed: Mapped[date | None]


class PersonalFile(Versioned, School):
    """A pupil's personal file (personas lieta)."""

    __tablename__ = "personal_file"

    id: Mapped[Id]
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    number: Mapped[str | None]
    opened: Mapped[date | None]
    checked: Mapped[date | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ReadEvent(School):
    """Who opened whose personal file, when and in which role; written before the file is shown."""

    __tablename__ = "read_event"
    __table_args__ = {"sqlite_autoincrement": True, "info": {"unrecorded": "its rows are a log themselves"}}

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(Moment)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role_key: Mapped[str] = mapped_column(String(30))
    what: Mapped[str] = mapped_column(String(40))


class Post(Dated, Versioned, School):
    """A staff member's post (amats)."""

    __tablename__ = "post"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str]
    """As the state register writes it: profession code and name."""
    load: Mapped[int | None]
    """Hundredths of a full load (likme)."""
    weekly_hours: Mapped[int | None]
    education: Mapped[str | None]
    subjects: Mapped[str | None]


class Role(Versioned, School):
    """A role of this school; its permissions are data that the school may change."""

    __tablename__ = "role"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(30), unique=True)
    title_lv: Mapped[str]
    title_en: Mapped[str]
    position: Mapped[int]
    hat: Mapped[str] = mapped_column(String(10))
    """`staff`, `guardian` or `pupil`: what is seen in one hat never leaks into the next."""
    needs_second_factor: Mapped[bool] = mapped_column(default=False)
    is_implied: Mapped[bool] = mapped_column(default=False)
    """Follows from facts (teacher, class teacher, guardian, pupil); nobody grants it."""


class RolePermission(Versioned, School):
    """What a role may do, and to which extent: a relation's key, or `school` for everything."""

    __tablename__ = "role_permission"
    __table_args__ = (
        Index("uq_role_permission", "role_key", "permission_key", "scope", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    role_key: Mapped[str] = mapped_column(String(30))
    permission_key: Mapped[str] = mapped_column(String(60))
    scope: Mapped[str] = mapped_column(String(40))


class RoleHeld(Dated, Versioned, School):
    """A role that a person holds for a time."""

    __tablename__ = "role_held"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role_key: Mapped[str] = mapped_column(String(30))


class Guardianship(Dated, Versioned, School):
    """A guardian of a pupil, with the separate rights of this relation.

    `access` is `granted`, `undecided` (waiting for a named person's decision with a basis; no access until then)
    or `denied`. What the state register says about custody is kept as said; it opens and closes nothing by itself.
    """

    __tablename__ = "guardianship"
    __table_args__ = (
        Index("ix_guardianship_guardian_pupil", "guardian_id", "pupil_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    guardian_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    relation: Mapped[str] = mapped_column(String(20))
    """`mother`, `father`, `guardian`, `foster`, `other`: data of the school."""
    access: Mapped[str] = mapped_column(String(10), info=classed(AccessClass.LEGAL))
    has_custody: Mapped[bool | None] = mapped_column(info=classed(AccessClass.LEGAL))
    contact_ban: Mapped[bool] = mapped_column(default=False, info=classed(AccessClass.LEGAL))
    official_address_active: Mapped[bool | None]
    sees_marks: Mapped[bool] = mapped_column(default=True)
    sees_attendance: Mapped[bool] = mapped_column(default=True)
    may_excuse: Mapped[bool] = mapped_column(default=True)
    receives_messages: Mapped[bool] = mapped_column(default=True)
    is_shown_as_contact: Mapped[bool] = mapped_column(default=True)


class GuardianDecision(Voidable, Versioned, School):
    """A named person's decision about a guardian's access, with its basis; voided where it was taken back."""

    __tablename__ = "guardian_decision"

    id: Mapped[Id]
    guardianship_id: Mapped[int] = mapped_column(ForeignKey("guardianship.id"), index=True)
    granted: Mapped[bool] = mapped_column(info=classed(AccessClass.LEGAL))
    former_access: Mapped[str] = mapped_column(String(10), info=classed(AccessClass.LEGAL))
    """What held before it, and holds again where it is taken back."""
    basis: Mapped[str] = mapped_column(info=classed(AccessClass.LEGAL))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(Moment)
    effective: Mapped[date]


class AdultDecision(Dated, Versioned, School):
    """What a pupil of 18 decided about guardians' access; valid until the next decision."""

    __tablename__ = "adult_decision"

    id: Mapped[Id]
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    guardians_see: Mapped[bool]
    decided_at: Mapped[datetime] = mapped_column(Moment)


class Enrolment(Dated, Versioned, School):
    """A pupil's enrolment in the school (uzņemšana – atskaitīšana), by order."""

    __tablename__ = "enrolment"

    id: Mapped[Id]
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    admission_order_id: Mapped[int | None] = mapped_column(ForeignKey("head_order.id"))
    withdrawal_order_id: Mapped[int | None] = mapped_column(ForeignKey("head_order.id"))
    withdrawal_reason: Mapped[str | None]
    next_school: Mapped[str | None]


class EnrolmentStatus(Dated, Versioned, School):
    """How a pupil attends for a time: attends, academic leave, repeats, extended, abroad."""

    __tablename__ = "enrolment_status"

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    status: Mapped[str] = mapped_column(String(20))


class PupilProgramme(Dated, Versioned, School):
    """The education programme of a pupil; its code may reveal health."""

    __tablename__ = "pupil_programme"

    id: Mapped[Id]
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), info=classed(AccessClass.HEALTH))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("head_order.id"))


class SupportNeed(Dated, Versioned, School):
    """A pupil's special need (51–59) by the opinion of a commission."""

    __tablename__ = "support_need"

    id: Mapped[Id]
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code: Mapped[str | None] = mapped_column(String(10), info=classed(AccessClass.HEALTH))
    opinion_number: Mapped[str | None] = mapped_column(info=classed(AccessClass.HEALTH))
    opinion_date: Mapped[date | None] = mapped_column(info=classed(AccessClass.HEALTH))


class CareStatus(Dated, Versioned, School):
    """A pupil in out-of-family care: the institution or foster family is told instead of the parents (MK 89 p. 2)."""

    __tablename__ = "care_status"

    id: Mapped[Id]
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    out_of_family: Mapped[bool] = mapped_column(info=classed(AccessClass.LEGAL))
