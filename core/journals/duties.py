"""The duty of R6.3: by the school's hour each lesson has its topic and its homework."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.foundation import clock
from core.journals.addresses import journal_address
from core.journals.inspection.queries import UnfilledLesson, unfilled_lessons
from core.journals.settings import SECTION
from core.values.duties import Duty, DutyQuestion, DutyRule


def due_of(day: date, ends: time | None, settings: Mapping[str, Any]) -> datetime:
    """When a lesson of that day must be filled in: the school's hour, but never before the grace after its end."""
    due = clock.at_local(day, settings["due_time"])
    if ends is None:
        return due
    return max(due, clock.at_local(day, ends) + timedelta(minutes=settings["grace_minutes"]))


def _lessons_to_fill(session: Session, question: DutyQuestion) -> Iterable[Duty]:
    today = clock.local(question.moment).date()
    for lesson in unfilled_lessons(session, today, question.settings["look_back_days"], question.person_id):
        due = due_of(lesson.day, lesson.ends, question.settings)
        endpoint, values = journal_address(lesson.journal_id, lesson.lesson_id)
        yield Duty(
            rule=LESSON_TOPIC.key,
            title=_title(lesson),
            person_id=lesson.person_id,
            person=lesson.person,
            due=due,
            state="late" if question.moment > due else "open",
            endpoint=endpoint,
            values=values,
        )


def _title(lesson: UnfilledLesson) -> Any:
    missing: dict[str, Any] = {"journal": lesson.journal, "number": lesson.number}
    if lesson.number is None:
        if lesson.has_topic:
            return _l("%(journal)s: homework", **missing)
        if lesson.has_homework:
            return _l("%(journal)s: topic", **missing)
        return _l("%(journal)s: topic, homework", **missing)
    if lesson.has_topic:
        return _l("%(journal)s, lesson %(number)s: homework", **missing)
    if lesson.has_homework:
        return _l("%(journal)s, lesson %(number)s: topic", **missing)
    return _l("%(journal)s, lesson %(number)s: topic, homework", **missing)


LESSON_TOPIC = DutyRule(
    key="journals.lesson_topic",
    title=_l("Topic and homework of a lesson"),
    section=SECTION.key,
    find=_lessons_to_fill,
)
