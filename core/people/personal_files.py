"""Filling in a pupil's personal file, and noting that it was checked (R3.1, R3.2)."""

from collections.abc import Mapping
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.errors import Conflict
from core.people.models import IdentityDocument, PersonalFile, PreviousEducation

F = TypeVar("F", PersonalFile, IdentityDocument, PreviousEducation)


def complete_file(session: Session, pupil_id: int, facts: Mapping[str, Any], state: str) -> None:
    """Write what was typed about file number, identity document and previous education; empty takes a value away.

    `state` is what `state_of_rows` gave for the rows the person looked at. Raises Conflict where they changed since.
    """
    file = _file(session, pupil_id)
    document = _latest(session, IdentityDocument, IdentityDocument.person_id == pupil_id)
    education = _latest(session, PreviousEducation, PreviousEducation.person_id == pupil_id)
    if state != state_of_rows(file, document, education):
        raise Conflict(_l("Somebody changed this file meanwhile. Load the page again and compare."))
    _write(session, file or PersonalFile(pupil_id=pupil_id), number=facts["number"], opened=facts["opened"])
    _write(
        session,
        document or IdentityDocument(person_id=pupil_id),
        number=facts["document_number"],
        issued=facts["document_issued"],
        issuer=facts["document_issuer"],
    )
    _write(
        session,
        education or PreviousEducation(person_id=pupil_id),
        programme=facts["programme"],
        school=facts["school"],
        completed=facts["completed"],
    )
    session.flush()


def mark_checked(session: Session, pupil_id: int, checked_by: int) -> PersonalFile:
    """Note that the file was checked today, and by whom."""
    file = _file(session, pupil_id) or PersonalFile(pupil_id=pupil_id)
    file.checked, file.checked_by_id = clock.today(), checked_by
    session.add(file)
    session.flush()
    return file


def state_of_rows(*rows: Any) -> str:
    """The versions of rows, or of what was read of them; a row that is not there yet has version 0."""
    versions = [row["version"] if isinstance(row, Mapping) and row else getattr(row, "version", 0) for row in rows]
    return ".".join(str(version) for version in versions)


def _file(session: Session, pupil_id: int) -> PersonalFile | None:
    return _latest(session, PersonalFile, PersonalFile.pupil_id == pupil_id)


def _latest(session: Session, model: type[F], condition: Any) -> F | None:
    return session.scalars(select(model).where(condition).order_by(model.id.desc())).first()


def _write(session: Session, row: F, **values: Any) -> None:
    """Set the values; a row that would say nothing is not begun."""
    if row.id is None and not any(values.values()):
        return
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
