"""Šodien: a teacher's day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from core.foundation import clock
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.home.days import asked_day, day_link, hours, near_day, room_text
from core.home.duties import own_duties, url_of
from core.home.lessons import Mark, TaughtLesson, classes_of, days_beside, lessons_taught
from core.journals.addresses import journal_address
from core.journals.lessons.models import Lesson

DUTIES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson of the list."""

    number: int | None
    time: str
    title: str
    note: str
    url: str
    marks: Sequence[Mark]
    is_cancelled: bool
    is_now: bool
    has_roll: bool


def context() -> dict[str, Any]:
    """What the page shows; a fixed number of statements."""
    asker, session, moment = scope.asker, scope.session, clock.now()
    day = asked_day(asker.day)
    lessons = lessons_taught(session, asker.person_id, day)
    classes = classes_of(session, [lesson.journal_id for lesson in lessons], day)
    before, after = days_beside(session, day, Lesson.taught_by_id == asker.person_id)
    settings = klade().settings.values(session, "journals")
    first = _first(lessons, moment) if day == asker.day else None
    lines = {lesson.id: _line(lesson, classes, moment, settings) for lesson in lessons}
    duties = own_duties(session, asker.person_id, asker.day)
    return {
        "day": day,
        "is_today": day == asker.day,
        "near": near_day(day, asker.day),
        "earlier": day_link(before, asker.day),
        "later": day_link(after, asker.day),
        "first": lines.pop(first.id) if first else None,
        "lessons": list(lines.values()),
        "duties": duties[:DUTIES_SHOWN],
        "duty_count": len(duties),
        "late_count": sum(duty.is_late for duty in duties),
    }


def _first(lessons: Sequence[TaughtLesson], moment: datetime) -> TaughtLesson | None:
    """The lesson that is going on, else the next one of the day."""
    present = next((lesson for lesson in lessons if lesson.is_on(moment)), None)
    return present or next((lesson for lesson in lessons if lesson.is_ahead(moment)), None)


def _line(
    lesson: TaughtLesson, classes: Mapping[int, Sequence[str]], moment: datetime, settings: Mapping[str, Any]
) -> LessonLine:
    names = ", ".join(name for name in classes.get(lesson.journal_id, ()) if name not in lesson.journal)
    notes = [
        names,
        room_text(lesson.room),
        _("substitution") if lesson.is_substitution else "",
        "" if lesson.takes_place else _("lesson cancelled"),
    ]
    return LessonLine(
        number=lesson.number,
        time=hours(lesson.starts, lesson.ends),
        title=lesson.journal,
        note=" · ".join(note for note in notes if note),
        url=url_of(*journal_address(lesson.journal_id, lesson.id)),
        marks=lesson.marks(moment, settings) if lesson.takes_place else (),
        is_cancelled=not lesson.takes_place,
        is_now=lesson.is_on(moment),
        has_roll=lesson.has_roll,
    )
