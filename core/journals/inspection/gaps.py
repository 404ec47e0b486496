"""SQL conditions: what a lesson has, and whose it is."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, or_, select
from sqlalchemy.orm import aliased

from core.journals.lessons.models import Lesson, LessonContent, RollCall
from core.journals.register.models import JournalTeacher

TAKES_PLACE = Lesson.state.in_(("planned", "held"))
"""The lesson was neither cancelled nor moved elsewhere."""


def has_topic() -> ColumnElement[bool]:
    return exists().where(LessonContent.lesson_id == Lesson.id, LessonContent.topic != "").correlate(Lesson)


def has_homework() -> ColumnElement[bool]:
    """Homework was written, or said to be none (R6.3)."""
    said = or_(LessonContent.homework != "", LessonContent.homework_none)
    return exists().where(LessonContent.lesson_id == Lesson.id, said).correlate(Lesson)


def has_roll() -> ColumnElement[bool]:
    return exists().where(RollCall.lesson_id == Lesson.id, RollCall.voided.is_(None)).correlate(Lesson)


def main_teacher() -> ScalarSelect[Any]:
    """The main teacher of the lesson's journal on the lesson's day."""
    teacher = aliased(JournalTeacher)
    return (
        select(func.min(teacher.person_id))
        .where(teacher.journal_id == Lesson.journal_id, teacher.role == "main", teacher.on(Lesson.day.expression))
        .correlate(Lesson)
        .scalar_subquery()
    )


def taught_by() -> ColumnElement[int]:
    """Who taught the lesson: the person named in it, else the journal's main teacher of that day."""
    return func.coalesce(Lesson.taught_by_id, main_teacher())
