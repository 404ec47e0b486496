"""Averages of some pupils of a journal, as its right-hand column shows them."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from core.journals.grid import statements
from core.journals.grid.average import average, average_text
from core.journals.grid.head import Head, Period

Counted = dict[int, dict[int, tuple[int | None, int]]]
"""By pupil and assessment: number (none where it does not count) and weight, both in hundredths."""


def counted_marks(session: Session, head: Head, period: Period, pupils: Collection[int]) -> Counted:
    """Marks of summative work in the usual scheme; the last attempt counts."""
    values = {
        "journal": head.id,
        "first": period.first,
        "last": period.last,
        "scheme": head.usual_scheme,
        "pupils": sorted(pupils),
    }
    found: Counted = {pupil: {} for pupil in pupils}
    for pupil, assessment, number, counts, weight in session.connection().execute(statements.counted, values):
        found[pupil][assessment] = (number if counts else None, weight)
    return found


def average_texts(counted: Mapping[int, Mapping[int, tuple[int | None, int]]]) -> dict[str, str]:
    """By pupil: the average as it is shown."""
    return {
        str(pupil): average_text(average((number, weight) for number, weight in marks.values() if number is not None))
        for pupil, marks in counted.items()
    }
