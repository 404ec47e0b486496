"""Adding an assessment to a journal: a new column of marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.foundation.errors import Invalid, Problem
from core.foundation.history.record import insert_row
from core.foundation.text import date_text
from core.journals.assessment.models import Assessment
from core.journals.grid import statements
from core.journals.grid.head import Head
from core.values.marks import MarkScheme, PointsScheme


@dataclass(frozen=True, slots=True)
class NewAssessment:
    """What a teacher says of an assessment. It belongs to a lesson, or has a day of its own."""

    kind: str
    scheme: str
    title: str = ""
    lesson: int | None = None
    day: date | None = None
    weight: int = 100
    """Hundredths."""
    points: int | None = None
    """The most points that the work gives, in hundredths."""


def add_assessment(session: Session, head: Head, new: NewAssessment, schemes: Mapping[str, MarkScheme]) -> int:
    """Its id. Raises Invalid."""
    problems = []
    if new.scheme not in schemes:
        problems.append(Problem("scheme", _l("The school has no such mark scheme.")))
    elif new.points is not None and not isinstance(schemes[new.scheme], PointsScheme):
        problems.append(Problem("points", _l("This scale makes no marks of points. Leave the field empty.")))
    day = _day(session, head, new)
    if day is None:
        problems.append(Problem("lesson", _l("Choose a lesson of this journal, or a day.")))
    elif not head.first <= day <= head.last:
        first, last = date_text(head.first), date_text(head.last)
        problems.append(Problem("day", _l("The day lies outside the school year, %(first)s to %(last)s.",
                                          first=first, last=last)))  # fmt: skip
    if problems or day is None:
        raise Invalid(_l("The assessment was not added."), problems)
    values = {
        "journal_id": head.id,
        "lesson_id": new.lesson,
        "day": day,
        "kind": new.kind,
        "scheme_key": new.scheme,
        "title": new.title.strip(),
        "weight": new.weight,
        "points": new.points,
        "state": "held",
    }
    return insert_row(session, Assessment, values)


def _day(session: Session, head: Head, new: NewAssessment) -> date | None:
    """The lesson's day, or the one given."""
    if new.lesson is None:
        return new.day
    found = session.connection().execute(statements.lessons_named, {"journal": head.id, "lessons": [new.lesson]})
    row = found.first()
    return None if row is None else row[1]
