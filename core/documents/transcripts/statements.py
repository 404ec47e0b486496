"""The statements of a transcript: through Core, compiled once, as many for a class as for one pupil."""

from typing import Any

from sqlalchemy import Select, Table, and_, bindparam, exists, or_, select, union

from core.classes.models import ClassMembership, ClassTeacher, SchoolClass
from core.foundation.history.record import table_of
from core.journals.excuses.shown import excused_code
from core.journals.grid.statements import ABSENCE, ASSESSMENT, JOURNAL, LESSON, MARK, ROLL, SUBJECT, USUAL_SCHEME
from core.journals.register.models import JournalClass, JournalKind, JournalPupil
from core.people.models import Person

_person, _member, _class, _teacher = (table_of(one) for one in (Person, ClassMembership, SchoolClass, ClassTeacher))
_part, _single, _kind = (table_of(one) for one in (JournalClass, JournalPupil, JournalKind))

_pupils: Any = bindparam("pupils", expanding=True)
_first: Any = bindparam("first")
_last: Any = bindparam("last")

pupils: Select[Any] = (
    select(_person.c.id, _person.c.given_name, _person.c.family_name)
    .where(_person.c.id.in_(_pupils))
    .order_by(_person.c.sort_key, _person.c.id)
)

class_teachers: Select[Any] = (
    select(_teacher.c.school_class_id, _person.c.given_name, _person.c.family_name)
    .select_from(_teacher.join(_person, _person.c.id == _teacher.c.person_id))
    .where(
        _teacher.c.school_class_id.in_(bindparam("classes", expanding=True)),
        _teacher.c.from_date <= bindparam("day"),
        or_(_teacher.c.until_date.is_(None), _teacher.c.until_date >= bindparam("day")),
    )
    .order_by(_teacher.c.is_main.desc(), _teacher.c.id)
)


def _reaches(dated: Table) -> Any:
    """The fact holds on some day of the period."""
    return and_(dated.c.from_date <= _last, or_(dated.c.until_date.is_(None), dated.c.until_date >= _first))


def open_to_families() -> Any:
    """The journal's kind is not confidential."""
    return ~exists().where(_kind.c.key == JOURNAL.c.kind_key, _kind.c.is_confidential).correlate(JOURNAL)


def _marked_kind() -> Any:
    """Journals of this kind have marks; a kind that the school does not list has them too."""
    return ~exists().where(_kind.c.key == JOURNAL.c.kind_key, _kind.c.has_marks.is_(False)).correlate(JOURNAL)


def _meet(one: Table, other: Table) -> Any:
    """Some day lies in both."""
    return and_(
        or_(one.c.until_date.is_(None), one.c.until_date >= other.c.from_date),
        or_(other.c.until_date.is_(None), other.c.until_date >= one.c.from_date),
    )


_out = _single.alias("out")


def _left_out(pupil: Any, journal: Any) -> Any:
    """The pupil is out of the journal throughout the period."""
    return exists().where(
        _out.c.pupil_id == pupil,
        _out.c.journal_id == journal,
        _out.c.is_excluded,
        _out.c.from_date <= _first,
        or_(_out.c.until_date.is_(None), _out.c.until_date >= _last),
    )


_by_class = (
    select(_member.c.pupil_id, _part.c.journal_id)
    .select_from(_part.join(_member, _member.c.school_class_id == _part.c.school_class_id))
    .where(
        _member.c.pupil_id.in_(_pupils),
        _reaches(_part),
        _reaches(_member),
        _meet(_part, _member),
        ~_left_out(_member.c.pupil_id, _part.c.journal_id),
    )
)
_singly = select(_single.c.pupil_id, _single.c.journal_id).where(
    _single.c.pupil_id.in_(_pupils), _single.c.is_excluded.is_(False), _reaches(_single)
)
_joined = union(_by_class, _singly).subquery()

journals: Select[Any] = (
    select(_joined.c.pupil_id, JOURNAL.c.id, JOURNAL.c.title, JOURNAL.c.subject_id, SUBJECT.c.title, SUBJECT.c.position)
    .select_from(
        _joined.join(JOURNAL, JOURNAL.c.id == _joined.c.journal_id).outerjoin(
            SUBJECT, SUBJECT.c.id == JOURNAL.c.subject_id
        )
    )
    .where(open_to_families(), _marked_kind())
)
"""The journals with marks in which the pupils are at some time of the period."""

_again = MARK.alias("again")

marks: Select[Any] = (
    select(
        MARK.c.pupil_id, JOURNAL.c.id, JOURNAL.c.title, JOURNAL.c.subject_id, SUBJECT.c.title, SUBJECT.c.position,
        ASSESSMENT.c.id, ASSESSMENT.c.title, ASSESSMENT.c.day, ASSESSMENT.c.kind, ASSESSMENT.c.weight,
        (ASSESSMENT.c.scheme_key == USUAL_SCHEME).label("is_usual"),
        MARK.c.text, MARK.c.day, MARK.c.scheme_key, MARK.c.number, MARK.c.counts,
    )
    .select_from(
        MARK.join(ASSESSMENT, ASSESSMENT.c.id == MARK.c.assessment_id)
        .join(JOURNAL, JOURNAL.c.id == ASSESSMENT.c.journal_id)
        .outerjoin(SUBJECT, SUBJECT.c.id == JOURNAL.c.subject_id)
    )
    .where(
        MARK.c.pupil_id.in_(_pupils),
        MARK.c.voided.is_(None),
        ASSESSMENT.c.voided.is_(None),
        open_to_families(),
        or_(
            ASSESSMENT.c.day.between(_first, _last),
            exists().where(
                _again.c.assessment_id == MARK.c.assessment_id,
                _again.c.pupil_id == MARK.c.pupil_id,
                _again.c.voided.is_(None),
                _again.c.day.between(_first, _last),
            ),
        ),
    )
    .order_by(ASSESSMENT.c.day, ASSESSMENT.c.id, MARK.c.attempt)
)  # fmt: skip
"""All marks of works that were held, or in which a mark was given, in the period; in the order of the days."""

absences: Select[Any] = (
    select(
        ABSENCE.c.pupil_id, JOURNAL.c.id, JOURNAL.c.title, JOURNAL.c.subject_id, SUBJECT.c.title, SUBJECT.c.position,
        ABSENCE.c.kind, excused_code(ABSENCE, LESSON).label("excused"),
    )
    .select_from(
        ABSENCE.join(LESSON, LESSON.c.id == ABSENCE.c.lesson_id)
        .join(JOURNAL, JOURNAL.c.id == LESSON.c.journal_id)
        .outerjoin(SUBJECT, SUBJECT.c.id == JOURNAL.c.subject_id)
    )
    .where(
        ABSENCE.c.pupil_id.in_(_pupils),
        ABSENCE.c.voided.is_(None),
        LESSON.c.day.between(_first, _last),
        LESSON.c.state.in_(("planned", "held")),
        open_to_families(),
    )
)  # fmt: skip

unmarked: Select[Any] = (
    select(_joined.c.pupil_id, JOURNAL.c.title, ASSESSMENT.c.title, ASSESSMENT.c.day)
    .select_from(
        _joined.join(JOURNAL, JOURNAL.c.id == _joined.c.journal_id).join(
            ASSESSMENT, ASSESSMENT.c.journal_id == JOURNAL.c.id
        )
    )
    .where(
        ASSESSMENT.c.kind == "summative",
        ASSESSMENT.c.state.in_(("held", "marked")),
        ASSESSMENT.c.voided.is_(None),
        ASSESSMENT.c.day.between(_first, _last),
        open_to_families(),
        ~exists().where(
            MARK.c.assessment_id == ASSESSMENT.c.id, MARK.c.pupil_id == _joined.c.pupil_id, MARK.c.voided.is_(None)
        ),
    )
    .order_by(JOURNAL.c.title, ASSESSMENT.c.day, ASSESSMENT.c.id)
)
"""Summative works of the period that a pupil has no mark for."""

without_roll: Select[Any] = (
    select(JOURNAL.c.id, JOURNAL.c.title, LESSON.c.id)
    .select_from(LESSON.join(JOURNAL, JOURNAL.c.id == LESSON.c.journal_id))
    .where(
        JOURNAL.c.id.in_(select(_joined.c.journal_id)),
        LESSON.c.day.between(_first, _last),
        LESSON.c.state.in_(("planned", "held")),
        open_to_families(),
        ~exists().where(ROLL.c.lesson_id == LESSON.c.id, ROLL.c.voided.is_(None)),
    )
    .order_by(JOURNAL.c.title)
)
"""Lessons of the period in which nobody took the roll call, so that absences may be missing."""
