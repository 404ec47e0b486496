"""The people of the school that a family writes to: class teachers, teachers with their subjects, head and deputies."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, ClassTeacher
from core.journals.register.models import Journal, JournalClass, JournalPupil, JournalTeacher
from core.people.models import Guardianship, Person, RoleHeld
from core.schools.models import Subject
from core.values.asker import Asker
from klade_messaging.addressing.people import staff, stands_by
from klade_messaging.letters.access import teaches

_LEADERS = ("head", "deputy")


@dataclass(frozen=True, slots=True)
class Child:
    """A child on whose behalf a guardian writes."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """People who stand together on the page."""

    title: str
    people: Sequence[tuple[str, str, str]]
    """Key, name and what they do, as a form's choices."""


@dataclass(frozen=True, slots=True)
class School:
    """Everybody at the school whom the family may write to."""

    groups: Sequence[Group]


def children_of(session: Session, asker: Asker) -> list[Child]:
    """The children of a guardian, in the order of their names. One statement."""
    rows = session.execute(
        select(Person.id, Person.given_name)
        .join(Guardianship, Guardianship.pupil_id == Person.id)
        .where(Guardianship.guardian_id == asker.person_id, *stands_by(Guardianship, asker.day))
        .order_by(Person.sort_key, Person.id)
    )
    return list(dict.fromkeys(Child(id_, name) for id_, name in rows))


def school_of_child(session: Session, asker: Asker, pupil_id: int) -> School:
    """Who may be written to about a pupil. Five statements."""
    day = asker.day
    leads = exists().where(RoleHeld.person_id == Person.id, RoleHeld.role_key.in_(_LEADERS), RoleHeld.on(day))
    people = staff(session, asker, or_(teaches([pupil_id], day), leads))
    subjects, class_teachers = _subjects(session, pupil_id, day), _class_teachers(session, pupil_id, day)
    groups: dict[str, list[tuple[str, str, str]]] = {"class": [], "teachers": [], "leaders": []}
    for one in people:
        id_ = one.recipient.person_id
        group = "class" if id_ in class_teachers else "teachers" if id_ in subjects else "leaders"
        does = ", ".join(subjects[id_]) if id_ in subjects else one.about if group == "leaders" else ""
        groups[group].append((one.key, one.name, does))
    titles = {"class": _("Class teacher"), "teachers": _("Teachers"), "leaders": _("Head and deputies")}
    return School([Group(titles[key], lines) for key, lines in groups.items() if lines])


def _subjects(session: Session, pupil_id: int, day: date) -> dict[int, list[str]]:
    """Who teaches the pupil, and what. One statement."""
    by_class = exists().where(
        JournalClass.journal_id == Journal.id,
        JournalClass.on(day),
        ClassMembership.school_class_id == JournalClass.school_class_id,
        ClassMembership.pupil_id == pupil_id,
        ClassMembership.on(day),
    )
    alone = exists().where(
        JournalPupil.journal_id == Journal.id,
        JournalPupil.pupil_id == pupil_id,
        JournalPupil.is_excluded.is_(False),
        JournalPupil.on(day),
    )
    rows = session.execute(
        select(JournalTeacher.person_id, func.coalesce(Subject.title, Journal.title))
        .join(Journal, Journal.id == JournalTeacher.journal_id)
        .outerjoin(Subject, Subject.id == Journal.subject_id)
        .where(JournalTeacher.on(day), or_(by_class, alone))
        .order_by(Subject.position, Journal.id)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for person_id, title in rows:
        if title not in found[person_id]:
            found[person_id].append(title)
    return dict(found)


def _class_teachers(session: Session, pupil_id: int, day: date) -> set[int]:
    rows = session.scalars(
        select(ClassTeacher.person_id)
        .join(ClassMembership, ClassMembership.school_class_id == ClassTeacher.school_class_id)
        .where(ClassMembership.pupil_id == pupil_id, ClassMembership.on(day), ClassTeacher.on(day))
    )
    return set(rows)
