"""Who announces absences, who decides about them."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import aliased

from core.classes.models import ClassMembership, ClassTeacher
from core.journals.excuses.models import Announcement, Excuse
from core.people.adults import guardians_still_see
from core.people.models import Guardianship, Person
from core.values.asker import Asker
from core.values.permissions import Permission, Relation


def _of_own_class(pupil: ColumnElement[int], asker: Asker) -> ColumnElement[bool]:
    teacher, member = aliased(ClassTeacher), aliased(ClassMembership)
    return exists().where(
        member.pupil_id == pupil,
        member.on(asker.day),
        teacher.school_class_id == member.school_class_id,
        teacher.person_id == asker.person_id,
        teacher.on(asker.day),
    )


def _announced_in_own_class(asker: Asker) -> ColumnElement[bool]:
    return _of_own_class(Announcement.pupil_id.expression, asker)


def _excused_in_own_class(asker: Asker) -> ColumnElement[bool]:
    return _of_own_class(Excuse.pupil_id.expression, asker)


def _announced_as_guardian(asker: Asker) -> ColumnElement[bool]:
    """Own announcements about children whom the asker may still excuse."""
    bond = aliased(Guardianship)
    open_to = exists().where(Person.id == Announcement.pupil_id, guardians_still_see(asker.day))
    return and_(
        Announcement.made_by_id == asker.person_id,
        exists().where(
            bond.pupil_id == Announcement.pupil_id,
            bond.guardian_id == asker.person_id,
            bond.access == "granted",
            bond.may_excuse,
            bond.on(asker.day),
        ),
        open_to,
    )


def _announced_about_oneself(asker: Asker) -> ColumnElement[bool]:
    return and_(Announcement.made_by_id == asker.person_id, Announcement.pupil_id == asker.person_id)


RELATIONS = (
    Relation("class_teacher_of", Announcement, _announced_in_own_class),
    Relation("class_teacher_of", Excuse, _excused_in_own_class),
    Relation("guardian_may_excuse", Announcement, _announced_as_guardian),
    Relation("adult_self", Announcement, _announced_about_oneself),
)

PERMISSIONS = (
    Permission(
        "absences.announce",
        _l("Announce absences"),
        {"guardian": ("guardian_may_excuse",), "pupil": ("adult_self",)},
    ),
    Permission(
        "absences.decide",
        _l("See absences of a class and justify them"),
        {"class_teacher": ("class_teacher_of",)},
    ),
)
