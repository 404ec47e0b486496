"""Facts about letters (vēstules): threads, letters, who got them, what was enclosed, who has read them.

What was written is between its author and its recipients: the history of the school, which leaders may read, keeps
that a letter was written, by whom and to whom, and of its words only a digest, by which an altered letter shows.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.database import Id, Moment, School
from core.values.access import AccessClass, classed

_SEALED = classed(AccessClass.SECRET)


class LetterThread(School):
    """A letter and its answers (sarakste), under one subject."""

    __tablename__ = "messaging_thread"

    id: Mapped[Id]
    subject: Mapped[str] = mapped_column(String(200), info=_SEALED)


class Letter(School):
    """What somebody wrote at a moment. It never changes."""

    __tablename__ = "messaging_letter"

    id: Mapped[Id]
    thread_id: Mapped[int] = mapped_column(ForeignKey("messaging_thread.id", ondelete="CASCADE"), index=True)
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("messaging_letter.id", ondelete="SET NULL"), index=True)
    """The letter that it answers."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    author_name: Mapped[str]
    """First name first, as it was then."""
    author_hat: Mapped[str] = mapped_column(String(10))
    """As what it was written: `staff`, `guardian` or `pupil`."""
    child_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    """Whose guardian wrote it."""
    body: Mapped[str] = mapped_column(Text, info=_SEALED)
    """Plain text."""
    sent_at: Mapped[datetime] = mapped_column(Moment, index=True)
    answer_due: Mapped[date | None]
    """The day until which an answer is asked for."""
    is_urgent: Mapped[bool] = mapped_column(default=False)


class LetterRecipient(School):
    """Somebody who got a letter, as what, and on behalf of which child."""

    __tablename__ = "messaging_recipient"
    __table_args__ = (
        Index("ix_messaging_recipient_person_letter", "person_id", "letter_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    letter_id: Mapped[int] = mapped_column(ForeignKey("messaging_letter.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    hat: Mapped[str] = mapped_column(String(10))
    """`staff`, `guardian` or `pupil`: who is teacher and mother has two mailboxes."""
    child_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    """The pupil whose guardian got it."""


class LetterReading(School):
    """When a recipient opened the letter; without a row it is unread."""

    __tablename__ = "messaging_reading"
    __table_args__ = {"info": {"unrecorded": "it says itself who read and when, and nobody decides it"}}

    recipient_id: Mapped[int] = mapped_column(
        ForeignKey("messaging_recipient.id", ondelete="CASCADE"), primary_key=True
    )
    read_at: Mapped[datetime] = mapped_column(Moment)


class LetterFile(School):
    """A file of the archive that is enclosed with a letter."""

    __tablename__ = "messaging_file"

    id: Mapped[Id]
    letter_id: Mapped[int] = mapped_column(ForeignKey("messaging_letter.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120), info=_SEALED)
    """As its recipients save it."""
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    """Bytes."""
