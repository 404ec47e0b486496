"""What is missing in journals: lessons not filled in, works without marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import and_, exists, func, not_, select
from sqlalchemy.orm import Session

from core.journals.assessment.models import Assessment, Mark
from core.journals.inspection.gaps import TAKES_PLACE, has_homework, has_topic, taught_by
from core.journals.lessons.models import Lesson
from core.journals.register.models import Journal, JournalTeacher
from core.people.models import Person
from core.schools.models import SchoolYear

_LISTED_NAME = Person.family_name + " " + Person.given_name


@dataclass(frozen=True, slots=True)
class UnfilledLesson:
    """A lesson that took place and lacks its topic or its homework."""

    lesson_id: int
    journal_id: int
    journal: str
    day: date
    number: int | None
    ends: time | None
    has_topic: bool
    has_homework: bool
    person_id: int
    person: str
    """Listed name of who taught it."""


@dataclass(frozen=True, slots=True)
class UnmarkedAssessment:
    """A summative work of this school year without a single mark."""

    journal_id: int
    journal: str
    lesson_id: int | None
    title: str
    day: date
    person_id: int
    person: str
    """Listed name of the journal's main teacher."""


def unfilled_lessons(
    session: Session, last: date, school_days: int, person_id: int | None = None
) -> list[UnfilledLesson]:
    """Lessons without topic or homework on the latest school days up to `last`, of one person or of everybody.

    A school day is a day on which any lesson of the school takes place.
    """
    days = (
        select(Lesson.day)
        .where(Lesson.day <= last, TAKES_PLACE)
        .distinct()
        .order_by(Lesson.day.desc())
        .limit(school_days)
        .subquery()
    )
    first = select(func.min(days.c.day)).scalar_subquery()
    lesson = (
        select(
            Lesson.id,
            Lesson.journal_id,
            Lesson.day,
            Lesson.number,
            Lesson.ends,
            has_topic().label("has_topic"),
            has_homework().label("has_homework"),
            taught_by().label("taught_by"),
        )
        .where(Lesson.day <= last, Lesson.day >= first, TAKES_PLACE)
        .subquery()
    )
    found = (
        select(
            lesson.c.id,
            Journal.id,
            Journal.title,
            lesson.c.day,
            lesson.c.number,
            lesson.c.ends,
            lesson.c.has_topic,
            lesson.c.has_homework,
            Person.id,
            _LISTED_NAME,
        )
        .join(Journal, Journal.id == lesson.c.journal_id)
        .join(Person, Person.id == lesson.c.taught_by)
        .where(not_(and_(lesson.c.has_topic, lesson.c.has_homework)))
        .order_by(lesson.c.day, lesson.c.number, Journal.title)
    )
    if person_id is not None:
        found = found.where(lesson.c.taught_by == person_id)
    rows: Sequence[Any] = session.execute(found).all()
    return [UnfilledLesson(*row) for row in rows]


def unmarked_assessments(
    session: Session, today: date, last: date, person_id: int | None = None
) -> list[UnmarkedAssessment]:
    """Summative works of today's school year, held up to `last`, with no mark at all; today's main teacher's."""
    has_mark = exists().where(Mark.assessment_id == Assessment.id, Mark.voided.is_(None))
    found = (
        select(
            Journal.id,
            Journal.title,
            Assessment.lesson_id,
            Assessment.title,
            Assessment.day,
            Person.id,
            _LISTED_NAME,
        )
        .join(Journal, Journal.id == Assessment.journal_id)
        .join(SchoolYear, SchoolYear.id == Journal.school_year_id)
        .join(JournalTeacher, and_(JournalTeacher.journal_id == Journal.id, JournalTeacher.role == "main"))
        .join(Person, Person.id == JournalTeacher.person_id)
        .where(
            Assessment.kind == "summative",
            Assessment.state.in_(("held", "marked")),
            Assessment.voided.is_(None),
            Assessment.day <= last,
            SchoolYear.from_date <= today,
            SchoolYear.until_date >= today,
            JournalTeacher.on(today),
            ~has_mark,
        )
        .order_by(Assessment.day, Journal.title)
    )
    if person_id is not None:
        found = found.where(Person.id == person_id)
    rows: Sequence[Any] = session.execute(found).all()
    return [UnmarkedAssessment(*row) for row in rows]
