"""Whose diary the asker may open, and what of it: rights are read as SQL conditions, child by child."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Date, Select, and_, bindparam, select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, SchoolClass
from core.foundation.database.bases import IdType
from core.foundation.permissions.rows import Relations, declared
from core.people.models import Person
from core.values.asker import Asker

READ, RIGHTS = "diary.read", ("diary.marks", "diary.attendance", "absences.announce")

_day: Any = bindparam("the_day", type_=Date())
# Somebody on some day: the statement is built once for each extent of the rights, and asked with values.
_ANYBODY = Asker(
    person_id=cast(int, bindparam("the_asker", type_=IdType)),
    name="",
    roles=frozenset(),
    hat="",
    day=cast(date, _day),
    grants={},
)


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
    found = _statement(declared(), asker.scopes(READ), tuple(asker.scopes(right) for right in RIGHTS))
    children: dict[int, Child] = {}
    asked = {"the_asker": asker.person_id, "the_day": asker.day}
    for pupil, given, family, born, grade, letter, *seen in session.connection().execute(found, asked):
        name = f"{grade}.{letter}" if letter else ""
        children.setdefault(pupil, Child(pupil, given, family, born, name, *map(bool, seen)))
    return list(children.values())


@lru_cache(maxsize=64)
def _statement(relations: Relations, read: frozenset[str], rights: tuple[frozenset[str], ...]) -> Select[Any]:
    found: Any = (
        select(
            Person.id,
            Person.given_name,
            Person.family_name,
            Person.birth_date,
            SchoolClass.grade,
            SchoolClass.letter,
            *(relations.reached(_ANYBODY, right, Person) for right in rights),
        )
        .outerjoin(ClassMembership, and_(ClassMembership.pupil_id == Person.id, ClassMembership.on(_day)))
        .outerjoin(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(relations.reached(_ANYBODY, read, Person))
        .order_by(Person.sort_key, Person.id)
    )
    return cast(Select[Any], found)
