"""Facts of the directory about being signed in, and about failing to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Directory, Moment
from core.values.access import AccessClass, classed


class WebSession(Directory):
    """A browser in which an account is signed in. Without its row the cookie is worth nothing."""

    __tablename__ = "web_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True, info=classed(AccessClass.SECRET))
    """SHA-256 of the cookie; the cookie has 256 random bits, so the hash needs no salt."""
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(80))
    """The browser and system in words, for the list of devices."""
    created: Mapped[datetime] = mapped_column(Moment)
    last_seen: Mapped[datetime] = mapped_column(Moment)
    """Written at most every five minutes."""
    is_kept: Mapped[bool] = mapped_column(default=False)
    """The person asked to stay signed in on this device."""
    second_factor_at: Mapped[datetime | None] = mapped_column(Moment)
    data: Mapped[str] = mapped_column(Text, info=classed(AccessClass.SECRET))


class SignInFailure(Directory):
    """How often signing in failed for one name, address or second factor, and until when it waits."""

    __tablename__ = "sign_in_failure"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Keyed hash of kind and value: the table names nobody."""
    count: Mapped[int]
    last: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)
