"""The stored values of settings."""

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database.bases import Id, School, Versioned


class Setting(Versioned, School):
    """One value that a school chose; what is not here has its default."""

    __tablename__ = "setting"
    __table_args__ = (Index("uq_setting", "section", "key", unique=True), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    section: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(Text)
    """JSON, as the section's schema dumps it."""
