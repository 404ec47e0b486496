"""Who writes in the notes of a journal; whoever reads the journal reads them."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from core.classes.models import ClassTeacher
from core.journals.notes.models import JournalNote
from core.journals.register.models import Journal, JournalClass, JournalTeacher
from core.journals.register.queries import CLASS_HOUR
from core.values.asker import Asker
from core.values.permissions import Permission, Relation

WRITE, CHANGE = "notes.write", "notes.change"


def _class_hour_of(asker: Asker) -> ColumnElement[bool]:
    """The class-hour journal of the asker's own class, whoever teaches it."""
    teacher, part = aliased(ClassTeacher), aliased(JournalClass)
    return and_(
        Journal.kind_key == CLASS_HOUR,
        exists().where(
            part.journal_id == Journal.id,
            part.on(asker.day),
            teacher.school_class_id == part.school_class_id,
            teacher.person_id == asker.person_id,
            teacher.on(asker.day),
        ),
    )


def _written_by(asker: Asker) -> ColumnElement[bool]:
    """Own notes in journals in which the asker still writes."""
    teacher = aliased(JournalTeacher)
    teaches = exists().where(
        teacher.journal_id == JournalNote.journal_id, teacher.person_id == asker.person_id, teacher.on(asker.day)
    )
    own_class = exists().where(Journal.id == JournalNote.journal_id, _class_hour_of(asker))
    return and_(JournalNote.written_by_id == asker.person_id, or_(teaches, own_class))


RELATIONS = (
    Relation("class_hour_of", Journal, _class_hour_of),
    Relation("written_by", JournalNote, _written_by),
)

PERMISSIONS = (
    Permission(WRITE, _l("Write notes about journals"), {"teacher": ("teaches",), "class_teacher": ("class_hour_of",)}),
    Permission(
        CHANGE,
        _l("Change and withdraw own notes about journals"),
        {"teacher": ("written_by",), "class_teacher": ("written_by",)},
    ),
)
