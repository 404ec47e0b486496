"""Lists of pupils: who they are, when they were born, how they attend."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, case, exists, literal, select
from sqlalchemy.orm import Session, aliased

from core.foundation.permissions import visible
from core.people.models import Enrolment, EnrolmentStatus, Person
from core.values.asker import Asker


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil as a list shows one."""

    id: int
    family_name: str
    given_name: str
    sex: str | None
    birth_date: date | None
    enrolled_from: date
    enrolled_until: date | None
    status: str | None
    may_open: bool
    """The asker may open the personal file."""

    @property
    def listed_name(self) -> str:
        """Surname first."""
        return f"{self.family_name} {self.given_name}"

    def has_left(self, day: date) -> bool:
        """The enrolment ended before that day."""
        return self.enrolled_until is not None and self.enrolled_until < day


def pupils(session: Session, asker: Asker, *conditions: ColumnElement[bool]) -> list[Pupil]:
    """Pupils, present and former, whom the asker may see, in the order of their names. One statement."""
    day = literal(asker.day, Date)
    there = case((Enrolment.until_date < day, Enrolment.until_date), else_=day)
    status = and_(EnrolmentStatus.enrolment_id == Enrolment.id, EnrolmentStatus.on(there))
    may_open = Person.id.in_(visible(asker, "personal_file.read", Person))
    rows = session.execute(
        select(
            Person.id,
            Person.family_name,
            Person.given_name,
            Person.sex,
            Person.birth_date,
            Enrolment.from_date,
            Enrolment.until_date,
            EnrolmentStatus.status,
            may_open,
        )
        .select_from(Person)
        .join(Enrolment, Enrolment.id == _latest_enrolment(asker.day))
        .outerjoin(EnrolmentStatus, status)
        .where(Person.id.in_(visible(asker, "pupils.list", Person)), *conditions)
        .order_by(Person.sort_key, Person.id)
    )
    return [Pupil(*row) for row in rows]


def visible_pupils(asker: Asker) -> Select[Any]:
    """The ids of persons in the asker's list of pupils."""
    return visible(asker, "pupils.list", Person).where(exists().where(Enrolment.pupil_id == Person.id))


def is_pupil(day: date) -> ColumnElement[bool]:
    """The person's enrolment that a list shows lasts on that day."""
    return Enrolment.on(day)


def has_left(day: date) -> ColumnElement[bool]:
    """The person's enrolment that a list shows ended before that day."""
    return Enrolment.until_date < day


def _latest_enrolment(day: date) -> Any:
    """The enrolment of the day, else the latest."""
    enrolment = aliased(Enrolment)
    return (
        select(enrolment.id)
        .where(enrolment.pupil_id == Person.id)
        .order_by(enrolment.on(day).desc(), enrolment.from_date.desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
