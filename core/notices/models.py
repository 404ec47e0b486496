"""Facts about notices (paziņojumi): what a person wants to hear of, what was told, and how it got there."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Id, Moment, School, Versioned

WAITING, SENDING, SENT, FAILED = "waiting", "sending", "sent", "failed"

_FOLLOWS = {"unrecorded": "it follows from recorded facts, and its own columns say when"}
_TRACE = {"unrecorded": "its own columns say what became of it; gone after some weeks"}


class NoticeChoice(Versioned, School):
    """What a person chose for a kind of notice; without a row the kind's own urgency holds."""

    __tablename__ = "notice_choice"
    __table_args__ = (
        Index("uq_notice_choice", "person_id", "rule_key", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    rule_key: Mapped[str] = mapped_column(String(60))
    choice: Mapped[str] = mapped_column(String(10))
    """`off`, `digest` or `at_once`."""


class NoticeRoute(Versioned, School):
    """Whether a person wants a channel, and files with it; without a row: notices yes, files no."""

    __tablename__ = "notice_route"
    __table_args__ = (
        Index("uq_notice_route", "person_id", "channel_key", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel_key: Mapped[str] = mapped_column(String(60))
    is_wanted: Mapped[bool] = mapped_column(default=True)
    wants_files: Mapped[bool] = mapped_column(default=False)


class Notice(School):
    """Something a person was told of, once: it stands in the person's list in Klade, read or not."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("uq_notice_about", "person_id", "rule_key", "about", unique=True),
        Index("ix_notice_person_created", "person_id", "created"),
        {"sqlite_autoincrement": True, "info": _FOLLOWS},
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    child_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    rule_key: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(80))
    text: Mapped[str]
    """In the recipient's language at that time."""
    endpoint: Mapped[str] = mapped_column(String(80))
    values: Mapped[str] = mapped_column(Text, default="{}")
    """JSON: the numbers in the address of the page it leads to."""
    files: Mapped[str] = mapped_column(Text, default="[]")
    """JSON: digest, name and media type of each file."""
    urgency: Mapped[str] = mapped_column(String(10))
    """As its recipient chose at that time; `off` where it only stands in the list."""
    moment: Mapped[datetime] = mapped_column(Moment)
    created: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)


class Delivery(School):
    """One message to one person by one channel (sūtījums): `waiting`, `sending`, `sent` or `failed`."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index("uq_delivery_message", "message_id", unique=True),
        Index("uq_delivery_digest", "person_id", "channel_key", "digest_day", unique=True),
        Index("ix_delivery_state_due", "state", "due"),
        {"sqlite_autoincrement": True, "info": _TRACE},
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    channel_key: Mapped[str] = mapped_column(String(60))
    message_id: Mapped[str] = mapped_column(String(120))
    digest_day: Mapped[date | None]
    """The day that it sums up; nothing for what went at once."""
    subject: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    due: Mapped[datetime] = mapped_column(Moment)
    """Not before."""
    tries: Mapped[int] = mapped_column(default=0)
    """How often the other end was there to answer."""
    delays: Mapped[int] = mapped_column(default=0)
    """How often it had to wait because the other end was away."""
    is_repeated: Mapped[bool] = mapped_column(default=False)
    """It was handed over once more after a crash between handing over and the answer."""
    problem: Mapped[str | None]
    """Why it waits or failed, as the other end said; never an address."""
    job_id: Mapped[UUID | None]
    """The job that hands it over, or did: whether that one still lives says whether `sending` was cut off."""
    created: Mapped[datetime] = mapped_column(Moment)
    begun_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class DeliveredNotice(School):
    """A notice that a delivery tells of."""

    __tablename__ = "delivered_notice"
    __table_args__ = {"info": _TRACE}

    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id", ondelete="CASCADE"), primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"), primary_key=True, index=True)


class NoticeWatermark(School):
    """Up to when a kind of notice has looked at the facts."""

    __tablename__ = "notice_watermark"
    __table_args__ = {"info": {"unrecorded": "how far a job has come"}}

    rule_key: Mapped[str] = mapped_column(String(60), primary_key=True)
    until: Mapped[datetime] = mapped_column(Moment)
