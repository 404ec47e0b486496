"""The home of guardians and of pupils: today's lessons, child by child."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CompoundSelect, Date, and_, exists, func, literal, or_, select, union
from sqlalchemy.orm import Session, aliased

from core.classes.models import ClassMembership, ClassTeacher, SchoolClass
from core.foundation import clock
from core.foundation.permissions import visible
from core.foundation.scope import scope
from core.home.days import hours, room_text
from core.journals.diary import children as diary
from core.journals.lessons.models import Lesson, LessonContent
from core.journals.register.models import Journal, JournalClass, JournalPupil
from core.people.models import Person
from core.schools.models import Room, Subject
from core.values.asker import Asker


@dataclass(frozen=True, slots=True)
class ChildLesson:
    """A lesson of a child's day: no marks, no absences."""

    number: int | None
    starts: time | None
    ends: time | None
    subject: str
    room: str | None
    topic: str | None
    is_cancelled: bool

    @property
    def time(self) -> str:
        return hours(self.starts, self.ends)

    @property
    def place(self) -> str:
        return room_text(self.room)

    def is_on(self, day: date, moment: datetime) -> bool:
        """It is going on."""
        if self.is_cancelled or self.starts is None or self.ends is None:
            return False
        return clock.at_local(day, self.starts) <= moment < clock.at_local(day, self.ends)


@dataclass(slots=True)
class Child:
    """A pupil, as the family or the pupil sees one."""

    id: int
    given_name: str
    family_name: str
    may_announce: bool = False
    class_name: str = ""
    class_teacher: str = ""
    lessons: list[ChildLesson] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


def context() -> dict[str, Any]:
    """What the page shows; five statements, whatever the number of children."""
    session, asker, moment = scope.session, scope.asker, clock.now()
    children = {child.id: child for child in children_of(session, asker)}
    for reached in diary.children_of(session, asker):
        if reached.id in children:
            children[reached.id].may_announce = reached.may_announce
    _name_classes(session, asker.day, children)
    for pupil_id, lesson in lessons_of(session, asker.day, list(children)):
        children[pupil_id].lessons.append(lesson)
    shown = {"children": list(children.values()), "day": asker.day, "moment": moment, "hat": asker.hat}
    return shown | {"may_open": asker.may("personal_file.read")}


def children_of(session: Session, asker: Asker) -> list[Child]:
    """The pupils whom the asker reaches in the present hat: own children, or oneself. One statement."""
    found = (
        select(Person.id, Person.given_name, Person.family_name)
        .where(Person.id.in_(visible(asker, "pupils.list", Person)))
        .order_by(Person.sort_key)
    )
    return [Child(*row) for row in session.execute(found)]


def _name_classes(session: Session, day: date, children: Mapping[int, Child]) -> None:
    teacher = aliased(Person)
    found = (
        select(ClassMembership.pupil_id, SchoolClass.grade, SchoolClass.letter, teacher.given_name, teacher.family_name)
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .outerjoin(
            ClassTeacher,
            and_(ClassTeacher.school_class_id == SchoolClass.id, ClassTeacher.is_main, ClassTeacher.on(day)),
        )
        .outerjoin(teacher, teacher.id == ClassTeacher.person_id)
        .where(ClassMembership.pupil_id.in_(children), ClassMembership.on(day))
    )
    for pupil_id, grade, letter, given, family in session.execute(found):
        children[pupil_id].class_name = f"{grade}.{letter}"
        children[pupil_id].class_teacher = f"{given} {family}" if family else ""


def lessons_of(session: Session, day: date, pupil_ids: Sequence[int]) -> list[tuple[int, ChildLesson]]:
    """Each pupil's lessons of a day, in their order. One statement."""
    reached = _journals_of(day, pupil_ids).subquery()
    found = (
        select(
            reached.c.pupil_id,
            Lesson.number,
            Lesson.starts,
            Lesson.ends,
            func.coalesce(Subject.title, Journal.title),
            Room.name,
            _topic(reached.c.pupil_id, day),
            Lesson.state == "cancelled",
        )
        .join(Lesson, Lesson.journal_id == reached.c.journal_id)
        .join(Journal, Journal.id == Lesson.journal_id)
        .outerjoin(Subject, Subject.id == Journal.subject_id)
        .outerjoin(Room, Room.id == Lesson.room_id)
        .where(Lesson.day == day, Lesson.state != "moved")
        .order_by(reached.c.pupil_id, Lesson.number, Lesson.starts, Journal.title)
    )
    rows: Sequence[Any] = session.execute(found).all()
    return [(pupil_id, ChildLesson(*row)) for pupil_id, *row in rows]


def _journals_of(day: date, pupil_ids: Sequence[int]) -> CompoundSelect[Any]:
    """Pupil and journal: by class or alone, and not taken out of it."""
    single = aliased(JournalPupil)
    is_taken_out = exists().where(
        single.journal_id == JournalClass.journal_id,
        single.pupil_id == ClassMembership.pupil_id,
        single.is_excluded,
        single.on(day),
    )
    by_class = (
        select(ClassMembership.pupil_id.label("pupil_id"), JournalClass.journal_id.label("journal_id"))
        .join(JournalClass, JournalClass.school_class_id == ClassMembership.school_class_id)
        .where(ClassMembership.pupil_id.in_(pupil_ids), ClassMembership.on(day), JournalClass.on(day), ~is_taken_out)
    )
    alone = select(JournalPupil.pupil_id, JournalPupil.journal_id).where(
        JournalPupil.pupil_id.in_(pupil_ids), JournalPupil.is_excluded.is_(False), JournalPupil.on(day)
    )
    return union(by_class, alone)


def _topic(pupil_id: Any, day: date) -> Any:
    """The topic written for the pupil's class, else the one for all."""
    member = aliased(ClassMembership)
    own_class = (
        select(member.school_class_id)
        .where(member.pupil_id == pupil_id, member.on(literal(day, Date)))
        .correlate_except(member)
    )
    return (
        select(LessonContent.topic)
        .where(
            LessonContent.lesson_id == Lesson.id,
            LessonContent.topic != "",
            or_(LessonContent.school_class_id.is_(None), LessonContent.school_class_id.in_(own_class)),
        )
        .order_by(LessonContent.school_class_id.is_(None))
        .limit(1)
        .correlate_except(LessonContent)
        .scalar_subquery()
    )
