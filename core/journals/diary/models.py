"""What a family notes in the diary."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Id, Moment, School


class HomeworkDone(School):
    """The pupil or a guardian ticked a lesson's homework off; taken back, the row goes."""

    __tablename__ = "homework_done"
    __table_args__ = (
        Index("uq_homework_done_pupil_lesson", "pupil_id", "lesson_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    pupil_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), index=True)
    done_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime] = mapped_column(Moment)
