"""The statements of report cards: through Core, as many for a school as for one pupil of each calendar."""

from typing import Any

from sqlalchemy import Select, bindparam, func, select

from core.documents.transcripts.statements import open_to_families
from core.foundation.history.record import table_of
from core.journals.excuses.shown import excused_code
from core.journals.grid.statements import ABSENCE, JOURNAL, LESSON, SUBJECT
from core.journals.results.models import PeriodMark

_RESULT = table_of(PeriodMark)
_pupils: Any = bindparam("pupils", expanding=True)

results: Select[Any] = (
    select(
        _RESULT.c.pupil_id, _RESULT.c.subject_id, SUBJECT.c.title, SUBJECT.c.position, _RESULT.c.kind_key,
        _RESULT.c.text, _RESULT.c.scheme_key,
    )
    .select_from(_RESULT.join(SUBJECT, SUBJECT.c.id == _RESULT.c.subject_id))
    .where(
        _RESULT.c.school_year_id == bindparam("year"), _RESULT.c.pupil_id.in_(_pupils), _RESULT.c.voided.is_(None)
    )
)  # fmt: skip

_missed = (
    select(ABSENCE.c.pupil_id, ABSENCE.c.kind, excused_code(ABSENCE, LESSON).label("excused"))
    .select_from(
        ABSENCE.join(LESSON, LESSON.c.id == ABSENCE.c.lesson_id).join(JOURNAL, JOURNAL.c.id == LESSON.c.journal_id)
    )
    .where(
        ABSENCE.c.pupil_id.in_(_pupils),
        ABSENCE.c.voided.is_(None),
        LESSON.c.day.between(bindparam("first"), bindparam("last")),
        LESSON.c.state.in_(("planned", "held")),
        open_to_families(),
    )
    .subquery()
)
absences: Select[Any] = select(_missed.c.pupil_id, _missed.c.kind, _missed.c.excused.is_(None), func.count()).group_by(
    _missed.c.pupil_id, _missed.c.kind, _missed.c.excused.is_(None)
)
"""By pupil: how many lessons were missed or begun late, and whether something justifies them."""
