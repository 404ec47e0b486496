"""Changes and their lines; append-only in the database."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database.bases import Id, Moment, School


class Change(School):
    """What one transaction changed: one act of a person or a command, hence one undo."""

    __tablename__ = "change"
    __table_args__ = {"sqlite_autoincrement": True, "info": {"unrecorded": "history itself"}}

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    kind: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[int | None]
    """No foreign key: history outlives the person's row."""
    author: Mapped[str]
    on_behalf: Mapped[str | None]
    request_id: Mapped[str | None] = mapped_column(String(36))
    reason: Mapped[str | None]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("change.id"))


class ChangeLine(School):
    """One column of one row: old and new, as JSON.

    A new or a deleted row is one line without a column; its value holds the whole row.
    """

    __tablename__ = "change_line"
    __table_args__ = (
        Index("ix_change_line_row", "table_name", "row_id"),
        {"sqlite_autoincrement": True, "info": {"unrecorded": "history itself"}},
    )

    id: Mapped[Id]
    change_id: Mapped[int] = mapped_column(ForeignKey("change.id"), index=True)
    table_name: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[int]
    column_name: Mapped[str | None] = mapped_column(String(60))
    old: Mapped[str | None] = mapped_column(Text)
    new: Mapped[str | None] = mapped_column(Text)


APPEND_ONLY = (Change.__tablename__, ChangeLine.__tablename__)
