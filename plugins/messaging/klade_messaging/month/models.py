"""Facts about a class teacher's month: which transcripts were to be sent, and what became of each."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Id, Moment, School, Versioned

WAITING, WRITTEN, NOBODY = "waiting", "written", "nobody"


class MonthSending(Versioned, School):
    """One press of the button: the transcripts of a class over a month, sent by one job."""

    __tablename__ = "messaging_month"
    __table_args__ = (
        Index("uq_messaging_month_job", "job_id", unique=True),
        Index("ix_messaging_month_class", "school_class_id", "period_key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    job_id: Mapped[UUID]
    school_class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    period_key: Mapped[str] = mapped_column(String(20))
    """`2026-11`"""
    first: Mapped[date]
    last: Mapped[date]
    """The days that the transcripts tell of."""
    is_again: Mapped[bool] = mapped_column(default=False)
    """To everybody, whoever has got it already."""
    asked_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    note_id: Mapped[int | None] = mapped_column(ForeignKey("journal_note.id", ondelete="SET NULL"))
    """What was last written about it in the class-hour journal."""


class MonthPupil(Versioned, School):
    """A pupil whose transcript is sent: the document issued about the pupil, and the letter that carries it."""

    __tablename__ = "messaging_month_pupil"
    __table_args__ = (
        Index("uq_messaging_month_pupil", "month_id", "pupil_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    month_id: Mapped[int] = mapped_column(ForeignKey("messaging_month.id", ondelete="CASCADE"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_document.id", ondelete="SET NULL"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("messaging_letter.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    """`waiting`, `written`, or `nobody` where nobody was left to get it."""
    is_noted: Mapped[bool] = mapped_column(default=False)
    """Counted in a note of the class-hour journal."""
