"""Who prepares documents, and who opens those that were issued."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from core.classes.models import ClassMembership, ClassTeacher
from core.documents.models import IssuedBundle, IssuedDocument
from core.values.asker import Asker
from core.values.permissions import Permission, Relation

PREPARE, REGISTER = "transcripts.prepare", "documents.register"

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
    teacher = aliased(ClassTeacher)
    return exists().where(
        teacher.school_class_id == IssuedBundle.school_class_id,
        teacher.person_id == asker.person_id,
        teacher.on(asker.day),
    )


RELATIONS = (
    Relation("class_teacher_of", IssuedDocument, _about_own_class),
    Relation("class_teacher_of", IssuedBundle, _bundle_of_own_class),
)

PERMISSIONS = (
    Permission(PREPARE, _l("Prepare and issue transcripts of marks"), _GRANTS),
    Permission(REGISTER, _l("See issued documents and open their files"), _GRANTS),
)
