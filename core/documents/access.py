"""Who prepares documents, and who opens those that were issued: the office, class teachers, families."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from core.classes.models import ClassMembership, ClassTeacher
from core.documents.models import IssuedBundle, IssuedDocument
from core.people.adults import guardians_still_see
from core.people.models import Guardianship, Person
from core.values.asker import Asker
from core.values.permissions import Permission, Relation

PREPARE, REGISTER, OWN = "transcripts.prepare", "documents.register", "documents.own"

_OFFICE = ("superuser", "head", "deputy", "record_keeper", "secretary")
_GRANTS = dict.fromkeys(_OFFICE, ("school",)) | {"class_teacher": ("class_teacher_of",)}


def _about_own_class(asker: Asker) -> ColumnElement[bool]:
    teacher, member = aliased(ClassTeacher), aliased(ClassMembership)
    return exists().where(
        member.pupil_id == IssuedDocument.person_id,
        member.on(asker.day),
        teacher.school_class_id == member.school_class_id,
        teacher.person_id == asker.person_id,
        teacher.on(asker.day),
    )


def _bundle_of_own_class(asker: Asker) -> ColumnElement[bool]:
    """Of the own class; the file of several classes where each of them is the own."""
    teacher, part, own = aliased(ClassTeacher), aliased(IssuedBundle), aliased(ClassTeacher)
    is_own = exists().where(
        own.school_class_id == part.school_class_id, own.person_id == asker.person_id, own.on(asker.day)
    )
    parts = (part.batch_id == IssuedBundle.batch_id, part.school_class_id.is_not(None))
    return or_(
        exists().where(
            teacher.school_class_id == IssuedBundle.school_class_id,
            teacher.person_id == asker.person_id,
            teacher.on(asker.day),
        ),
        and_(
            IssuedBundle.school_class_id.is_(None),
            exists().where(*parts, is_own),
            ~exists().where(*parts, ~is_own),
        ),
    )


def _about_child_with_marks(asker: Asker) -> ColumnElement[bool]:
    """About a child whose marks the asker may see: documents tell of them."""
    bond = aliased(Guardianship)
    return and_(
        exists().where(
            bond.pupil_id == IssuedDocument.person_id,
            bond.guardian_id == asker.person_id,
            bond.access == "granted",
            bond.sees_marks,
            bond.on(asker.day),
        ),
        exists().where(Person.id == IssuedDocument.person_id, guardians_still_see(asker.day)),
    )


def _about_oneself(asker: Asker) -> ColumnElement[bool]:
    return IssuedDocument.person_id == asker.person_id


RELATIONS = (
    Relation("guardian_sees_marks", IssuedDocument, _about_child_with_marks),
    Relation("self", IssuedDocument, _about_oneself),
    Relation("class_teacher_of", IssuedDocument, _about_own_class),
    Relation("class_teacher_of", IssuedBundle, _bundle_of_own_class),
)

PERMISSIONS = (
    Permission(PREPARE, _l("Prepare and issue transcripts of marks"), _GRANTS),
    Permission(REGISTER, _l("See issued documents and open their files"), _GRANTS),
    Permission(
        OWN,
        _l("Open documents that were issued about oneself or one's child"),
        {"guardian": ("guardian_sees_marks",), "pupil": ("self",)},
    ),
)
