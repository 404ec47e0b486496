"""Which journals show an absence that an excuse covers: their open pages learn of a decision."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from core.foundation.history.record import table_of
from core.journals.attendance.models import Absence
from core.journals.excuses.shown import EXCUSE, within
from core.journals.lessons.models import Lesson
from core.journals.register.revisions import move_revisions

_ABSENCE, _LESSON = table_of(Absence), table_of(Lesson)
_excuses: Any = bindparam("excuses", expanding=True)

# By the days alone: where an undo took the list of chosen lessons away, nothing else tells which they were.
_journals = (
    select(_LESSON.c.journal_id)
    .select_from(
        EXCUSE.join(_ABSENCE, _ABSENCE.c.pupil_id == EXCUSE.c.pupil_id).join(
            _LESSON, (_LESSON.c.id == _ABSENCE.c.lesson_id) & within(EXCUSE, _LESSON)
        )
    )
    .where(EXCUSE.c.id.in_(_excuses), _ABSENCE.c.voided.is_(None))
    .distinct()
)


def journals_with_absences(session: Session, excuse_ids: Collection[int]) -> set[int]:
    """The journals with a recorded absence in the days of these excuses."""
    return set(session.connection().scalars(_journals, {"excuses": sorted(excuse_ids)})) if excuse_ids else set()


def tell_journals(session: Session, excuse_ids: Collection[int]) -> None:
    """Open pages of the journals concerned take the new codes up at their next poll."""
    session.flush()
    move_revisions(session, journals_with_absences(session, excuse_ids))
