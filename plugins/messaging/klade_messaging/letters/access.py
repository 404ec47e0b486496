"""Whose letters are whose, and who may write to whom."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from core.classes.models import ClassMembership, ClassTeacher
from core.journals.register.models import JournalClass, JournalPupil, JournalTeacher
from core.people.adults import guardians_still_see
from core.people.models import Guardianship, Person, RoleHeld
from core.values.asker import Asker
from core.values.permissions import Permission, Relation
from klade_messaging.letters.models import Letter, LetterRecipient, LetterThread
from klade_messaging.letters.writing import Hat

READ = "messaging.read"
WRITE = "messaging.write"
WRITE_PUPILS = "messaging.write_pupils"
WRITE_GUARDIANS = "messaging.write_guardians"
WRITE_STAFF = "messaging.write_staff"
WRITE_ALL_STAFF = "messaging.write_all_staff"

_LEADERS = ("head", "deputy")
_OFFICE = ("superuser", *_LEADERS, "record_keeper", "secretary")
_STAFF = (*_OFFICE, "teacher", "class_teacher", "support", "nurse")
_FAMILY = ("guardian", "pupil")


def own_letter(person: int | ColumnElement[int], hat: str) -> ColumnElement[bool]:
    """The letter was written by the person, or to the person, in that hat."""
    to = aliased(LetterRecipient)
    return or_(
        and_(Letter.author_id == person, Letter.author_hat == hat),
        exists().where(to.letter_id == Letter.id, to.person_id == person, to.hat == hat),
    )


def _in_mail_as(hat: Hat) -> Callable[[Asker], ColumnElement[bool]]:
    def condition(asker: Asker) -> ColumnElement[bool]:
        return exists().where(Letter.thread_id == LetterThread.id, own_letter(asker.person_id, hat))

    return condition


def teaches(pupils: Any, day: date) -> ColumnElement[bool]:
    """The person teaches a journal or the class in which one of the pupils (ids, or a select of them) is on that day.

    Plain lists of teachers, not conditions within conditions: those would lose sight of the person outside.
    """
    teacher, part, member, single, head = (
        aliased(JournalTeacher),
        aliased(JournalClass),
        aliased(ClassMembership),
        aliased(JournalPupil),
        aliased(ClassTeacher),
    )
    in_class = (member.pupil_id.in_(pupils), member.on(day))
    by_class = (
        select(teacher.person_id)
        .join(part, part.journal_id == teacher.journal_id)
        .join(member, member.school_class_id == part.school_class_id)
        .where(teacher.on(day), part.on(day), *in_class)
    )
    alone = (
        select(teacher.person_id)
        .join(single, single.journal_id == teacher.journal_id)
        .where(teacher.on(day), single.pupil_id.in_(pupils), single.is_excluded.is_(False), single.on(day))
    )
    of_class = (
        select(head.person_id)
        .join(member, member.school_class_id == head.school_class_id)
        .where(head.on(day), *in_class)
    )
    return or_(*(Person.id.in_(people) for people in (by_class, alone, of_class)))


def _teaches_me(asker: Asker) -> ColumnElement[bool]:
    return teaches([asker.person_id], asker.day)


def _teaches_own_child(asker: Asker) -> ColumnElement[bool]:
    bond = aliased(Guardianship)
    # The person here is the child, not the teacher whom the condition is about.
    seen = select(Person.id).where(guardians_still_see(asker.day)).correlate(None)
    own = select(bond.pupil_id).where(
        bond.guardian_id == asker.person_id, bond.access == "granted", bond.on(asker.day), bond.pupil_id.in_(seen)
    )
    return teaches(own, asker.day)


def _leads(asker: Asker) -> ColumnElement[bool]:
    held = aliased(RoleHeld)
    return exists().where(held.person_id == Person.id, held.role_key.in_(_LEADERS), held.on(asker.day))


RELATIONS = (
    *(Relation(f"{hat}_mail", LetterThread, _in_mail_as(hat), _l("own letters")) for hat in Hat),
    Relation("teaches_me", Person, _teaches_me, _l("own teachers")),
    Relation("teaches_own_child", Person, _teaches_own_child, _l("teachers of own children")),
    Relation("leads_school", Person, _leads, _l("head and deputies")),
)

PERMISSIONS = (
    Permission(
        READ,
        _l("Read own letters"),
        dict.fromkeys(_STAFF, ("staff_mail",)) | {"guardian": ("guardian_mail",), "pupil": ("pupil_mail",)},
    ),
    Permission(WRITE, _l("Write letters"), dict.fromkeys((*_STAFF, *_FAMILY), ("school",))),
    Permission(
        WRITE_PUPILS,
        _l("Write letters to pupils"),
        dict.fromkeys(_OFFICE, ("school",)) | {"teacher": ("teaches",), "class_teacher": ("class_teacher_of",)},
    ),
    Permission(
        WRITE_GUARDIANS,
        _l("Write letters to pupils' guardians"),
        dict.fromkeys(_OFFICE, ("school",)) | {"teacher": ("teaches",), "class_teacher": ("class_teacher_of",)},
    ),
    Permission(
        WRITE_STAFF,
        _l("Write letters to staff"),
        dict.fromkeys(_STAFF, ("school",))
        | {"guardian": ("teaches_own_child", "leads_school"), "pupil": ("teaches_me",)},
    ),
    Permission(WRITE_ALL_STAFF, _l("Write a letter to all staff at once"), dict.fromkeys(_OFFICE, ("school",))),
)
