"""Facts about marks of periods: one pupil, one subject, one kind of period, whichever journals they came from."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Id, Moment, School, Versioned, Voidable


class PeriodKind(Versioned, School):
    """A period that is marked (1. semestris, gads): data, so that a school may have others."""

    __tablename__ = "period_kind"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(20), unique=True)
    """`s1`, `s2`, `year`."""
    title_lv: Mapped[str]
    title_en: Mapped[str]
    position: Mapped[int]
    term_number: Mapped[int | None]
    """The semester whose days it covers; nothing: the whole year."""


class PeriodMark(Voidable, Versioned, School):
    """A pupil's mark of a period in a subject or course, with what its scheme said when it was saved."""

    __tablename__ = "period_mark"
    __table_args__ = (
        Index("uq_period_mark", "school_year_id", "pupil_id", "subject_id", "kind_key", unique=True),
        Index("ix_period_mark_subject_kind", "subject_id", "kind_key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    school_year_id: Mapped[int] = mapped_column(ForeignKey("school_year.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    kind_key: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(40))
    scheme_key: Mapped[str] = mapped_column(String(60))
    scheme_revision: Mapped[int]
    number: Mapped[int | None]
    """Hundredths, where the scheme gives a number."""
    counts: Mapped[bool]
    passed: Mapped[bool | None]
    proposed: Mapped[str | None] = mapped_column(String(40))
    """What was proposed when it was written (piedāvātais vērtējums), where somebody proposed."""
    calculation: Mapped[str | None]
    """How the proposal came about, in words."""
    reason: Mapped[str | None]
    """Why it differs from the proposal."""
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_by: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(Moment)
