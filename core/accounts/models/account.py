"""Facts of the directory about an account: how it is named, what proves that it is its owner."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Text, column
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Directory, Id, Moment
from core.values.access import AccessClass, classed

SECRET = classed(AccessClass.SECRET)


class Account(Directory):
    """Somebody who can sign in. Who that is, only a school knows."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_name: Mapped[str] = mapped_column(String(64), unique=True)
    """As `identities.user_name` normalises it."""
    password: Mapped[str] = mapped_column(String(255), info=SECRET)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, info=SECRET)
    """Changes with the password; a web session that carries another one is over."""
    is_active: Mapped[bool] = mapped_column(default=True)
    tf_primary_method: Mapped[str | None] = mapped_column(String(20))
    tf_totp_secret: Mapped[str | None] = mapped_column(Text, info=SECRET)
    """Encrypted with a key of this installation."""
    tf_last_counter: Mapped[int | None]
    """The last time step whose code was used; an older or equal one is a replay."""
    language: Mapped[str | None] = mapped_column(String(5))
    preferences: Mapped[str] = mapped_column(String(300), default="", server_default="")
    """How pages behave for this account: keys with spaces between them."""
    created: Mapped[datetime] = mapped_column(Moment)


class AccountContact(Directory):
    """A phone or e-mail of an account; only a proven one signs in."""

    __tablename__ = "account_contact"
    __table_args__ = (
        Index(
            "uq_account_contact_proven",
            "kind",
            "value",
            unique=True,
            sqlite_where=column("proven_at").is_not(None),
            postgresql_where=column("proven_at").is_not(None),
        ),
    )

    id: Mapped[Id]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    """`phone` or `email`."""
    value: Mapped[str] = mapped_column(String(254), info=classed(AccessClass.CONTACT))
    proven_at: Mapped[datetime | None] = mapped_column(Moment)


class ContactProof(Directory):
    """A code on its way to a phone or e-mail that an account says is its own; typed in time, it proves that."""

    __tablename__ = "contact_proof"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(254), info=classed(AccessClass.CONTACT))
    code_hash: Mapped[str] = mapped_column(String(64), info=SECRET)
    expires: Mapped[datetime] = mapped_column(Moment)
    wrong: Mapped[int] = mapped_column(default=0)
    """How often something else was typed."""


class RecoveryCode(Directory):
    """A one-time code that stands in for a lost second device; only its keyed hash is kept."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True, info=SECRET)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created: Mapped[datetime] = mapped_column(Moment)


class PasswordReset(Directory):
    """A one-time code, made by the installation's administrator, with which the owner sets a new password."""

    __tablename__ = "password_reset"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True, info=SECRET)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    expires: Mapped[datetime] = mapped_column(Moment)
    drops_second_factor: Mapped[bool] = mapped_column(default=False)
