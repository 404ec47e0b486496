"""Mana klase: what a class teacher needs to know of the class today."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, ClassTeacher, SchoolClass
from core.foundation.permissions import visible
from core.foundation.scope import scope
from core.journals.attendance.models import Absence
from core.journals.inspection.gaps import TAKES_PLACE
from core.journals.lessons.models import Lesson
from core.people.guardians import UNDECIDED
from core.people.models import Guardianship, Person
from core.schools.models import SchoolYear
from core.values.asker import Asker

OF_AGE = 18


@dataclass(frozen=True, slots=True)
class Missing:
    """A pupil who missed lessons of the day or came late to them."""

    pupil_id: int
    name: str
    absent: str
    """Numbers of the lessons: `2.–4., 6.`"""
    late: str


@dataclass(frozen=True, slots=True)
class Birthday:
    """A birthday of this month."""

    pupil_id: int
    name: str
    day: date
    age: int

    @property
    def comes_of_age(self) -> bool:
        return self.age == OF_AGE


@dataclass(slots=True)
class OwnClass:
    """A class and its day."""

    id: int
    name: str
    pupils: int = 0
    missing: list[Missing] = field(default_factory=list)
    birthdays: list[Birthday] = field(default_factory=list)
    waiting: int | None = None
    """Guardians who wait for a decision; nothing where the asker may not know."""

    @property
    def absent(self) -> int:
        return sum(bool(pupil.absent) for pupil in self.missing)

    @property
    def late(self) -> int:
        return sum(bool(pupil.late) for pupil in self.missing)


def own_classes(session: Session, asker: Asker) -> list[OwnClass]:
    """The classes whose class teacher the asker is today. One statement."""
    found = (
        select(SchoolClass.id, SchoolClass.grade, SchoolClass.letter)
        .join(ClassTeacher, ClassTeacher.school_class_id == SchoolClass.id)
        .join(SchoolYear, SchoolYear.id == SchoolClass.school_year_id)
        .where(
            ClassTeacher.person_id == asker.person_id,
            ClassTeacher.on(asker.day),
            SchoolYear.from_date <= asker.day,
            SchoolYear.until_date >= asker.day,
            SchoolClass.id.in_(visible(asker, "class.read", SchoolClass)),
        )
        .order_by(SchoolClass.grade, SchoolClass.letter)
    )
    return [OwnClass(class_id, f"{grade}.{letter}") for class_id, grade, letter in session.execute(found)]


def context() -> dict[str, Any]:
    """What the page shows; a fixed number of statements."""
    session, asker = scope.session, scope.asker
    classes = {one.id: one for one in own_classes(session, asker)}
    _count_pupils(session, asker.day, classes)
    _note_missing(session, asker.day, classes)
    if asker.may("people.legal"):
        _count_waiting(session, asker, classes)
    return {"classes": list(classes.values()), "day": asker.day, "may_open": asker.may("personal_file.read")}


def _members(day: date, classes: dict[int, OwnClass], *columns: Any) -> Select[Any]:
    """Columns of the pupils of the classes on a day, with the class's id before them."""
    return (
        select(ClassMembership.school_class_id, *columns)
        .join(Person, Person.id == ClassMembership.pupil_id)
        .where(ClassMembership.school_class_id.in_(classes), ClassMembership.on(day))
    )


def _count_pupils(session: Session, day: date, classes: dict[int, OwnClass]) -> None:
    columns = (Person.id, Person.family_name, Person.given_name, Person.birth_date)
    pupils = session.execute(_members(day, classes, *columns).order_by(Person.sort_key)).all()
    for class_id, pupil_id, family, given, born in pupils:
        one = classes[class_id]
        one.pupils += 1
        if born is not None and born.month == day.month:
            birthday = Birthday(pupil_id, f"{family} {given}", _this_year(born, day.year), day.year - born.year)
            one.birthdays.append(birthday)
    for one in classes.values():
        one.birthdays.sort(key=lambda birthday: birthday.day)


def _this_year(born: date, year: int) -> date:
    """The birthday of a year; who was born on 29 February has it on the 28th in other years."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def _note_missing(session: Session, day: date, classes: dict[int, OwnClass]) -> None:
    absences = (
        _members(day, classes, Person.id, Person.family_name, Person.given_name, Absence.kind, Lesson.number)
        .join(Absence, Absence.pupil_id == Person.id)
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .where(Lesson.day == day, TAKES_PLACE, Absence.voided.is_(None))
        .order_by(Person.sort_key, Lesson.number)
    )
    found: dict[tuple[int, int], tuple[str, list[int | None], list[int | None]]] = {}
    for class_id, pupil_id, family, given, kind, number in session.execute(absences):
        _name, absent, late = found.setdefault((class_id, pupil_id), (f"{family} {given}", [], []))
        (absent if kind == "absent" else late).append(number)
    for (class_id, pupil_id), (name, absent, late) in found.items():
        classes[class_id].missing.append(Missing(pupil_id, name, numbers_text(absent), numbers_text(late)))


def numbers_text(numbers: Sequence[int | None]) -> str:
    """Numbers of lessons, runs of three and more drawn together: `1., 3.–5.`"""
    runs: list[list[int]] = []
    for number in sorted({number for number in numbers if number is not None}):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(_run_text(run) for run in runs)


def _run_text(run: Sequence[int]) -> str:
    return f"{run[0]}.–{run[-1]}." if len(run) > 2 else ", ".join(f"{number}." for number in run)


def _count_waiting(session: Session, asker: Asker, classes: dict[int, OwnClass]) -> None:
    counted = (
        _members(asker.day, classes, func.count(Guardianship.id))
        .join(Guardianship, Guardianship.pupil_id == Person.id)
        .where(
            Guardianship.access == UNDECIDED,
            Guardianship.on(asker.day),
            Person.id.in_(visible(asker, "people.legal", Person)),
        )
        .group_by(ClassMembership.school_class_id)
    )
    for one in classes.values():
        one.waiting = 0
    for class_id, number in session.execute(counted):
        classes[class_id].waiting = number
