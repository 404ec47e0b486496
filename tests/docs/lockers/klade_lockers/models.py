"""The facts about lockers."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Id, School, Versioned


class Locker(Versioned, School):
    """One locker; without a pupil it is free."""

    __tablename__ = "lockers_locker"

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
