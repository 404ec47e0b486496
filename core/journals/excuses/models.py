"""Facts about announced and justified absences."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Id, Moment, School, Versioned, Voidable
from core.values.access import AccessClass, classed


class ExcuseReason(Versioned, School):
    """A reason (iemesls) of absences: data of the school, with the code that a justified absence then shows."""

    __tablename__ = "excuse_reason"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(30), unique=True)
    title_lv: Mapped[str]
    title_en: Mapped[str]
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(4))
    """`ns` illness, `nc` other reasons."""
    is_for_families: Mapped[bool] = mapped_column(default=True)
    """Families may name it; the others are the school's own."""
    is_offered: Mapped[bool] = mapped_column(default=True)
    """What was justified with one that is no longer offered stays as it is."""


class Announcement(Versioned, School):
    """A family's word that a pupil is or will be away (kavējuma pieteikums). It justifies nothing by itself."""

    __tablename__ = "announcement"
    __table_args__ = (Index("ix_announcement_pupil_state", "pupil_id", "state"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    from_date: Mapped[date]
    until_date: Mapped[date]
    first_lesson: Mapped[int | None]
    last_lesson: Mapped[int | None]
    """Numbers of the lessons of one day; nothing: whole days."""
    reason_key: Mapped[str] = mapped_column(String(30))
    note: Mapped[str | None] = mapped_column(info=classed(AccessClass.HEALTH))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    """`waiting`, `accepted`, `rejected` or `withdrawn`."""
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[str | None]
    """Why it was rejected."""


class Excuse(Voidable, Versioned, School):
    """A decision that absences are justified: on days, in lessons of these numbers, or in chosen lessons only.

    Nothing is written on the absences: one recorded later within the range is justified as it is recorded.
    """

    __tablename__ = "excuse"
    __table_args__ = (Index("ix_excuse_pupil_from", "pupil_id", "from_date"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_date: Mapped[date]
    until_date: Mapped[date]
    first_lesson: Mapped[int | None]
    last_lesson: Mapped[int | None]
    is_of_lessons: Mapped[bool] = mapped_column(default=False)
    """Only the lessons named by `ExcusedLesson` count."""
    reason_key: Mapped[str] = mapped_column(String(30))
    document: Mapped[str | None] = mapped_column(String(20))
    """What it rests on: a kind of paper as a fact, never its contents, never a diagnosis."""
    announcement_id: Mapped[int | None] = mapped_column(ForeignKey("announcement.id"), index=True)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(Moment)


class ExcusedLesson(School):
    """A lesson that an excuse of chosen lessons names."""

    __tablename__ = "excused_lesson"
    __table_args__ = (
        Index("uq_excused_lesson", "excuse_id", "lesson_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    excuse_id: Mapped[int] = mapped_column(ForeignKey("excuse.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), index=True)
