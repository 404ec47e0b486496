"""Permissions over journals, and how a teacher stands to journals and pupils."""

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from core.accounts.askers import ImpliedRole
from core.classes.models import ClassMembership, ClassTeacher
from core.journals.register.models import Journal, JournalClass, JournalPupil, JournalTeacher
from core.people.models import Person
from core.schools.access import STAFF
from core.values.asker import Asker
from core.values.permissions import Permission, Relation


def _teaches_journal(asker: Asker) -> ColumnElement[bool]:
    teacher = aliased(JournalTeacher)
    return exists().where(teacher.journal_id == Journal.id, teacher.person_id == asker.person_id, teacher.on(asker.day))


def _class_teacher_of_journal(asker: Asker) -> ColumnElement[bool]:
    teacher, part = aliased(ClassTeacher), aliased(JournalClass)
    return exists().where(
        part.journal_id == Journal.id,
        part.on(asker.day),
        teacher.school_class_id == part.school_class_id,
        teacher.person_id == asker.person_id,
        teacher.on(asker.day),
    )


def _teaches_pupil(asker: Asker) -> ColumnElement[bool]:
    teacher, part, member, single = (
        aliased(JournalTeacher),
        aliased(JournalClass),
        aliased(ClassMembership),
        aliased(JournalPupil),
    )
    mine = and_(teacher.person_id == asker.person_id, teacher.on(asker.day))
    by_class = exists().where(
        mine,
        part.journal_id == teacher.journal_id,
        part.on(asker.day),
        member.school_class_id == part.school_class_id,
        member.pupil_id == Person.id,
        member.on(asker.day),
    )
    alone = exists().where(
        mine,
        single.journal_id == teacher.journal_id,
        single.pupil_id == Person.id,
        single.is_excluded.is_(False),
        single.on(asker.day),
    )
    return or_(by_class, alone)


def _is_teacher(person: ColumnElement[int], day: ColumnElement[date]) -> ColumnElement[bool]:
    return exists().where(JournalTeacher.person_id == person, JournalTeacher.on(day))


TEACHER = ImpliedRole("teacher", _is_teacher)

RELATIONS = (
    Relation("teaches", Journal, _teaches_journal),
    Relation("class_teacher_of", Journal, _class_teacher_of_journal),
    Relation("teaches", Person, _teaches_pupil),
)

_LEADERS = ("superuser", "head", "deputy")

PERMISSIONS = (
    Permission(
        "journal.read",
        _l("Read journals"),
        dict.fromkeys(_LEADERS, ("school",)) | {"teacher": ("teaches",), "class_teacher": ("class_teacher_of",)},
    ),
    Permission("journal.record", _l("Record lessons, absences and marks"), {"teacher": ("teaches",)}),
    Permission(
        "journals.create",
        _l("Create journals and set their teachers"),
        {"superuser": ("school",), "deputy": ("school",)},
    ),
    Permission(
        "timetable.read",
        _l("See the timetable"),
        dict.fromkeys((*_LEADERS, "record_keeper", "secretary", "teacher", "class_teacher"), ("school",)),
    ),
    Permission(
        "timetable.edit",
        _l("Change the timetable"),
        dict.fromkeys(("superuser", "deputy", "secretary"), ("school",)),
    ),
    Permission("today.teach", _l("See own lessons of the day"), {"teacher": ("teaches",)}),
    Permission("duties.own", _l("See own duties"), dict.fromkeys(STAFF, ("self",))),
    Permission("duties.school", _l("See everybody's duties"), dict.fromkeys(_LEADERS, ("school",))),
)
