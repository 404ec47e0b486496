"""The statements of the grid: through Core, compiled once, a fixed number for a page of any size."""

from typing import Any

from sqlalchemy import Select, Table, and_, bindparam, false, func, insert, null, or_, select, union_all, update

from core.classes.models import ClassMembership, SchoolClass
from core.foundation.history.models import Change
from core.foundation.history.record import table_of
from core.journals.assessment.models import Assessment, Mark
from core.journals.attendance.models import Absence
from core.journals.excuses.shown import EXCUSE, excused_code, excused_lessons
from core.journals.lessons.models import Lesson, LessonContent, RollCall
from core.journals.register.models import Journal, JournalClass, JournalPupil, JournalRevision, JournalTeacher
from core.people.models import Person
from core.schools.models import Break, Room, SchoolYear, Subject, Term

JOURNAL, LESSON, ASSESSMENT, MARK, ABSENCE = (table_of(one) for one in (Journal, Lesson, Assessment, Mark, Absence))
CONTENT, ROLL, REVISION = table_of(LessonContent), table_of(RollCall), table_of(JournalRevision)
_change = table_of(Change)
_teacher, _part, _single = table_of(JournalTeacher), table_of(JournalClass), table_of(JournalPupil)
_member, _class, _person = table_of(ClassMembership), table_of(SchoolClass), table_of(Person)
SUBJECT = table_of(Subject)
_year, _term, _break, _room = (table_of(one) for one in (SchoolYear, Term, Break, Room))

HERE: Any = bindparam("journal")
SINCE: Any = bindparam("since")
IDS: Any = bindparam("ids", expanding=True)
_first: Any = bindparam("first")
_last: Any = bindparam("last")
_pupils: Any = bindparam("pupils", expanding=True)
_lessons: Any = bindparam("lessons", expanding=True)
_assessments: Any = bindparam("assessments", expanding=True)


def _grade() -> Any:
    """The lowest grade of the journal's classes: terms and breaks go by grade."""
    return (
        select(func.min(_class.c.grade))
        .select_from(_part.join(_class, _class.c.id == _part.c.school_class_id))
        .where(_part.c.journal_id == JOURNAL.c.id)
        .scalar_subquery()
    )


def _commonest_scheme() -> Any:
    return (
        select(ASSESSMENT.c.scheme_key)
        .where(ASSESSMENT.c.journal_id == JOURNAL.c.id, ASSESSMENT.c.kind == "summative", ASSESSMENT.c.voided.is_(None))
        .group_by(ASSESSMENT.c.scheme_key)
        .order_by(func.count().desc(), ASSESSMENT.c.scheme_key)
        .limit(1)
        .correlate(JOURNAL)
        .scalar_subquery()
    )


USUAL_SCHEME: Any = func.coalesce(JOURNAL.c.usual_scheme, SUBJECT.c.usual_scheme, _commonest_scheme())
"""The scheme of a journal's new assessments, and the one whose marks make the average."""

head: Select[Any] = (
    select(
        JOURNAL.c.title,
        SUBJECT.c.title,
        USUAL_SCHEME,
        JOURNAL.c.school_year_id,
        _year.c.from_date,
        _year.c.until_date,
        _grade(),
        func.coalesce(REVISION.c.revision, select(func.max(_change.c.id)).scalar_subquery(), 0),
    )
    .select_from(
        JOURNAL.join(_year, _year.c.id == JOURNAL.c.school_year_id)
        .outerjoin(SUBJECT, SUBJECT.c.id == JOURNAL.c.subject_id)
        .outerjoin(REVISION, REVISION.c.journal_id == JOURNAL.c.id)
    )
    .where(JOURNAL.c.id == HERE)
)


def _of_grade(table: Table) -> Select[Any]:
    return (
        select(table.c.key, table.c.title_lv, table.c.title_en, table.c.from_date, table.c.until_date)
        .where(
            table.c.school_year_id == bindparam("year"),
            table.c.grade_from <= bindparam("grade"),
            table.c.grade_until >= bindparam("grade"),
        )
        .order_by(table.c.from_date)
    )


terms, breaks = _of_grade(_term), _of_grade(_break)

teachers: Select[Any] = (
    select(_person.c.id, _person.c.given_name, _person.c.family_name)
    .select_from(_teacher.join(_person, _person.c.id == _teacher.c.person_id))
    .where(
        _teacher.c.journal_id == HERE,
        _teacher.c.from_date <= bindparam("day"),
        or_(_teacher.c.until_date.is_(None), _teacher.c.until_date >= bindparam("day")),
    )
    .order_by(_teacher.c.role, _teacher.c.id)
)

_named = (_person.c.id, _person.c.family_name, _person.c.given_name, _person.c.sort_key)

_by_class: Select[Any] = (
    select(
        *_named, _class.c.grade, _class.c.letter, _part.c.from_date, _part.c.until_date,
        _member.c.from_date, _member.c.until_date, false(),
    )
    .select_from(
        _part.join(_class, _class.c.id == _part.c.school_class_id)
        .join(_member, _member.c.school_class_id == _class.c.id)
        .join(_person, _person.c.id == _member.c.pupil_id)
    )
    .where(_part.c.journal_id == HERE)
)  # fmt: skip

_alone: Select[Any] = (
    select(
        *_named, null(), null(), _single.c.from_date, _single.c.until_date,
        _single.c.from_date, _single.c.until_date, _single.c.is_excluded,
    )
    .select_from(_single.join(_person, _person.c.id == _single.c.pupil_id))
    .where(_single.c.journal_id == HERE)
)  # fmt: skip

members = union_all(_by_class, _alone)
members_named = union_all(
    _by_class.where(_member.c.pupil_id.in_(_pupils)), _alone.where(_single.c.pupil_id.in_(_pupils))
)

_content_here = (CONTENT.c.lesson_id == LESSON.c.id) & CONTENT.c.school_class_id.is_(None)

lessons: Select[Any] = (
    select(
        LESSON.c.id, LESSON.c.day, LESSON.c.number, LESSON.c.starts, LESSON.c.ends, _room.c.name,
        LESSON.c.taught_by_id, _person.c.given_name, _person.c.family_name,
        ROLL.c.version, ROLL.c.voided,
        CONTENT.c.version, CONTENT.c.topic, CONTENT.c.outcome, CONTENT.c.homework, CONTENT.c.homework_none,
        CONTENT.c.homework_due,
    )
    .select_from(
        LESSON.outerjoin(_room, _room.c.id == LESSON.c.room_id)
        .outerjoin(_person, _person.c.id == LESSON.c.taught_by_id)
        .outerjoin(ROLL, ROLL.c.lesson_id == LESSON.c.id)
        .outerjoin(CONTENT, _content_here)
    )
    .where(
        LESSON.c.journal_id == HERE,
        LESSON.c.day.between(_first, _last),
        LESSON.c.state.in_(("planned", "held")),
    )
    .order_by(LESSON.c.day, LESSON.c.number, LESSON.c.id)
)  # fmt: skip

assessments: Select[Any] = (
    select(
        ASSESSMENT.c.id, ASSESSMENT.c.lesson_id, ASSESSMENT.c.day, ASSESSMENT.c.kind, ASSESSMENT.c.scheme_key,
        ASSESSMENT.c.title, ASSESSMENT.c.weight, ASSESSMENT.c.points,
    )
    .where(
        ASSESSMENT.c.journal_id == HERE,
        ASSESSMENT.c.day.between(_first, _last),
        ASSESSMENT.c.voided.is_(None),
        ASSESSMENT.c.state.in_(("held", "marked")),
    )
    .order_by(ASSESSMENT.c.day, ASSESSMENT.c.id)
)  # fmt: skip

_absence_columns = (
    ABSENCE.c.id, ABSENCE.c.lesson_id, ABSENCE.c.pupil_id, ABSENCE.c.version, ABSENCE.c.kind, ABSENCE.c.minutes,
    ABSENCE.c.voided,
)  # fmt: skip
_mark_columns = (
    MARK.c.assessment_id, MARK.c.pupil_id, MARK.c.attempt, MARK.c.version, MARK.c.text, MARK.c.scheme_key,
    MARK.c.number, MARK.c.counts, MARK.c.passed, MARK.c.voided.is_not(None),
    and_(MARK.c.written_by_id.is_not(None), MARK.c.written_by_id == bindparam("asker"),
         MARK.c.written_at >= bindparam("midnight")),
    MARK.c.points, MARK.c.comment,
)  # fmt: skip
"""Instants stay in the database: reading them costs more than all the rest of a mark."""

absences: Select[Any] = (
    select(*_absence_columns, excused_code(ABSENCE, LESSON))
    .select_from(LESSON.join(ABSENCE, ABSENCE.c.lesson_id == LESSON.c.id))
    .where(LESSON.c.journal_id == HERE, LESSON.c.day.between(_first, _last))
)
marks: Select[Any] = (
    select(*_mark_columns)
    .select_from(ASSESSMENT.join(MARK, MARK.c.assessment_id == ASSESSMENT.c.id))
    .where(ASSESSMENT.c.journal_id == HERE, ASSESSMENT.c.day.between(_first, _last), ASSESSMENT.c.voided.is_(None))
)

absences_named: Select[Any] = select(*_absence_columns).where(
    ABSENCE.c.lesson_id.in_(_lessons), ABSENCE.c.pupil_id.in_(_pupils)
)
excused_named: Select[Any] = excused_lessons(LESSON).where(LESSON.c.id.in_(_lessons), EXCUSE.c.pupil_id.in_(_pupils))
"""Which lessons are justified for which pupils, whether an absence is recorded or not; the newest excuse last."""

marks_named: Select[Any] = select(
    *_mark_columns, MARK.c.id, MARK.c.scheme_revision, MARK.c.written_by_id, MARK.c.written_at, MARK.c.voided
).where(MARK.c.assessment_id.in_(_assessments), MARK.c.pupil_id.in_(_pupils))

lessons_named: Select[Any] = select(
    LESSON.c.id, LESSON.c.day, LESSON.c.number, LESSON.c.state, LESSON.c.taught_by_id, LESSON.c.version
).where(LESSON.c.journal_id == HERE, LESSON.c.id.in_(_lessons), LESSON.c.state.in_(("planned", "held")))

assessments_named: Select[Any] = select(
    ASSESSMENT.c.id, ASSESSMENT.c.lesson_id, ASSESSMENT.c.day, ASSESSMENT.c.kind, ASSESSMENT.c.scheme_key,
    ASSESSMENT.c.title, ASSESSMENT.c.weight, ASSESSMENT.c.points,
).where(
    ASSESSMENT.c.journal_id == HERE,
    ASSESSMENT.c.voided.is_(None),
    or_(ASSESSMENT.c.id.in_(_assessments), ASSESSMENT.c.lesson_id.in_(_lessons)),
)  # fmt: skip

counted: Select[Any] = (
    select(MARK.c.pupil_id, MARK.c.assessment_id, MARK.c.number, MARK.c.counts, ASSESSMENT.c.weight)
    .select_from(ASSESSMENT.join(MARK, MARK.c.assessment_id == ASSESSMENT.c.id))
    .where(
        ASSESSMENT.c.journal_id == HERE,
        ASSESSMENT.c.day.between(_first, _last),
        ASSESSMENT.c.kind == "summative",
        ASSESSMENT.c.scheme_key == bindparam("scheme"),
        ASSESSMENT.c.voided.is_(None),
        MARK.c.voided.is_(None),
        MARK.c.pupil_id.in_(_pupils),
    )
    .order_by(MARK.c.attempt)
)
"""Marks that may count in the averages of some pupils, later attempts last."""

rolls_named: Select[Any] = select(ROLL.c.id, ROLL.c.lesson_id, ROLL.c.version, ROLL.c.voided).where(
    ROLL.c.lesson_id.in_(_lessons)
)
contents_named: Select[Any] = select(
    CONTENT.c.id, CONTENT.c.lesson_id, CONTENT.c.version, CONTENT.c.topic, CONTENT.c.outcome, CONTENT.c.homework,
    CONTENT.c.homework_none, CONTENT.c.homework_due,
).where(CONTENT.c.lesson_id.in_(_lessons), CONTENT.c.school_class_id.is_(None))  # fmt: skip

lesson_day: Select[Any] = select(LESSON.c.day).where(LESSON.c.journal_id == HERE, LESSON.c.id == bindparam("column"))
work_day: Select[Any] = select(ASSESSMENT.c.day).where(
    ASSESSMENT.c.journal_id == HERE, ASSESSMENT.c.id == bindparam("column")
)

revision: Select[Any] = select(REVISION.c.revision).where(REVISION.c.journal_id == HERE)
_revision: Any = bindparam("the_revision")
move_revision = update(REVISION).where(REVISION.c.journal_id == HERE).values(revision=_revision)
first_revision = insert(REVISION).values(journal_id=HERE, revision=_revision)
