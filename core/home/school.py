"""Skola šodien: what the day's lessons lack, for deputies and the head."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Date, func, literal, select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.permissions import visible
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.home.days import asked_day, day_link, hours, near_day
from core.home.duties import everybodys_duties, url_of
from core.home.hours import Hour, squares_of
from core.home.lessons import days_beside
from core.journals.addresses import journal_address
from core.journals.attendance.models import Absence
from core.journals.duties import due_of
from core.journals.inspection.gaps import TAKES_PLACE, has_homework, has_roll, has_topic, main_teacher, taught_by
from core.journals.lessons.models import Lesson
from core.journals.register.models import Journal
from core.people.models import Person
from core.values.asker import Asker

SHOWN = 12
"""Lines of a list before it is folded."""


@dataclass(frozen=True, slots=True)
class SchoolLesson:
    """A lesson as the school sees it."""

    id: int
    journal_id: int
    journal: str
    day: date
    number: int | None
    starts: time | None
    ends: time | None
    state: str
    has_roll: bool
    has_topic: bool
    has_homework: bool
    teacher: str | None
    """Listed name of who teaches it."""
    is_substitution: bool

    @property
    def is_filled(self) -> bool:
        return self.has_topic and self.has_homework

    @property
    def url(self) -> str:
        return url_of(*journal_address(self.journal_id, self.id))

    def has_begun(self, moment: datetime) -> bool:
        return moment >= clock.at_local(self.day, self.starts or time(0))

    def is_over(self, moment: datetime) -> bool:
        return moment >= clock.at_local(self.day, self.ends or time(23, 59))


def context() -> dict[str, Any]:
    """What the page shows; a fixed number of statements."""
    asker, session, moment = scope.asker, scope.session, clock.now()
    day = asked_day(asker.day)
    settings = klade().settings.values(session, "journals")
    in_sight = Lesson.journal_id.in_(visible(asker, "journal.read", Journal))
    everything = lessons_on(session, day, in_sight)
    lessons = [lesson for lesson in everything if lesson.state != "cancelled"]
    before, after = days_beside(session, day, in_sight)
    over = [lesson for lesson in lessons if lesson.is_over(moment)]
    without_roll = [lesson for lesson in over if not lesson.has_roll]
    unfilled = [lesson for lesson in lessons if not lesson.is_filled and moment > due_of(day, lesson.ends, settings)]
    debtors = everybodys_duties(session, asker.day)
    return {
        "day": day,
        "is_today": day == asker.day,
        "near": near_day(day, asker.day),
        "earlier": day_link(before, asker.day),
        "later": day_link(after, asker.day),
        "lessons": lessons,
        "begun": sum(lesson.has_roll or lesson.has_begun(moment) for lesson in lessons),
        "rolls": sum(lesson.has_roll for lesson in lessons),
        "filled": sum(lesson.is_filled for lesson in lessons),
        "cancelled": len(everything) - len(lessons),
        "substitutions": sum(lesson.is_substitution for lesson in lessons),
        "absent": pupils_absent(session, asker, day),
        "hours": list(_hours(lessons, moment)),
        "without_roll": without_roll,
        "unfilled": unfilled,
        "still_in_time": sum(not lesson.is_filled for lesson in over) if not unfilled else 0,
        "due_time": settings["due_time"],
        "shown": SHOWN,
        "debtors": [debtor for debtor in debtors if debtor.late],
        "late_count": sum(len(debtor.late) for debtor in debtors),
    }


def lessons_on(session: Session, day: date, *conditions: ColumnElement[bool]) -> list[SchoolLesson]:
    """All lessons of a day under the conditions, in their order. One statement."""
    teacher = taught_by()
    lesson = (
        select(
            Lesson.id,
            Lesson.journal_id,
            Lesson.day,
            Lesson.number,
            Lesson.starts,
            Lesson.ends,
            Lesson.state,
            has_roll().label("has_roll"),
            has_topic().label("has_topic"),
            has_homework().label("has_homework"),
            teacher.label("teacher_id"),
            (teacher != func.coalesce(main_teacher(), teacher)).label("is_substitution"),
        )
        .where(Lesson.day == day, Lesson.state != "moved", *conditions)
        .subquery()
    )
    found = (
        select(
            lesson.c.id,
            lesson.c.journal_id,
            Journal.title,
            lesson.c.day,
            lesson.c.number,
            lesson.c.starts,
            lesson.c.ends,
            lesson.c.state,
            lesson.c.has_roll,
            lesson.c.has_topic,
            lesson.c.has_homework,
            (Person.family_name + " " + Person.given_name).label("teacher"),
            func.coalesce(lesson.c.is_substitution, literal(False)),
        )
        .join(Journal, Journal.id == lesson.c.journal_id)
        .outerjoin(Person, Person.id == lesson.c.teacher_id)
        .order_by(lesson.c.number, lesson.c.starts, Journal.title)
    )
    rows: Sequence[Any] = session.execute(found).all()
    return [SchoolLesson(*row) for row in rows]


def pupils_absent(session: Session, asker: Asker, day: date) -> int:
    """How many pupils were marked absent in any lesson of the day. One statement."""
    found = (
        select(func.count(Absence.pupil_id.distinct()))
        .join(Lesson, Lesson.id == Absence.lesson_id)
        .where(
            Lesson.day == literal(day, Date),
            TAKES_PLACE,
            Absence.kind == "absent",
            Absence.voided.is_(None),
            Lesson.journal_id.in_(visible(asker, "journal.read", Journal)),
        )
    )
    return session.scalar(found) or 0


def _hours(lessons: Iterable[SchoolLesson], moment: datetime) -> Iterable[Hour]:
    by_number: dict[int, list[SchoolLesson]] = {}
    for lesson in lessons:
        if lesson.number is not None:
            by_number.setdefault(lesson.number, []).append(lesson)
    for number, together in sorted(by_number.items()):
        yield Hour(
            number=number,
            time=hours(together[0].starts, None),
            lessons=len(together),
            rolls=sum(lesson.has_roll for lesson in together),
            topics=sum(lesson.has_topic for lesson in together),
            squares=squares_of([_kind(lesson, moment) for lesson in together]),
        )


def _kind(lesson: SchoolLesson, moment: datetime) -> str:
    if lesson.has_roll and lesson.has_topic:
        return "done"
    if not lesson.has_roll and lesson.is_over(moment):
        return "late"
    return "part" if lesson.has_roll or lesson.has_topic else "open"
