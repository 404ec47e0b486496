"""What may be asked about marks of periods, and about the marks of which they are made."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from core.foundation.history.record import table_of
from core.journals.grid.statements import ASSESSMENT, JOURNAL, MARK
from core.journals.results.models import PeriodMark

_RESULT = table_of(PeriodMark)
_pupils: Any = bindparam("pupils", expanding=True)

_summative: Select[Any] = (
    select(
        MARK.c.pupil_id, MARK.c.assessment_id, MARK.c.text, MARK.c.number, MARK.c.counts, ASSESSMENT.c.weight,
        ASSESSMENT.c.day,
    )
    .select_from(
        MARK.join(ASSESSMENT, ASSESSMENT.c.id == MARK.c.assessment_id).join(
            JOURNAL, JOURNAL.c.id == ASSESSMENT.c.journal_id
        )
    )
    .where(
        JOURNAL.c.school_year_id == bindparam("year"),
        JOURNAL.c.subject_id == bindparam("subject"),
        MARK.c.pupil_id.in_(_pupils),
        MARK.c.voided.is_(None),
        ASSESSMENT.c.voided.is_(None),
        ASSESSMENT.c.kind == "summative",
        ASSESSMENT.c.scheme_key == bindparam("scheme"),
        ASSESSMENT.c.day.between(bindparam("first"), bindparam("last")),
    )
    .order_by(ASSESSMENT.c.day, ASSESSMENT.c.id, MARK.c.attempt)
)  # fmt: skip

_of_subject: Select[Any] = select(
    _RESULT.c.id, _RESULT.c.pupil_id, _RESULT.c.kind_key, _RESULT.c.version, _RESULT.c.text, _RESULT.c.scheme_key,
    _RESULT.c.scheme_revision, _RESULT.c.number, _RESULT.c.counts, _RESULT.c.passed, _RESULT.c.proposed,
    _RESULT.c.calculation, _RESULT.c.reason, _RESULT.c.written_by_id, _RESULT.c.written_by, _RESULT.c.written_at,
    _RESULT.c.voided,
).where(
    _RESULT.c.school_year_id == bindparam("year"),
    _RESULT.c.subject_id == bindparam("subject"),
    _RESULT.c.pupil_id.in_(_pupils),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorkMark:
    """What a pupil has for a summative work: the last attempt."""

    text: str
    number: int | None
    """Hundredths, where its scheme gave a number."""
    counts: bool
    weight: int
    """Hundredths."""
    day: date
    """Of the work."""


class StoredResult(NamedTuple):
    """A mark of a period as its row has it; a cleared one is voided."""

    id: int
    pupil_id: int
    kind_key: str
    version: int
    text: str
    scheme_key: str
    scheme_revision: int
    number: int | None
    counts: bool
    passed: bool | None
    proposed: str | None
    calculation: str | None
    reason: str | None
    written_by_id: int | None
    written_by: str
    written_at: datetime
    voided: datetime | None


Results = dict[tuple[int, str], StoredResult]
"""By pupil and key of the period."""


def summative_marks(
    session: Session,
    school_year_id: int,
    subject_id: int,
    scheme_key: str,
    days: tuple[date, date],
    pupil_ids: Collection[int],
) -> dict[int, list[WorkMark]]:
    """By pupil: what counts or could count in a subject, from all its journals, in the order of the days."""
    values = {
        "year": school_year_id,
        "subject": subject_id,
        "scheme": scheme_key,
        "first": days[0],
        "last": days[1],
        "pupils": sorted(pupil_ids),
    }
    found: dict[int, dict[int, WorkMark]] = defaultdict(dict)
    for pupil, assessment, *mark in session.connection().execute(_summative, values):
        # The statement brings later attempts last: they stand in the place of the first.
        found[pupil][assessment] = WorkMark(*mark)
    return {pupil: list(works.values()) for pupil, works in found.items()}


def results_of_subject(session: Session, school_year_id: int, subject_id: int, pupil_ids: Collection[int]) -> Results:
    """The marks of all periods of a year in a subject, voided ones included."""
    values = {"year": school_year_id, "subject": subject_id, "pupils": sorted(pupil_ids)}
    rows = map(StoredResult._make, session.connection().execute(_of_subject, values))
    return {(row.pupil_id, row.kind_key): row for row in rows}
