"""What a class teacher decides with: announcements that wait, and the excuses of a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from core.classes.models import ClassMembership, SchoolClass
from core.foundation import clock
from core.foundation.history.record import table_of
from core.journals.attendance.models import Absence
from core.journals.excuses.models import Announcement, Excuse, ExcusedLesson, ExcuseReason
from core.journals.excuses.shown import ABSENT, within
from core.journals.excuses.words import DOCUMENTS, GUARDIAN_NOTE, WAITING, days_text, title_column
from core.journals.lessons.models import Lesson
from core.people.models import Person
from core.schools.models import Term


@dataclass(frozen=True, slots=True)
class Waiting:
    """An announcement that waits for the class teacher."""

    id: int
    pupil_id: int
    pupil: str
    made_by: str
    is_own: bool
    """The pupil, of age, announced."""
    made_at: datetime
    from_date: date
    until_date: date
    first_lesson: int | None
    last_lesson: int | None
    reason: str
    code: str
    note: str | None
    used: int
    """Notes of the parents that counted in the semester so far."""
    recorded: int
    """Absences that it would justify now."""

    @property
    def days(self) -> str:
        return days_text(self.from_date, self.until_date, self.first_lesson, self.last_lesson)

    def is_late(self, settings: Mapping[str, Any]) -> bool:
        """It came after the school's hour of its first day."""
        latest: datetime = clock.at_local(self.from_date, settings["latest_hour"])
        return self.made_at > latest

    def is_long(self, settings: Mapping[str, Any]) -> bool:
        """It covers more days than one note of the parents may."""
        most: int = settings["days_a_note"]
        return (self.until_date - self.from_date).days >= most


def waiting_of(session: Session, class_id: int, day: date) -> list[Waiting]:
    """What waits about the pupils of a class, the oldest first. One statement."""
    maker = aliased(Person)
    rows: Any = session.execute(
        select(
            Announcement.id,
            Announcement.pupil_id,
            Person.family_name + " " + Person.given_name,
            maker.given_name + " " + maker.family_name,
            Announcement.made_by_id == Announcement.pupil_id,
            Announcement.made_at,
            Announcement.from_date,
            Announcement.until_date,
            Announcement.first_lesson,
            Announcement.last_lesson,
            title_column(),
            ExcuseReason.code,
            Announcement.note,
            _notes_used(),
            _recorded(),
        )
        .join(Person, Person.id == Announcement.pupil_id)
        .join(maker, maker.id == Announcement.made_by_id)
        .join(ExcuseReason, ExcuseReason.key == Announcement.reason_key)
        .join(ClassMembership, ClassMembership.pupil_id == Announcement.pupil_id)
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(Announcement.state == WAITING, ClassMembership.school_class_id == class_id, ClassMembership.on(day))
        .order_by(Announcement.made_at, Announcement.id)
    )
    return [Waiting(*row) for row in rows]


def _notes_used() -> Any:
    """Notes accepted in the semester in which the announcement begins."""
    return (
        select(func.count(Excuse.id))
        .select_from(Excuse)
        .join(
            Term,
            and_(
                Term.school_year_id == SchoolClass.school_year_id,
                Term.grade_from <= SchoolClass.grade,
                Term.grade_until >= SchoolClass.grade,
                Term.from_date <= Announcement.from_date,
                Term.until_date >= Announcement.from_date,
            ),
        )
        .where(
            Excuse.pupil_id == Announcement.pupil_id,
            Excuse.voided.is_(None),
            Excuse.document == GUARDIAN_NOTE,
            Excuse.from_date.between(Term.from_date, Term.until_date),
        )
        .correlate(Announcement, SchoolClass)
        .scalar_subquery()
    )


def _recorded() -> Any:
    return (
        select(func.count(Absence.id))
        .select_from(Absence)
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .where(
            Absence.pupil_id == Announcement.pupil_id,
            Absence.kind == ABSENT,
            Absence.voided.is_(None),
            within(table_of(Announcement), table_of(Lesson)),
        )
        .correlate(Announcement)
        .scalar_subquery()
    )


@dataclass(frozen=True, slots=True)
class Held:
    """An excuse that holds."""

    id: int
    pupil: str
    from_date: date
    until_date: date
    first_lesson: int | None
    last_lesson: int | None
    lessons: int
    """How many are named; 0: all of the days."""
    reason: str
    code: str
    document: str | None
    decided_by: str
    decided_at: datetime

    @property
    def days(self) -> str:
        return days_text(self.from_date, self.until_date, self.first_lesson, self.last_lesson)

    @property
    def document_words(self) -> Any:
        return DOCUMENTS.get(self.document or "", "")


def held_excuses(session: Session, class_id: int, first: date, last: date) -> list[Held]:
    """Excuses of a class's pupils that touch some days, the latest first. One statement."""
    decider = aliased(Person)
    named = (
        select(func.count(ExcusedLesson.id))
        .where(ExcusedLesson.excuse_id == Excuse.id)
        .correlate(Excuse)
        .scalar_subquery()
    )
    members = select(ClassMembership.pupil_id).where(
        ClassMembership.school_class_id == class_id, ClassMembership.within(first, last)
    )
    rows: Any = session.execute(
        select(
            Excuse.id,
            Person.family_name + " " + Person.given_name,
            Excuse.from_date,
            Excuse.until_date,
            Excuse.first_lesson,
            Excuse.last_lesson,
            named,
            title_column(),
            ExcuseReason.code,
            Excuse.document,
            decider.given_name + " " + decider.family_name,
            Excuse.decided_at,
        )
        .join(Person, Person.id == Excuse.pupil_id)
        .join(decider, decider.id == Excuse.decided_by_id)
        .join(ExcuseReason, ExcuseReason.key == Excuse.reason_key)
        .where(
            Excuse.pupil_id.in_(members), Excuse.voided.is_(None), Excuse.from_date <= last, Excuse.until_date >= first
        )
        .order_by(Excuse.id.desc())
    )
    return [Held(*row) for row in rows]
