"""Making journals and changing what they are."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.classes.models import SchoolClass
from core.foundation.errors import Invalid, NotFound, Problem
from core.foundation.forms import NOT_SAVED, doubt
from core.journals.register.models import Journal, JournalClass, JournalKind, JournalTeacher
from core.journals.register.queries import CLASS_HOUR
from core.schools.models import SchoolYear, Subject

OUTSIDE = _l("This day is outside the school year.")
_NOT_LISTED = _l("Choose from the list.")


def proposed_title(subject: str, classes: Sequence[SchoolClass]) -> str:
    """`Matemātika 10.a`; of several classes `Matemātika 10.a, 10.b`."""
    names = [one.name for one in sorted(classes, key=lambda one: (one.grade, one.letter))]
    return f"{subject} {', '.join(names)}".strip()


def create_journal(
    session: Session,
    year_id: int,
    values: Mapping[str, Any],
    teacher_id: int | None,
    schemes: Collection[str],
    *,
    although: str | None = None,
) -> Journal:
    """Make a journal of a subject for classes, or of their class hour, with its main teacher.

    A second journal of the subject for one of these classes is a doubt, passed over with `although`, its sign.
    """
    year = session.get_one(SchoolYear, year_id)
    subject = session.get(Subject, values["subject_id"]) if values["subject_id"] is not None else None
    if subject is None and values["kind_key"] != CLASS_HOUR:
        raise Invalid(NOT_SAVED, [Problem("subject_id", _NOT_LISTED)])
    classes = _classes(session, year, values["classes"])
    check_day(year, values["from_date"])
    _check_kind(session, values["kind_key"])
    _check_scheme(values["usual_scheme"], schemes)
    _doubt_twins(session, year, values["kind_key"], subject, classes, although)
    journal = Journal(
        school_year_id=year.id,
        kind_key=values["kind_key"],
        subject_id=subject.id if subject else None,
        title=values["title"] or proposed_title(subject.title if subject else _("Class hour"), classes),
        usual_scheme=values["usual_scheme"],
    )
    session.add(journal)
    session.flush()
    days = {"journal_id": journal.id, "from_date": values["from_date"]}
    session.add_all(JournalClass(school_class_id=one.id, **days) for one in classes)
    if teacher_id is not None:
        session.add(JournalTeacher(person_id=teacher_id, role="main", **days))
    return journal


def change_journal(session: Session, journal_id: int, values: Mapping[str, Any], schemes: Collection[str]) -> Journal:
    """Change title, kind and usual scale."""
    journal = journal_of(session, journal_id)
    _check_kind(session, values["kind_key"])
    if values["usual_scheme"] != journal.usual_scheme:
        _check_scheme(values["usual_scheme"], schemes)
    if values["title"] is None:
        raise Invalid(NOT_SAVED, [Problem("title", _l("Fill this in."))])
    journal.title, journal.kind_key, journal.usual_scheme = values["title"], values["kind_key"], values["usual_scheme"]
    return journal


def journal_of(session: Session, journal_id: int) -> Journal:
    """The journal. Raises NotFound."""
    journal = session.get(Journal, journal_id)
    if journal is None:
        raise NotFound(_l("There is no such journal."))
    return journal


def year_of(session: Session, journal: Journal) -> SchoolYear:
    return session.get_one(SchoolYear, journal.school_year_id)


def check_day(year: SchoolYear, day: date | None, place: str = "from_date") -> None:
    """Raises Invalid for a day outside the school year."""
    if day is not None and not year.from_date <= day <= year.until_date:
        raise Invalid(NOT_SAVED, [Problem(place, OUTSIDE)])


def _classes(session: Session, year: SchoolYear, ids: Collection[int]) -> Sequence[SchoolClass]:
    found = session.scalars(
        select(SchoolClass).where(SchoolClass.id.in_(ids), SchoolClass.school_year_id == year.id)
    ).all()
    if len(found) != len(set(ids)):
        raise Invalid(NOT_SAVED, [Problem("classes", _NOT_LISTED)])
    return found


def _check_kind(session: Session, key: str) -> None:
    if session.scalar(select(JournalKind.id).where(JournalKind.key == key)) is None:
        raise Invalid(NOT_SAVED, [Problem("kind_key", _NOT_LISTED)])


def _check_scheme(key: str | None, schemes: Collection[str]) -> None:
    if key is not None and key not in schemes:
        raise Invalid(NOT_SAVED, [Problem("usual_scheme", _NOT_LISTED)])


def _doubt_twins(
    session: Session,
    year: SchoolYear,
    kind_key: str,
    subject: Subject | None,
    classes: Sequence[SchoolClass],
    although: str | None,
) -> None:
    same = Journal.subject_id == subject.id if subject else Journal.kind_key == kind_key
    twin = session.scalars(
        select(Journal.title)
        .join(JournalClass, JournalClass.journal_id == Journal.id)
        .where(
            Journal.school_year_id == year.id,
            same,
            JournalClass.school_class_id.in_([one.id for one in classes]),
        )
        .order_by(Journal.id)
    ).first()
    if twin is not None:
        message = _l("There is such a journal for this class already: “%(title)s”.", title=twin)
        doubt([Problem("subject_id", message)], although)
