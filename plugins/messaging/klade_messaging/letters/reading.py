"""Marking letters as read."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.foundation import clock
from klade_messaging.letters.models import Letter, LetterReading, LetterRecipient

READ = "letter.read"


def mark_read(session: Session, thread_id: int, person_id: int, hat: str) -> None:
    """The person has opened the thread: its letters to that mailbox are read. What was read keeps its moment."""
    unread = session.scalars(
        select(LetterRecipient.id)
        .join(Letter, Letter.id == LetterRecipient.letter_id)
        .where(
            Letter.thread_id == thread_id,
            LetterRecipient.person_id == person_id,
            LetterRecipient.hat == hat,
            ~exists().where(LetterReading.recipient_id == LetterRecipient.id),
        )
    ).all()
    now = clock.now()
    session.add_all(LetterReading(recipient_id=recipient_id, read_at=now) for recipient_id in unread)
