"""Ticking homework off."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.errors import NotFound
from core.journals.diary import statements
from core.journals.diary.models import HomeworkDone
from core.journals.lessons.models import Lesson, LessonContent


def tick(session: Session, pupil_id: int, lesson_id: int, done_by_id: int, *, is_done: bool) -> None:
    """Note that a pupil's homework is done, or that it is not. Raises NotFound for a lesson without homework."""
    row = session.scalars(
        select(HomeworkDone).where(HomeworkDone.pupil_id == pupil_id, HomeworkDone.lesson_id == lesson_id)
    ).first()
    if row is not None:
        if not is_done:
            session.delete(row)
        return
    if not is_done:
        return
    _check(session, pupil_id, lesson_id)
    session.add(HomeworkDone(pupil_id=pupil_id, lesson_id=lesson_id, done_by_id=done_by_id, done_at=clock.now()))


def _check(session: Session, pupil_id: int, lesson_id: int) -> None:
    """The lesson is one of the pupil's and has homework."""
    has_homework = exists().where(and_(LessonContent.lesson_id == Lesson.id, LessonContent.homework != ""))
    day = session.scalar(select(Lesson.day).where(Lesson.id == lesson_id, has_homework))
    span = {"pupil": pupil_id, "first": day, "last": day}
    if day is None or lesson_id not in {row[0] for row in session.connection().execute(statements.lessons, span)}:
        raise NotFound(_l("There is no such homework."))
