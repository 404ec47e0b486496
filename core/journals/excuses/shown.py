"""Which code an absence shows: derived from the excuses that cover it, in one place for every page."""

from typing import Any

from sqlalchemy import FromClause, ScalarSelect, Select, and_, exists, or_, select

from core.foundation.history.record import table_of
from core.journals.excuses.models import Excuse, ExcusedLesson, ExcuseReason

ABSENT = "absent"
EXCUSE, _REASON, _CHOSEN = table_of(Excuse), table_of(ExcuseReason), table_of(ExcusedLesson)


def excused_code(absence: FromClause, lesson: FromClause) -> ScalarSelect[Any]:
    """The code of the newest excuse that covers an absence in a lesson of the same statement, or nothing."""
    return (
        select(_REASON.c.code)
        .select_from(EXCUSE.join(_REASON, _REASON.c.key == EXCUSE.c.reason_key))
        .where(EXCUSE.c.pupil_id == absence.c.pupil_id, EXCUSE.c.voided.is_(None), covers(EXCUSE, lesson))
        .order_by(EXCUSE.c.id.desc())
        .limit(1)
        .correlate(absence, lesson)
        .scalar_subquery()
    )


def excused_lessons(lesson: FromClause) -> Select[Any]:
    """Lesson, pupil and code of every excuse that covers a lesson of the statement; the newest last."""
    return (
        select(lesson.c.id, EXCUSE.c.pupil_id, _REASON.c.code)
        .select_from(EXCUSE.join(_REASON, _REASON.c.key == EXCUSE.c.reason_key).join(lesson, covers(EXCUSE, lesson)))
        .where(EXCUSE.c.voided.is_(None))
        .order_by(EXCUSE.c.id)
    )


def covers(excuse: FromClause, lesson: FromClause) -> Any:
    """An excuse covers a lesson: by its days and numbers, or by naming it."""
    named = (_CHOSEN.c.excuse_id == excuse.c.id, _CHOSEN.c.lesson_id == lesson.c.id)
    # Said, because the lesson belongs to a statement further out, which is not guessed.
    chosen = exists(select(_CHOSEN.c.id).where(*named).correlate(excuse, lesson))
    return and_(within(excuse, lesson), or_(excuse.c.is_of_lessons.is_(False), chosen))


def within(announced: FromClause, lesson: FromClause) -> Any:
    """A lesson lies in the days, and among the numbers where there are any, of an announcement or an excuse."""
    return and_(
        lesson.c.day.between(announced.c.from_date, announced.c.until_date),
        or_(
            announced.c.first_lesson.is_(None),
            lesson.c.number.between(announced.c.first_lesson, announced.c.last_lesson),
        ),
    )


def shown_code(kind: str, minutes: int | None, excused: str | None) -> str:
    """What stands for an absence: `n`, justified `ns` or `nc`; late `k`, `k15`."""
    if kind == ABSENT:
        return excused or "n"
    return "k" if minutes is None else f"k{minutes}"
