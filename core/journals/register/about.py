"""The facts of one journal: what it is, who teaches it, who is in it, how many lessons it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.classes.models import SchoolClass
from core.journals.lessons.models import Lesson
from core.journals.register.models import Journal, JournalClass, JournalKind, JournalPupil, JournalTeacher
from core.people.models import Person
from core.schools.models import SchoolYear, Subject


@dataclass(frozen=True, slots=True)
class Part:
    """A dated fact of the journal about somebody or some class."""

    id: int
    name: str
    from_date: date
    until_date: date | None
    role: str = ""
    of_id: int = 0
    """The person or class."""

    def is_on(self, day: date) -> bool:
        return self.from_date <= day and (self.until_date is None or self.until_date >= day)


@dataclass(frozen=True, slots=True)
class AboutJournal:
    """Everything that the page of facts shows."""

    journal: Journal
    year: SchoolYear
    kind: JournalKind | None
    subject: Subject | None
    teachers: Sequence[Part]
    classes: Sequence[Part]
    pupils: Sequence[Part]
    lessons: int
    lessons_past: int

    def main_teacher(self, day: date) -> Part | None:
        """Who teaches the journal on a day."""
        return next((one for one in self.teachers if one.role == "main" and one.is_on(day)), None)


def about_journal(session: Session, journal_id: int, today: date) -> AboutJournal:
    """The facts of a journal that exists."""
    journal = session.get_one(Journal, journal_id)
    taking_place = select(func.count()).where(
        Lesson.journal_id == journal_id, Lesson.state.not_in(("cancelled", "moved"))
    )
    return AboutJournal(
        journal=journal,
        year=session.get_one(SchoolYear, journal.school_year_id),
        kind=session.scalars(select(JournalKind).where(JournalKind.key == journal.kind_key)).first(),
        subject=session.get(Subject, journal.subject_id) if journal.subject_id is not None else None,
        teachers=_teachers(session, journal_id),
        classes=_classes(session, journal_id),
        pupils=_pupils(session, journal_id),
        lessons=session.scalar(taking_place) or 0,
        lessons_past=session.scalar(taking_place.where(Lesson.day < today)) or 0,
    )


def _teachers(session: Session, journal_id: int) -> list[Part]:
    rows = session.execute(
        select(JournalTeacher, Person)
        .join(Person, Person.id == JournalTeacher.person_id)
        .where(JournalTeacher.journal_id == journal_id)
        .order_by(JournalTeacher.from_date.desc(), JournalTeacher.role, Person.sort_key)
    )
    return [Part(row.id, who.listed_name, row.from_date, row.until_date, row.role, who.id) for row, who in rows]


def _classes(session: Session, journal_id: int) -> list[Part]:
    rows = session.execute(
        select(JournalClass, SchoolClass)
        .join(SchoolClass, SchoolClass.id == JournalClass.school_class_id)
        .where(JournalClass.journal_id == journal_id)
        .order_by(SchoolClass.grade, SchoolClass.letter, JournalClass.from_date)
    )
    return [Part(row.id, one.name, row.from_date, row.until_date, "", one.id) for row, one in rows]


def _pupils(session: Session, journal_id: int) -> list[Part]:
    rows = session.execute(
        select(JournalPupil, Person)
        .join(Person, Person.id == JournalPupil.pupil_id)
        .where(JournalPupil.journal_id == journal_id)
        .order_by(Person.sort_key, JournalPupil.from_date)
    )
    return [
        Part(row.id, who.listed_name, row.from_date, row.until_date, "out" if row.is_excluded else "in", who.id)
        for row, who in rows
    ]
