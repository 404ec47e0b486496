"""Whose diary the asker may open, and what of it: rights are read as SQL conditions, child by child."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, SchoolClass
from core.foundation.permissions.rows import declared
from core.people.models import Person
from core.values.asker import Asker


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil whom the asker reaches in the present hat: an own child, or oneself."""

    id: int
    given_name: str
    family_name: str
    birth_date: date | None
    class_name: str
    sees_marks: bool
    sees_attendance: bool
    may_announce: bool

    @property
    def label(self) -> str:
        """`Anna · 10.a`"""
        return f"{self.given_name} · {self.class_name}" if self.class_name else self.given_name


def children_of(session: Session, asker: Asker) -> list[Child]:
    """The pupils in the order of their names, each with the asker's rights. One statement."""
    relations = declared()
    rights = (
        relations.condition(asker, permission, Person)
        for permission in ("diary.marks", "diary.attendance", "absences.announce")
    )
    found = (
        select(
            Person.id,
            Person.given_name,
            Person.family_name,
            Person.birth_date,
            SchoolClass.grade,
            SchoolClass.letter,
            *rights,
        )
        .outerjoin(ClassMembership, and_(ClassMembership.pupil_id == Person.id, ClassMembership.on(asker.day)))
        .outerjoin(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(relations.condition(asker, "diary.read", Person))
        .order_by(Person.sort_key, Person.id)
    )
    children: dict[int, Child] = {}
    for pupil, given, family, born, grade, letter, *seen in session.connection().execute(found):
        name = f"{grade}.{letter}" if letter else ""
        children.setdefault(pupil, Child(pupil, given, family, born, name, *map(bool, seen)))
    return list(children.values())
