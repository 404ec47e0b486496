"""Facts about the notes of a journal (Piezīmes): about the journal, never about a pupil."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Id, Moment, School, Versioned, Voidable


class JournalNote(Voidable, Versioned, School):
    """An entry in a journal's Piezīmes: R5.5 transcripts sent, R6.6 pupils know the calendar, or anything else."""

    __tablename__ = "journal_note"
    __table_args__ = (
        Index("ix_journal_note_journal_day", "journal_id", "day"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    kind_key: Mapped[str] = mapped_column(String(30))
    """`transcripts`, `calendar` or `other`."""
    period_key: Mapped[str | None] = mapped_column(String(20))
    """What it is about where it is about a period: `2026-11`, `s1`."""
    day: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_by: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(Moment)
