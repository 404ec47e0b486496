"""Facts of the directory about accounts and schools: an index only, no right follows from it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Directory, Moment


class Membership(Directory):
    """The index for "my schools"; the school's own `person_account` is the truth."""

    __tablename__ = "membership"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), primary_key=True, index=True)


class InvitationIndex(Directory):
    """Which school a code belongs to; nothing about whom it invites."""

    __tablename__ = "invitation_index"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    expires: Mapped[datetime] = mapped_column(Moment)


class PendingAcceptance(Directory):
    """An invitation on its way through the three steps; left behind only by a crash, and then finished."""

    __tablename__ = "pending_acceptance"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"))
    is_new_account: Mapped[bool]
    created: Mapped[datetime] = mapped_column(Moment)
