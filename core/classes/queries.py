"""What may be asked about classes, their teachers and their members."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, ClassProgramme, ClassTeacher, SchoolClass
from core.foundation.permissions import visible
from core.people.models import Person
from core.schools.models import Order, Programme, Room, SchoolYear
from core.values.asker import Asker


@dataclass(frozen=True, slots=True)
class ClassName:
    """A class by its name."""

    id: int
    grade: int
    letter: str

    @property
    def name(self) -> str:
        """Number, full stop, letter: `10.a`."""
        return f"{self.grade}.{self.letter}"


@dataclass(frozen=True, slots=True)
class Teacher:
    """A class teacher."""

    id: int
    family_name: str
    given_name: str
    is_main: bool

    @property
    def full_name(self) -> str:
        """First name first."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class Member:
    """How long somebody is in a class."""

    from_date: date
    until_date: date | None

    def has_left(self, day: date) -> bool:
        return self.until_date is not None and self.until_date < day


@dataclass(slots=True)
class ClassRow:
    """A class as a list shows it."""

    id: int
    grade: int
    letter: str
    room: str | None
    pupils: int
    may_open: bool
    teachers: list[Teacher] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.grade}.{self.letter}"


@dataclass(frozen=True, slots=True)
class Membership:
    """A pupil's time in a class."""

    class_id: int
    grade: int
    letter: str
    year: str
    """The school year's key."""
    from_date: date
    until_date: date | None
    order: Order | None

    @property
    def name(self) -> str:
        return f"{self.grade}.{self.letter}"


def in_class(school_class_id: int, day: date) -> ColumnElement[bool]:
    """The class is the one that `classes_of` tells of the person."""
    return exists().where(
        ClassMembership.pupil_id == Person.id,
        ClassMembership.school_class_id == school_class_id,
        ClassMembership.from_date == _latest_start(day),
    )


def _latest_start(day: date) -> Any:
    """When the membership began that counts on a day: the one of the day, else the latest."""
    other = ClassMembership.__table__.alias()
    started = case((other.c.from_date <= day, other.c.from_date))
    return (
        select(func.coalesce(func.max(started), func.min(other.c.from_date)))
        .where(other.c.pupil_id == ClassMembership.pupil_id)
        .correlate(ClassMembership)
        .scalar_subquery()
    )


def classes_of(session: Session, pupil_ids: Collection[int], day: date) -> dict[int, ClassName]:
    """The class of each pupil on a day; of who has left, the last one. One statement."""
    rows = session.execute(
        select(ClassMembership.pupil_id, SchoolClass.id, SchoolClass.grade, SchoolClass.letter)
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(ClassMembership.pupil_id.in_(pupil_ids), ClassMembership.from_date == _latest_start(day))
    )
    return {pupil: ClassName(id_, grade, letter) for pupil, id_, grade, letter in rows}


def classes_with(session: Session, pupils: Select[Any], day: date) -> list[ClassName]:
    """The classes that have one of these pupils on that day, from the lowest grade up."""
    here = exists().where(
        ClassMembership.school_class_id == SchoolClass.id,
        ClassMembership.on(day),
        ClassMembership.pupil_id.in_(pupils),
    )
    rows = session.execute(
        select(SchoolClass.id, SchoolClass.grade, SchoolClass.letter)
        .where(here)
        .order_by(SchoolClass.grade, SchoolClass.letter, SchoolClass.id)
    )
    return [ClassName(*row) for row in rows]


def members(session: Session, school_class_id: int) -> dict[int, Member]:
    """Everybody who was, is or will be in the class, by the person's id; of several times the latest."""
    rows = session.execute(
        select(ClassMembership.pupil_id, ClassMembership.from_date, ClassMembership.until_date)
        .where(ClassMembership.school_class_id == school_class_id)
        .order_by(ClassMembership.from_date)
    )
    return {pupil: Member(since, until) for pupil, since, until in rows}


def years(session: Session) -> list[SchoolYear]:
    """School years, the latest first."""
    return list(session.scalars(select(SchoolYear).order_by(SchoolYear.from_date.desc())))


def classes(session: Session, asker: Asker, school_year_id: int, day: date) -> list[ClassRow]:
    """The classes of a year that the asker's list shows, with class teachers and numbers of pupils. Two statements."""
    pupils = (
        select(func.count())
        .where(ClassMembership.school_class_id == SchoolClass.id, ClassMembership.on(day))
        .correlate(SchoolClass)
        .scalar_subquery()
    )
    may_open = SchoolClass.id.in_(visible(asker, "class.read", SchoolClass))
    of_year = (
        SchoolClass.school_year_id == school_year_id,
        SchoolClass.id.in_(visible(asker, "classes.list", SchoolClass)),
    )
    rows = session.execute(
        select(SchoolClass.id, SchoolClass.grade, SchoolClass.letter, Room.name, pupils, may_open)
        .outerjoin(Room, Room.id == SchoolClass.room_id)
        .where(*of_year)
        .order_by(SchoolClass.grade, SchoolClass.letter)
    )
    found = {row[0]: ClassRow(*row) for row in rows}
    for class_id, teachers in _teachers(session, day, *of_year).items():
        found[class_id].teachers = teachers
    return list(found.values())


def class_teachers(session: Session, school_class_id: int, day: date) -> list[Teacher]:
    """The class teachers on a day, the main one first."""
    return _teachers(session, day, SchoolClass.id == school_class_id).get(school_class_id, [])


def classes_taught(session: Session, person_ids: Collection[int], day: date) -> dict[int, list[ClassName]]:
    """Of which classes each person is class teacher on a day. One statement."""
    rows = session.execute(
        select(ClassTeacher.person_id, SchoolClass.id, SchoolClass.grade, SchoolClass.letter)
        .join(SchoolClass, SchoolClass.id == ClassTeacher.school_class_id)
        .where(ClassTeacher.person_id.in_(person_ids), ClassTeacher.on(day))
        .order_by(SchoolClass.grade, SchoolClass.letter)
    )
    found: defaultdict[int, list[ClassName]] = defaultdict(list)
    for person_id, id_, grade, letter in rows:
        found[person_id].append(ClassName(id_, grade, letter))
    return found


def _teachers(session: Session, day: date, *conditions: ColumnElement[bool]) -> dict[int, list[Teacher]]:
    rows = session.execute(
        select(SchoolClass.id, Person.id, Person.family_name, Person.given_name, ClassTeacher.is_main)
        .join(ClassTeacher, ClassTeacher.school_class_id == SchoolClass.id)
        .join(Person, Person.id == ClassTeacher.person_id)
        .where(ClassTeacher.on(day), *conditions)
        .order_by(ClassTeacher.is_main.desc(), Person.sort_key)
    )
    found: defaultdict[int, list[Teacher]] = defaultdict(list)
    for class_id, person_id, family, given, is_main in rows:
        found[class_id].append(Teacher(person_id, family, given, is_main))
    return found


def programmes_of(session: Session, school_class_id: int) -> list[Programme]:
    """The education programmes of a class; of access class *health*."""
    return list(
        session.scalars(
            select(Programme)
            .join(ClassProgramme, ClassProgramme.programme_id == Programme.id)
            .where(ClassProgramme.school_class_id == school_class_id)
            .order_by(Programme.code)
        )
    )


def memberships_of(session: Session, pupil_id: int) -> list[Membership]:
    """A pupil's classes, the latest first, each with its order where it has one of its own."""
    rows = session.execute(
        select(
            SchoolClass.id,
            SchoolClass.grade,
            SchoolClass.letter,
            SchoolYear.key,
            ClassMembership.from_date,
            ClassMembership.until_date,
            Order,
        )
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .join(SchoolYear, SchoolYear.id == SchoolClass.school_year_id)
        .outerjoin(Order, Order.id == ClassMembership.order_id)
        .where(ClassMembership.pupil_id == pupil_id)
        .order_by(ClassMembership.from_date.desc())
    )
    return [Membership(*row) for row in rows]
