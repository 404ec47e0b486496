"""Writing letters: one or many at once, in a number of statements that does not grow with their recipients."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database import change_of
from core.foundation.history.record import insert_rows
from klade_messaging.letters.models import Letter, LetterFile, LetterRecipient, LetterThread

WRITTEN = "letter.written"


class Hat(StrEnum):
    """As what somebody writes or gets a letter."""

    STAFF = "staff"
    GUARDIAN = "guardian"
    PUPIL = "pupil"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a letter and as what; a guardian on behalf of a child."""

    person_id: int
    hat: Hat
    child_id: int | None = None

    def __post_init__(self) -> None:
        if (self.hat is Hat.GUARDIAN) != (self.child_id is not None):
            raise ValueError("a guardian, and only a guardian, gets a letter on behalf of a child")


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file that `core.foundation.files` keeps already."""

    digest: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class LetterAuthor:
    """Who writes a letter and as what; a guardian on behalf of a child."""

    person_id: int | None
    name: str
    hat: Hat = Hat.STAFF
    child_id: int | None = None


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter before it is sent. Without an author it is of whoever makes the change, as staff."""

    subject: str
    """Of a new thread; an answer stands below the subject of its thread."""
    body: str
    recipients: Sequence[Recipient]
    files: Sequence[ArchivedFile] = ()
    answer_due: date | None = None
    is_urgent: bool = False
    thread_id: int | None = None
    """The thread that it continues; nothing: it opens one."""
    answers_id: int | None = None
    author: LetterAuthor | None = None


def write_letter(session: Session, draft: LetterDraft) -> int:
    """Send one letter; its id."""
    return write_letters(session, [draft])[0]


def write_letters(session: Session, drafts: Sequence[LetterDraft]) -> list[int]:
    """Send letters, each to its own recipients with its own files; their ids in the order of the drafts.

    The files are in the archive already. Raises ValueError for a letter to nobody.
    """
    if any(not draft.recipients for draft in drafts):
        raise ValueError("a letter goes to somebody")
    threads = _threads(session, drafts)
    changing, now = change_of(session).author, clock.now()
    by_default = LetterAuthor(changing.person_id, changing.name)
    rows = []
    for draft, thread_id in zip(drafts, threads, strict=True):
        author = draft.author or by_default
        rows.append(
            {
                "thread_id": thread_id,
                "answers_id": draft.answers_id,
                "author_id": author.person_id,
                "author_name": author.name,
                "author_hat": author.hat.value,
                "child_id": author.child_id,
                "body": draft.body,
                "sent_at": now,
                "answer_due": draft.answer_due,
                "is_urgent": draft.is_urgent,
            }
        )
    letters = insert_rows(session, Letter, rows)
    _address(session, drafts, letters)
    _enclose(session, drafts, letters)
    return letters


def _threads(session: Session, drafts: Sequence[LetterDraft]) -> list[int]:
    """The thread of each draft, new ones where it opens one."""
    opening = [draft for draft in drafts if draft.thread_id is None]
    opened = iter(insert_rows(session, LetterThread, [{"subject": draft.subject} for draft in opening]))
    return [next(opened) if draft.thread_id is None else draft.thread_id for draft in drafts]


def _address(session: Session, drafts: Sequence[LetterDraft], letters: Sequence[int]) -> None:
    rows = [
        {"letter_id": letter_id, "person_id": one.person_id, "hat": one.hat.value, "child_id": one.child_id}
        for draft, letter_id in zip(drafts, letters, strict=True)
        for one in dict.fromkeys(draft.recipients)
    ]
    insert_rows(session, LetterRecipient, rows)


def _enclose(session: Session, drafts: Sequence[LetterDraft], letters: Sequence[int]) -> None:
    rows = [
        {
            "letter_id": letter_id,
            "digest": file.digest,
            "name": file.name,
            "media_type": file.media_type,
            "size": file.size,
        }
        for draft, letter_id in zip(drafts, letters, strict=True)
        for file in draft.files
    ]
    insert_rows(session, LetterFile, rows)
