"""The lessons of a day as first screens show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from core.classes.models import SchoolClass
from core.foundation import clock
from core.journals.duties import due_of
from core.journals.inspection.gaps import TAKES_PLACE, has_homework, has_roll, has_topic, main_teacher
from core.journals.lessons.models import Lesson
from core.journals.register.models import Journal, JournalClass, JournalTeacher
from core.schools.models import Room

Mark = tuple[str, str, str]
"""Kind of the glyph, what it is about, and what it says in words."""


@dataclass(frozen=True, slots=True)
class TaughtLesson:
    """A lesson as who teaches it sees it."""

    id: int
    journal_id: int
    journal: str
    day: date
    number: int | None
    starts: time | None
    ends: time | None
    room: str | None
    state: str
    has_roll: bool
    has_topic: bool
    has_homework: bool
    is_substitution: bool

    @property
    def takes_place(self) -> bool:
        return self.state in {"planned", "held"}

    def is_on(self, moment: datetime) -> bool:
        """It is going on."""
        if not self.takes_place or self.starts is None or self.ends is None:
            return False
        return clock.at_local(self.day, self.starts) <= moment < clock.at_local(self.day, self.ends)

    def is_ahead(self, moment: datetime) -> bool:
        """It is still to begin."""
        return self.takes_place and self.starts is not None and moment < clock.at_local(self.day, self.starts)

    def is_over(self, moment: datetime) -> bool:
        """It has ended; a lesson without times ends with its day."""
        return moment >= clock.at_local(self.day, self.ends or time(23, 59))

    def marks(self, moment: datetime, settings: Mapping[str, Any]) -> tuple[Mark, Mark, Mark]:
        """Roll call, topic, homework: there, still to do, or late."""
        is_due = moment > due_of(self.day, self.ends, settings)
        return (
            _mark(_("attendance"), self.has_roll, self.is_over(moment)),
            _mark(_("topic"), self.has_topic, is_due),
            _mark(_("homework"), self.has_homework, is_due),
        )


def _mark(what: str, is_there: bool, is_late: bool) -> Mark:
    if is_there:
        return "done", what, _("is there")
    return ("late", what, _("missing after its time")) if is_late else ("", what, _("not there yet"))


def lessons_taught(session: Session, person_id: int, day: date) -> list[TaughtLesson]:
    """The lessons that a person teaches on a day, cancelled ones too, in their order. One statement."""
    rows: Sequence[Any] = session.execute(_taught(person_id, day)).all()
    return [TaughtLesson(*row) for row in rows]


def _taught(person_id: int, day: date) -> Select[*tuple[Any, ...]]:
    teacher = aliased(JournalTeacher)
    is_regular = exists().where(
        teacher.journal_id == Lesson.journal_id,
        teacher.person_id == person_id,
        teacher.role != "substitute",
        teacher.on(day),
    )
    return (
        select(
            Lesson.id,
            Lesson.journal_id,
            Journal.title,
            Lesson.day,
            Lesson.number,
            Lesson.starts,
            Lesson.ends,
            Room.name,
            Lesson.state,
            has_roll(),
            has_topic(),
            has_homework(),
            ~is_regular,
        )
        .join(Journal, Journal.id == Lesson.journal_id)
        .outerjoin(Room, Room.id == Lesson.room_id)
        .where(
            Lesson.day == day,
            Lesson.state != "moved",
            or_(Lesson.taught_by_id == person_id, and_(Lesson.taught_by_id.is_(None), main_teacher() == person_id)),
        )
        .order_by(Lesson.number, Lesson.starts, Journal.title)
    )


def days_beside(session: Session, day: date, *conditions: ColumnElement[bool]) -> tuple[date | None, date | None]:
    """The nearest days before and after with lessons that take place under the conditions. One statement."""
    before = select(func.max(Lesson.day)).where(Lesson.day < day, TAKES_PLACE, *conditions)
    after = select(func.min(Lesson.day)).where(Lesson.day > day, TAKES_PLACE, *conditions)
    row: Any = session.execute(select(before.scalar_subquery(), after.scalar_subquery())).one()
    return row[0], row[1]


def classes_of(session: Session, journal_ids: Sequence[int], day: date) -> dict[int, list[str]]:
    """Names of the classes of journals on a day. One statement."""
    found: dict[int, list[str]] = {}
    for journal_id, grade, letter in session.execute(
        select(JournalClass.journal_id, SchoolClass.grade, SchoolClass.letter)
        .join(SchoolClass, SchoolClass.id == JournalClass.school_class_id)
        .where(JournalClass.journal_id.in_(journal_ids), JournalClass.on(day))
        .order_by(SchoolClass.grade, SchoolClass.letter)
    ):
        found.setdefault(journal_id, []).append(f"{grade}.{letter}")
    return found
