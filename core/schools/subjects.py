"""Subjects and courses: adding, changing, archiving."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.foundation.errors import Invalid, NotFound, Problem
from core.foundation.forms import NOT_SAVED, doubt
from core.schools.models import Subject


def save_subject(
    session: Session,
    values: Mapping[str, Any],
    schemes: frozenset[str],
    subject_id: int | None = None,
    *,
    although: str | None = None,
) -> Subject:
    """Add a subject or change one. A title that stands already is a doubt, passed over with `although`, its sign.

    `schemes` are the keys of the scales that the school may choose.
    """
    subject = Subject() if subject_id is None else _subject(session, subject_id)
    scheme = values["usual_scheme"]
    if scheme is not None and scheme not in schemes and scheme != subject.usual_scheme:
        raise Invalid(NOT_SAVED, [Problem("usual_scheme", _l("Choose from the list."))])
    _doubt_twins(session, values["title"], subject_id, although)
    for name, value in values.items():
        if name != "position":
            setattr(subject, name, value)
    if values["position"] is not None:
        subject.position = values["position"]
    elif subject_id is None:
        subject.position = (session.scalar(select(func.max(Subject.position))) or 0) + 10
    session.add(subject)
    return subject


def archive_subject(session: Session, subject_id: int, day: date | None) -> Subject:
    """The subject is taught until that day; nothing: again without an end."""
    subject = _subject(session, subject_id)
    subject.until_date = day
    return subject


def _doubt_twins(session: Session, title: str, but: int | None, although: str | None) -> None:
    others = session.scalars(select(Subject.title).where(Subject.id != (but or 0)))
    if title.casefold() in {other.casefold() for other in others}:
        doubt([Problem("title", _l("There is a subject with this title already."))], although)


def _subject(session: Session, subject_id: int) -> Subject:
    subject = session.get(Subject, subject_id)
    if subject is None:
        raise NotFound(_l("There is no such subject."))
    return subject
