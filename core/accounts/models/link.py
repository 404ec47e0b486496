"""Facts of a school: which person an account is here, and who was invited."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Dated, Id, Moment, School, Versioned
from core.values.access import AccessClass, classed


class PersonAccount(Dated, Versioned, School):
    """The link from an account to a person of this school; every right begins here and ends with it."""

    __tablename__ = "person_account"
    __table_args__ = (
        Index("ix_person_account_account", "account"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    account: Mapped[UUID]
    """The account's id in the directory."""


class Invitation(Versioned, School):
    """A one-time code for a person to link an account; typed, never part of an address."""

    __tablename__ = "invitation"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True, info=classed(AccessClass.SECRET))
    created: Mapped[datetime] = mapped_column(Moment)
    expires: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    used_by: Mapped[UUID | None]
    """The account that used it."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    """A newer invitation of the same person took its place, or the school took it back."""
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Nobody: the administrator's command."""
    channel: Mapped[str] = mapped_column(String(10))
    """How the code reaches the person: `slip`, `screen` or `terminal`."""
