"""Facts about lessons."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Id, Moment, School, Versioned


class Lesson(Versioned, School):
    """A lesson (mācību stunda): an event of a journal on a day."""

    __tablename__ = "lesson"
    __table_args__ = (
        Index("ix_lesson_journal_day", "journal_id", "day", "number"),
        Index("ix_lesson_day", "day"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    day: Mapped[date]
    number: Mapped[int | None]
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    """Local times of the school's zone."""
    state: Mapped[str] = mapped_column(String(10), default="planned")
    """`planned`, `held`, `cancelled` or `moved`."""
    kind: Mapped[str] = mapped_column(String(20), default="lesson")
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    taught_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    timetable_entry_id: Mapped[int | None] = mapped_column(ForeignKey("timetable_entry.id"), index=True)


class LessonContent(Versioned, School):
    """What was taught and set. "Nav uzdots" is `homework_none`; an empty homework is not filled in (R6.3)."""

    __tablename__ = "lesson_content"

    id: Mapped[Id]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), index=True)
    school_class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id"))
    """Of a combined journal: the one class this row addresses; nothing: all."""
    topic: Mapped[str | None]
    outcome: Mapped[str | None]
    homework: Mapped[str | None]
    homework_none: Mapped[bool] = mapped_column(default=False)
    homework_due: Mapped[date | None]


class RollCall(Versioned, School):
    """Attendance of a lesson was taken: without it "all present" and "not recorded" are the same."""

    __tablename__ = "roll_call"

    id: Mapped[Id]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), unique=True)
    taken_at: Mapped[datetime] = mapped_column(Moment)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    voided: Mapped[datetime | None] = mapped_column(Moment)
