"""Facts about assessments (pārbaudes darbi) and marks (vērtējumi)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Id, Moment, School, Versioned, Voidable


class Assessment(Voidable, Versioned, School):
    """A piece of work that is assessed: a column of marks in the journal."""

    __tablename__ = "assessment"

    id: Mapped[Id]
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"), index=True)
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lesson.id"), index=True)
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(12))
    """`formative`, `summative` or `diagnostic`."""
    scheme_key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str]
    weight: Mapped[int] = mapped_column(default=100)
    """Hundredths."""
    points: Mapped[int | None]
    """The most points (punkti) that the work gives, in hundredths; nothing: marks are written themselves."""
    state: Mapped[str] = mapped_column(String(10), default="held")
    """`calendar`, `planner`, `held` or `marked`."""


class Mark(Voidable, Versioned, School):
    """A pupil's mark for an assessment, with what its scheme said when it was saved."""

    __tablename__ = "mark"
    __table_args__ = (
        Index("uq_mark_assessment_pupil_attempt", "assessment_id", "pupil_id", "attempt", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    attempt: Mapped[int] = mapped_column(default=1)
    """A retake (uzlabots vērtējums) is a new row with the next number; both stay."""
    day: Mapped[date]
    text: Mapped[str] = mapped_column(String(40))
    """As written: `9`, `nv`, `85`."""
    scheme_key: Mapped[str] = mapped_column(String(60))
    scheme_revision: Mapped[int]
    number: Mapped[int | None]
    """Hundredths, where the scheme gives a number."""
    counts: Mapped[bool]
    passed: Mapped[bool | None]
    points: Mapped[int | None]
    """Hundredths; the mark was made of them when it was saved."""
    comment: Mapped[str | None]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(Moment)


class SavedBatch(School):
    """The answer to a batch of cells, kept 14 days so that a repeat gets the same answer (`design.md` 5)."""

    __tablename__ = "saved_batch"
    __table_args__ = {"info": {"unrecorded": "a stored answer, gone after 14 days; the cells it saved have lines"}}

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account: Mapped[str] = mapped_column(String(36))
    saved_at: Mapped[datetime] = mapped_column(Moment, index=True)
    answer: Mapped[str]
    """JSON."""
