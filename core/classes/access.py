"""How a class teacher stands to classes and their pupils."""

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import aliased

from core.accounts.askers import ImpliedRole
from core.classes.models import ClassMembership, ClassTeacher, SchoolClass
from core.people.models import Guardianship, Person
from core.schools.access import STAFF
from core.values.asker import Asker
from core.values.permissions import Permission, Relation


def _class_teacher_of_class(asker: Asker) -> ColumnElement[bool]:
    return exists().where(
        ClassTeacher.school_class_id == SchoolClass.id,
        ClassTeacher.person_id == asker.person_id,
        ClassTeacher.on(asker.day),
    )


def _class_teacher_of_pupil(asker: Asker) -> ColumnElement[bool]:
    teacher, membership = aliased(ClassTeacher), aliased(ClassMembership)
    return exists().where(
        and_(
            membership.pupil_id == Person.id,
            membership.on(asker.day),
            teacher.school_class_id == membership.school_class_id,
            teacher.person_id == asker.person_id,
            teacher.on(asker.day),
        )
    )


def _class_teacher_of_guardian(asker: Asker) -> ColumnElement[bool]:
    bond, teacher, membership = aliased(Guardianship), aliased(ClassTeacher), aliased(ClassMembership)
    return exists().where(
        bond.guardian_id == Person.id,
        bond.access == "granted",
        bond.on(asker.day),
        membership.pupil_id == bond.pupil_id,
        membership.on(asker.day),
        teacher.school_class_id == membership.school_class_id,
        teacher.person_id == asker.person_id,
        teacher.on(asker.day),
    )


def _is_class_teacher(person: ColumnElement[int], day: ColumnElement[date]) -> ColumnElement[bool]:
    return exists().where(ClassTeacher.person_id == person, ClassTeacher.on(day))


CLASS_TEACHER = ImpliedRole("class_teacher", _is_class_teacher)

RELATIONS = (
    Relation("class_teacher_of", SchoolClass, _class_teacher_of_class),
    Relation("class_teacher_of", Person, _class_teacher_of_pupil),
    Relation("guardian_in_own_class", Person, _class_teacher_of_guardian),
)

PERMISSIONS = (
    Permission("classes.list", _l("See the list of classes"), dict.fromkeys(STAFF, ("school",))),
    Permission(
        "class.read",
        _l("See a class and its pupils"),
        dict.fromkeys(("superuser", "head", "deputy", "record_keeper", "secretary"), ("school",))
        | {"class_teacher": ("class_teacher_of",)},
    ),
)
