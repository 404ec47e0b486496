"""Facts about absence (kavējumi)."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Id, School, Versioned, Voidable


class Absence(Voidable, Versioned, School):
    """A pupil was not in a lesson, or came late. Whether it is justified is another fact."""

    __tablename__ = "absence"
    __table_args__ = (
        Index("uq_absence_lesson_pupil", "lesson_id", "pupil_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    """`absent` (n) or `late` (k)."""
    minutes: Mapped[int | None]
    """Of a late arrival."""
