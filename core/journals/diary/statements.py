"""The statements of the diary: through Core, compiled once, a fixed number for a page of any size."""

from typing import Any

from sqlalchemy import Boolean, Select, Table, and_, bindparam, exists, false, func, or_, select, union

from core.classes.models import ClassMembership
from core.foundation.database import Moment
from core.foundation.history.record import table_of
from core.journals.assessment.models import Assessment, Mark
from core.journals.attendance.models import Absence
from core.journals.diary.models import HomeworkDone
from core.journals.excuses.shown import excused_code
from core.journals.lessons.models import Lesson, LessonContent, RollCall
from core.journals.register.models import Journal, JournalClass, JournalPupil
from core.schools.models import Room, SchoolYear, Subject

_LESSON, _CONTENT, _ROLL = table_of(Lesson), table_of(LessonContent), table_of(RollCall)
_JOURNAL, _PART, _SINGLE = table_of(Journal), table_of(JournalClass), table_of(JournalPupil)
_MEMBER, _SUBJECT, _ROOM, _YEAR = (table_of(one) for one in (ClassMembership, Subject, Room, SchoolYear))
_WORK, _MARK, _ABSENCE, _DONE = table_of(Assessment), table_of(Mark), table_of(Absence), table_of(HomeworkDone)

PUPIL: Any = bindparam("pupil")
_first: Any = bindparam("first")
_last: Any = bindparam("last")


def _lasts(dated: Any, day: Any) -> Any:
    return and_(dated.c.from_date <= day, or_(dated.c.until_date.is_(None), dated.c.until_date >= day))


def _reached(table: Table) -> Any:
    """Ids of rows with a journal and a day that are the pupil's: by class or singly, and not left out."""
    out = _SINGLE.alias()
    left_out = exists().where(
        out.c.journal_id == table.c.journal_id, out.c.pupil_id == PUPIL, out.c.is_excluded, _lasts(out, table.c.day)
    )
    in_time = table.c.day.between(_first, _last)
    by_class = (
        select(table.c.id)
        .select_from(
            _MEMBER.join(_PART, _PART.c.school_class_id == _MEMBER.c.school_class_id).join(
                table, table.c.journal_id == _PART.c.journal_id
            )
        )
        .where(
            _MEMBER.c.pupil_id == PUPIL, in_time, _lasts(_MEMBER, table.c.day), _lasts(_PART, table.c.day), ~left_out
        )
    )
    alone = (
        select(table.c.id)
        .select_from(_SINGLE.join(table, table.c.journal_id == _SINGLE.c.journal_id))
        .where(_SINGLE.c.pupil_id == PUPIL, _SINGLE.c.is_excluded.is_(False), in_time, _lasts(_SINGLE, table.c.day))
    )
    return union(by_class, alone)


_own_class = (
    select(_MEMBER.c.school_class_id)
    .where(_MEMBER.c.pupil_id == PUPIL, _lasts(_MEMBER, _LESSON.c.day))
    .correlate(_LESSON)
)
_content = and_(
    _CONTENT.c.lesson_id == _LESSON.c.id,
    or_(_CONTENT.c.school_class_id.is_(None), _CONTENT.c.school_class_id.in_(_own_class)),
)
_subject: Any = func.coalesce(_SUBJECT.c.title, _JOURNAL.c.title)

lessons: Select[Any] = (
    select(
        _LESSON.c.id, _LESSON.c.day, _LESSON.c.number, _LESSON.c.starts, _LESSON.c.ends, _LESSON.c.state,
        _LESSON.c.journal_id, _subject, _ROOM.c.name, _CONTENT.c.topic, _CONTENT.c.homework, _CONTENT.c.homework_none,
        _CONTENT.c.homework_due, _DONE.c.id.is_not(None),
    )
    .select_from(
        _LESSON.join(_JOURNAL, _JOURNAL.c.id == _LESSON.c.journal_id)
        .outerjoin(_SUBJECT, _SUBJECT.c.id == _JOURNAL.c.subject_id)
        .outerjoin(_ROOM, _ROOM.c.id == _LESSON.c.room_id)
        .outerjoin(_CONTENT, _content)
        .outerjoin(_DONE, and_(_DONE.c.lesson_id == _LESSON.c.id, _DONE.c.pupil_id == PUPIL))
    )
    .where(_LESSON.c.id.in_(_reached(_LESSON)), _LESSON.c.state != "moved")
    .order_by(_LESSON.c.day, _LESSON.c.number, _LESSON.c.starts, _LESSON.c.id, _CONTENT.c.school_class_id.is_(None))
)  # fmt: skip
"""A lesson's content for the pupil's own class stands before the one for all."""

absences: Select[Any] = (
    select(
        _ABSENCE.c.lesson_id, _LESSON.c.day, _LESSON.c.number, _ABSENCE.c.kind, _ABSENCE.c.minutes,
        excused_code(_ABSENCE, _LESSON), _subject,
    )
    .select_from(
        _ABSENCE.join(_LESSON, _LESSON.c.id == _ABSENCE.c.lesson_id)
        .join(_ROLL, _ROLL.c.lesson_id == _LESSON.c.id)
        .join(_JOURNAL, _JOURNAL.c.id == _LESSON.c.journal_id)
        .outerjoin(_SUBJECT, _SUBJECT.c.id == _JOURNAL.c.subject_id)
    )
    .where(
        _ABSENCE.c.pupil_id == PUPIL,
        _ABSENCE.c.voided.is_(None),
        _LESSON.c.day.between(_first, _last),
        _ROLL.c.voided.is_(None),
        _ROLL.c.taken_at <= bindparam("settled", type_=Moment()),
    )
    .order_by(_LESSON.c.day.desc(), _LESSON.c.number, _LESSON.c.id)
)  # fmt: skip
"""Only of lessons whose roll was taken, and left alone for the school's grace since."""

_mark_columns = (
    _MARK.c.assessment_id, _MARK.c.pupil_id, _MARK.c.attempt, _MARK.c.version, _MARK.c.text, _MARK.c.scheme_key,
    _MARK.c.number, _MARK.c.counts, _MARK.c.passed, _MARK.c.voided.is_not(None), false(), _MARK.c.points,
    _MARK.c.comment, _MARK.c.day,
)  # fmt: skip
_work_columns = (
    _WORK.c.id, _WORK.c.journal_id, _WORK.c.lesson_id, _WORK.c.day, _WORK.c.kind, _WORK.c.title, _WORK.c.weight,
)  # fmt: skip

works: Select[Any] = (
    select(*_work_columns, _subject, *_mark_columns)
    .select_from(
        _WORK.join(_JOURNAL, _JOURNAL.c.id == _WORK.c.journal_id)
        .outerjoin(_SUBJECT, _SUBJECT.c.id == _JOURNAL.c.subject_id)
        .outerjoin(
            _MARK,
            and_(
                _MARK.c.assessment_id == _WORK.c.id,
                _MARK.c.pupil_id == PUPIL,
                _MARK.c.voided.is_(None),
                bindparam("sees_marks", type_=Boolean()),
            ),
        )
    )
    .where(
        _WORK.c.id.in_(_reached(_WORK)),
        _WORK.c.voided.is_(None),
        _WORK.c.state.in_(("planner", "held", "marked")),
    )
    .order_by(_WORK.c.day, _WORK.c.id, _MARK.c.attempt)
)
"""Assessments of the days, with the pupil's marks where the asker may see them."""

marks: Select[Any] = (
    select(*_work_columns, _subject, *_mark_columns)
    .select_from(
        _MARK.join(_WORK, _WORK.c.id == _MARK.c.assessment_id)
        .join(_JOURNAL, _JOURNAL.c.id == _WORK.c.journal_id)
        .join(_YEAR, _YEAR.c.id == _JOURNAL.c.school_year_id)
        .outerjoin(_SUBJECT, _SUBJECT.c.id == _JOURNAL.c.subject_id)
    )
    .where(
        _MARK.c.pupil_id == PUPIL,
        _MARK.c.voided.is_(None),
        _WORK.c.voided.is_(None),
        _YEAR.c.from_date <= bindparam("day"),
        _YEAR.c.until_date >= bindparam("day"),
    )
    .order_by(_SUBJECT.c.position, _subject, _WORK.c.day, _WORK.c.id, _MARK.c.attempt)
)
"""All marks of the school year, by subject and day."""

year: Select[Any] = (
    select(_YEAR.c.from_date, _YEAR.c.until_date)
    .order_by((_YEAR.c.from_date > bindparam("day")), _YEAR.c.from_date.desc())
    .limit(1)
)
"""The first and last day of the school year of a day, or of the one before it."""
