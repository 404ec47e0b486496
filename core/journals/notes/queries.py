"""What may be asked about journal notes."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.journals.notes.models import JournalNote


def notes_of(session: Session, journal_id: int) -> Sequence[JournalNote]:
    """The notes of a journal that hold, the newest first."""
    return session.scalars(
        select(JournalNote)
        .where(JournalNote.journal_id == journal_id, JournalNote.voided.is_(None))
        .order_by(JournalNote.day.desc(), JournalNote.id.desc())
    ).all()


def noted(session: Session, journal_ids: Collection[int], kind_key: str, period_key: str) -> dict[int, JournalNote]:
    """By journal: the newest note of a kind about a period. One statement."""
    rows = session.scalars(
        select(JournalNote)
        .where(
            JournalNote.journal_id.in_(journal_ids),
            JournalNote.kind_key == kind_key,
            JournalNote.period_key == period_key,
            JournalNote.voided.is_(None),
        )
        .order_by(JournalNote.id)
    )
    return {note.journal_id: note for note in rows}
