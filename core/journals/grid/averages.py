"""Averages of some pupils of a journal, as its right-hand column shows them."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from core.journals.grid import statements
from core.journals.grid.average import average, average_text
from core.journals.grid.head import Head, Period


def averages_of(session: Session, head: Head, period: Period, pupils: Collection[int]) -> dict[str, str]:
    """By pupil: the average of counted marks of summative work in the usual scheme; the last attempt counts."""
    values = {
        "journal": head.id,
        "first": period.first,
        "last": period.last,
        "scheme": head.usual_scheme,
        "pupils": sorted(pupils),
    }
    latest: dict[tuple[int, int], tuple[int, int, int] | tuple[int, None, int]] = {}
    for pupil, assessment, attempt, number, counts, weight in session.connection().execute(statements.counted, values):
        known = latest.get((pupil, assessment))
        if known is None or known[0] < attempt:
            latest[pupil, assessment] = (attempt, number if counts else None, weight)
    counted: dict[int, list[tuple[int, int]]] = {pupil: [] for pupil in pupils}
    for (pupil, _assessment), (_attempt, number, weight) in latest.items():
        if number is not None:
            counted[pupil].append((number, weight))
    return {str(pupil): average_text(average(marks)) for pupil, marks in counted.items()}
