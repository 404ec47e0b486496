"""A thread as one of its people sees it: only the letters that they wrote or got, and of the others only staff.

A family sees itself and the school; the author alone sees who got a letter and who has read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from core.people.models import Person
from core.values.asker import Asker
from klade_messaging.letters.access import own_letter
from klade_messaging.letters.mailbox import is_answered_by, is_unread, sent
from klade_messaging.letters.models import Letter, LetterFile, LetterReading, LetterRecipient, LetterThread
from klade_messaging.letters.writing import Hat


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file of a letter."""

    id: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who got a letter; guardians once for each child."""

    person_id: int
    hat: str
    child_id: int | None
    name: str
    child: str | None
    """Whose guardian: first name first."""
    read_at: datetime | None
    has_answered: bool


@dataclass(slots=True)
class LetterShown:
    """A letter as the asker sees it."""

    id: int
    author_id: int | None
    author_name: str
    author_hat: str
    child_id: int | None
    child: str | None
    """Whose guardian wrote it: first name first."""
    body: str
    sent_at: datetime
    answer_due: date | None
    is_urgent: bool
    is_mine: bool
    is_unread: bool
    is_answered: bool
    """By the asker."""
    own_child_id: int | None
    """On behalf of which child it came to the asker, a guardian."""
    files: list[Enclosed] = field(default_factory=list)
    to: list[Reader] = field(default_factory=list)
    """Of an own letter everybody who got it; of another's the staff among them."""

    @property
    def people(self) -> list[Reader]:
        """Each person once."""
        return list({(one.person_id, one.hat): one for one in self.to}.values())

    @property
    def read(self) -> list[Reader]:
        return [one for one in self.people if one.read_at is not None]

    @property
    def owes_answer(self) -> bool:
        """The asker is asked for an answer and has not given it."""
        return self.answer_due is not None and not self.is_mine and not self.is_answered


@dataclass(frozen=True, slots=True)
class ThreadShown:
    """A thread with the letters of it that are the asker's, the oldest first."""

    id: int
    subject: str
    letters: Sequence[LetterShown]

    @property
    def has_unread(self) -> bool:
        return any(letter.is_unread for letter in self.letters)

    @property
    def to_answer(self) -> LetterShown | None:
        """What an answer is to, if nothing else is said: the newest letter of somebody else, else the newest own."""
        others = [letter for letter in self.letters if not letter.is_mine]
        return next(reversed(others or self.letters), None)


def read_thread(session: Session, asker: Asker, thread_id: int) -> ThreadShown:
    """A thread that the asker may read. Four statements, whatever the number of letters and recipients."""
    child = aliased(Person)
    rows: Any = session.execute(
        select(
            Letter.id,
            Letter.author_id,
            Letter.author_name,
            Letter.author_hat,
            Letter.child_id,
            child.given_name + " " + child.family_name,
            Letter.body,
            Letter.sent_at,
            Letter.answer_due,
            Letter.is_urgent,
            sent(asker),
            is_unread(asker),
            is_answered_by(asker.person_id, asker.hat),
            _own_child(asker),
        )
        .outerjoin(child, child.id == Letter.child_id)
        .where(Letter.thread_id == thread_id, own_letter(asker.person_id, asker.hat))
        .order_by(Letter.id)
    )
    letters = {row.id: LetterShown(*row) for row in rows}
    subject = session.scalars(select(LetterThread.subject).where(LetterThread.id == thread_id)).one()
    _add_files(session, letters)
    _add_recipients(session, asker, letters)
    return ThreadShown(thread_id, subject, list(letters.values()))


def _own_child(asker: Asker) -> Any:
    to = aliased(LetterRecipient)
    return (
        select(func.min(to.child_id))
        .where(to.letter_id == Letter.id, to.person_id == asker.person_id, to.hat == asker.hat)
        .scalar_subquery()
    )


def enclosed_file(session: Session, asker: Asker, thread_id: int, file_id: int) -> LetterFile | None:
    """A file of a letter that the asker wrote or got. One statement."""
    return session.scalars(
        select(LetterFile)
        .join(Letter, Letter.id == LetterFile.letter_id)
        .where(LetterFile.id == file_id, Letter.thread_id == thread_id, own_letter(asker.person_id, asker.hat))
    ).first()


def _add_files(session: Session, letters: dict[int, LetterShown]) -> None:
    rows = session.execute(
        select(LetterFile.letter_id, LetterFile.id, LetterFile.name, LetterFile.size)
        .where(LetterFile.letter_id.in_(letters))
        .order_by(LetterFile.id)
    )
    for letter_id, file_id, name, size in rows:
        letters[letter_id].files.append(Enclosed(file_id, name, size))


def _add_recipients(session: Session, asker: Asker, letters: dict[int, LetterShown]) -> None:
    child = aliased(Person)
    answered = is_answered_by(LetterRecipient.person_id, LetterRecipient.hat)
    rows = session.execute(
        select(
            LetterRecipient.letter_id,
            LetterRecipient.person_id,
            LetterRecipient.hat,
            LetterRecipient.child_id,
            Person.given_name + " " + Person.family_name,
            child.given_name + " " + child.family_name,
            LetterReading.read_at,
            answered,
        )
        .join(Letter, Letter.id == LetterRecipient.letter_id)
        .join(Person, Person.id == LetterRecipient.person_id)
        .outerjoin(child, child.id == LetterRecipient.child_id)
        .outerjoin(LetterReading, LetterReading.recipient_id == LetterRecipient.id)
        .where(LetterRecipient.letter_id.in_(letters), or_(sent(asker), LetterRecipient.hat == Hat.STAFF))
        .order_by(Person.sort_key, Person.id, LetterRecipient.id)
    )
    for letter_id, person_id, hat, child_id, name, of_child, read_at, has_answered in rows:
        letter = letters[letter_id]
        # Whether a colleague has read or answered is between the colleague and the author.
        state = (read_at, has_answered) if letter.is_mine else (None, False)
        letter.to.append(Reader(person_id, hat, child_id, name, of_child, *state))
