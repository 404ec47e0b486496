"""Facts of the timetable (stundu saraksts)."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Dated, Id, School, Versioned


class TimetableEntry(Dated, Versioned, School):
    """A journal's lesson of the week: weekday, lesson number, room; lessons are made from it."""

    __tablename__ = "timetable_entry"

    id: Mapped[Id]
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"), index=True)
    weekday: Mapped[int]
    """ISO: 1 is Monday."""
    number: Mapped[int]
    weeks: Mapped[str] = mapped_column(String(4), default="all")
    """`all`, `odd` or `even` ISO weeks."""
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Nothing: the journal's main teacher of the day."""
