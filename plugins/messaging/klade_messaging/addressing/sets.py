"""Whole sets of people as one addressee: a class, a journal, all staff."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from core.classes.models import ClassMembership, SchoolClass
from core.foundation.permissions import visible
from core.journals.register.models import Journal, JournalClass, JournalPupil
from core.people.models import Person
from core.schools.models import SchoolYear
from core.values.asker import Asker
from klade_messaging.letters.access import WRITE_ALL_STAFF, WRITE_GUARDIANS, WRITE_PUPILS


class Part(StrEnum):
    """Who of a class or journal."""

    PUPILS = "pupils"
    GUARDIANS = "guardians"


@dataclass(frozen=True, slots=True)
class AddressSet:
    """Everybody of a kind at once."""

    key: str
    """As a form names it: `class-3-guardians`, `journal-7-pupils`, `all-staff`."""
    title: str


ALL_STAFF = "all-staff"
_PERMISSIONS = {Part.PUPILS: WRITE_PUPILS, Part.GUARDIANS: WRITE_GUARDIANS}


def sets(session: Session, asker: Asker) -> list[AddressSet]:
    """The sets that the asker may write to: classes, journals of the present year, all staff. Two statements."""
    found = [AddressSet(ALL_STAFF, _("All staff"))] if asker.may(WRITE_ALL_STAFF) else []
    for class_id, grade, letter in session.execute(_classes(asker)):
        found += _parts(asker, "class", class_id, f"{grade}.{letter}")
    for journal_id, title in session.execute(_journals(asker)):
        found += _parts(asker, "journal", journal_id, title)
    return found


def _parts(asker: Asker, kind: str, row_id: int, name: str) -> list[AddressSet]:
    titles = {
        Part.PUPILS: _("%(name)s, pupils", name=name),
        Part.GUARDIANS: _("%(name)s, guardians", name=name),
    }
    return [
        AddressSet(f"{kind}-{row_id}-{part}", title) for part, title in titles.items() if asker.may(_PERMISSIONS[part])
    ]


def _classes(asker: Asker) -> Any:
    reached = or_(*(SchoolClass.id.in_(visible(asker, key, SchoolClass)) for key in _PERMISSIONS.values()))
    return (
        select(SchoolClass.id, SchoolClass.grade, SchoolClass.letter)
        .join(SchoolYear, SchoolYear.id == SchoolClass.school_year_id)
        .where(reached, _of_year(asker.day))
        .order_by(SchoolClass.grade, SchoolClass.letter)
    )


def _journals(asker: Asker) -> Any:
    reached = or_(*(Journal.id.in_(visible(asker, key, Journal)) for key in _PERMISSIONS.values()))
    return (
        select(Journal.id, Journal.title)
        .join(SchoolYear, SchoolYear.id == Journal.school_year_id)
        .where(reached, _of_year(asker.day))
        .order_by(Journal.title, Journal.id)
    )


def _of_year(day: date) -> ColumnElement[bool]:
    return and_(SchoolYear.from_date <= day, SchoolYear.until_date >= day)


def in_classes(class_ids: Collection[int], day: date) -> ColumnElement[bool]:
    """The pupil is in one of these classes."""
    member = aliased(ClassMembership)
    return exists().where(member.pupil_id == Person.id, member.school_class_id.in_(class_ids), member.on(day))


def in_journals(journal_ids: Collection[int], day: date) -> ColumnElement[bool]:
    """The pupil is in one of these journals, with a class or alone."""
    part, member, single, left = (
        aliased(JournalClass),
        aliased(ClassMembership),
        aliased(JournalPupil),
        aliased(JournalPupil),
    )
    by_class = (
        select(member.pupil_id)
        .join(part, part.school_class_id == member.school_class_id)
        .outerjoin(
            left,
            and_(left.journal_id == part.journal_id, left.pupil_id == member.pupil_id, left.is_excluded, left.on(day)),
        )
        .where(part.journal_id.in_(journal_ids), part.on(day), member.on(day), left.id.is_(None))
    )
    alone = select(single.pupil_id).where(
        single.journal_id.in_(journal_ids), single.is_excluded.is_(False), single.on(day)
    )
    return or_(Person.id.in_(by_class), Person.id.in_(alone))
