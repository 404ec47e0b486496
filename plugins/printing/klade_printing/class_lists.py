"""Class lists (klases saraksti): numbers and names on paper, with room to write."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, SchoolClass
from core.classes.queries import class_teachers
from core.documents.transcripts.queries import school_head
from core.people.models import Person
from core.values.documents import Document, DocumentContent, DocumentType

CLASS_LIST = DocumentType("class_list", _l("Class list"), SchoolClass, "class.read")


@dataclass(frozen=True, slots=True)
class ClassList:
    """One class."""

    subject_id: int
    name: str
    class_teacher: str | None
    pupils: tuple[str, ...]
    """Surname first."""
    number: str | None = None


def class_list(session: Session, document: Document) -> DocumentContent:
    """The pupils of each class on the last day."""
    sheets = [_sheet(session, class_id, document) for class_id in document.subject_ids]
    return DocumentContent(
        type_key=document.type_key,
        title=_("Pupils of class %(name)s", name=", ".join(sheet.name for sheet in sheets)),
        language=document.language,
        prepared=document.prepared,
        first=document.first,
        last=document.last,
        period=document.period,
        school=school_head(session),
        sheets=tuple(sheets),
    )


def _sheet(session: Session, class_id: int, document: Document) -> ClassList:
    shown = session.get_one(SchoolClass, class_id)
    teachers = class_teachers(session, class_id, document.last)
    pupils = session.execute(
        select(Person.family_name, Person.given_name)
        .join(ClassMembership, ClassMembership.pupil_id == Person.id)
        .where(ClassMembership.school_class_id == class_id, ClassMembership.on(document.last))
        .order_by(Person.sort_key, Person.id)
    )
    names = tuple(f"{family} {given}" for family, given in pupils)
    return ClassList(class_id, shown.name, teachers[0].full_name if teachers else None, names)
