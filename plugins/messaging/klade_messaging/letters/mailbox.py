"""A mailbox: the threads that a person has in one hat, received or sent, the newest first."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from core.people.models import Person
from core.values.asker import Asker
from klade_messaging.letters.models import Letter, LetterFile, LetterReading, LetterRecipient, LetterThread

AT_ONCE = 50
_NAMED = 2


@dataclass(slots=True)
class ThreadLine:
    """A thread as a list shows it."""

    id: int
    subject: str
    moment: datetime
    """Of the newest letter in this folder."""
    letters: int = 0
    unread: int = 0
    has_files: bool = False
    names: list[str] = field(default_factory=list)
    """Who wrote, or to whom it was written; the newest first."""
    others: int = 0
    """How many more recipients there are."""
    answer_due: date | None = None
    """Until when an answer of the asker, or to the asker, is waited for; the earliest."""
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A page of a folder."""

    lines: Sequence[ThreadLine]
    first: int
    """Counted from 1."""
    total: int

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1


def received(asker: Asker) -> ColumnElement[bool]:
    """The letter was written to the asker, in the hat that is worn."""
    to = aliased(LetterRecipient)
    return exists().where(to.letter_id == Letter.id, to.person_id == asker.person_id, to.hat == asker.hat)


def sent(asker: Asker) -> ColumnElement[bool]:
    """The letter was written by the asker, in the hat that is worn."""
    return and_(Letter.author_id == asker.person_id, Letter.author_hat == asker.hat)


def is_unread(asker: Asker) -> ColumnElement[bool]:
    """The letter came to the asker, who has not opened it."""
    to, reading = aliased(LetterRecipient), aliased(LetterReading)
    return exists().where(
        to.letter_id == Letter.id,
        to.person_id == asker.person_id,
        to.hat == asker.hat,
        ~exists().where(reading.recipient_id == to.id),
    )


def is_answered_by(person: Any, hat: Any) -> ColumnElement[bool]:
    """The person answered the letter, in that hat."""
    answer = aliased(Letter)
    return exists().where(answer.answers_id == Letter.id, answer.author_id == person, answer.author_hat == hat)


def unread_count(session: Session, asker: Asker) -> int:
    """How many threads of the asker have an unread letter. One statement."""
    statement = select(func.count(Letter.thread_id.distinct())).where(is_unread(asker))
    return session.scalar(statement) or 0


def received_threads(session: Session, asker: Asker, first: int = 1) -> Mailbox:
    """Threads in which somebody wrote to the asker. Four statements, whatever their number."""
    folder = received(asker)
    lines, total = _page(session, folder, first)
    answered = is_answered_by(asker.person_id, asker.hat)
    rows = session.execute(
        select(
            Letter.thread_id,
            Letter.author_name,
            Letter.answer_due,
            Letter.is_urgent,
            is_unread(asker).label("unread"),
            answered.label("answered"),
        )
        .where(Letter.thread_id.in_(lines), folder)
        .order_by(Letter.id.desc())
    )
    for row in rows:
        line = lines[row.thread_id]
        line.letters += 1
        line.unread += row.unread
        if row.author_name not in line.names:
            line.names.append(row.author_name)
        if row.answer_due is not None and not row.answered:
            line.answer_due = min(row.answer_due, line.answer_due or row.answer_due)
            line.is_urgent = line.is_urgent or row.is_urgent
    _mark_files(session, lines, folder)
    return Mailbox(list(lines.values()), first, total)


def sent_threads(session: Session, asker: Asker, first: int = 1) -> Mailbox:
    """Threads in which the asker wrote. Five statements, whatever their number and that of their recipients."""
    folder = sent(asker)
    lines, total = _page(session, folder, first)
    newest: dict[int, int] = {}
    rows = session.execute(
        select(Letter.id, Letter.thread_id).where(Letter.thread_id.in_(lines), folder).order_by(Letter.id)
    )
    for letter_id, thread_id in rows:
        lines[thread_id].letters += 1
        newest[thread_id] = letter_id
    named = _named(session, newest.values())
    for thread_id, letter_id in newest.items():
        names, number = named.get(letter_id, ([], 0))
        lines[thread_id].names, lines[thread_id].others = names, max(0, number - len(names))
    _mark_files(session, lines, folder)
    return Mailbox(list(lines.values()), first, total)


def _page(session: Session, folder: ColumnElement[bool], first: int) -> tuple[dict[int, ThreadLine], int]:
    """The threads of a page of a folder, and how many there are. Two statements."""
    total = session.scalar(select(func.count(Letter.thread_id.distinct())).where(folder)) or 0
    newest = func.max(Letter.id)
    rows = session.execute(
        select(LetterThread.id, LetterThread.subject, func.max(Letter.sent_at))
        .join(Letter, Letter.thread_id == LetterThread.id)
        .where(folder)
        .group_by(LetterThread.id, LetterThread.subject)
        .order_by(newest.desc())
        .limit(AT_ONCE)
        .offset(first - 1)
    )
    return {id_: ThreadLine(id_, subject, moment) for id_, subject, moment in rows}, total


def _named(session: Session, letter_ids: Collection[int]) -> dict[int, tuple[list[str], int]]:
    """Of each letter the first recipients by name, and how many people there are. One statement."""
    place = func.dense_rank().over(partition_by=LetterRecipient.letter_id, order_by=LetterRecipient.person_id)
    # A guardian of two children is one person.
    ranked = (
        select(LetterRecipient.letter_id, LetterRecipient.person_id, place.label("place"))
        .where(LetterRecipient.letter_id.in_(letter_ids))
        .distinct()
        .subquery()
    )
    counted = select(ranked.c.letter_id, func.max(ranked.c.place).label("number")).group_by(ranked.c.letter_id)
    numbers = counted.subquery()
    rows = session.execute(
        select(ranked.c.letter_id, Person.given_name + " " + Person.family_name, numbers.c.number)
        .join(Person, Person.id == ranked.c.person_id)
        .join(numbers, numbers.c.letter_id == ranked.c.letter_id)
        .where(ranked.c.place <= _NAMED)
        .order_by(ranked.c.letter_id, ranked.c.place)
    )
    names: defaultdict[int, list[str]] = defaultdict(list)
    numbers_of: dict[int, int] = {}
    for letter_id, name, number_of in rows:
        names[letter_id].append(name)
        numbers_of[letter_id] = number_of
    return {letter_id: (names[letter_id], numbers_of[letter_id]) for letter_id in names}


def _mark_files(session: Session, lines: dict[int, ThreadLine], folder: ColumnElement[bool]) -> None:
    with_files = (
        select(Letter.thread_id)
        .join(LetterFile, LetterFile.letter_id == Letter.id)
        .where(Letter.thread_id.in_(lines), folder)
        .distinct()
    )
    for thread_id in session.scalars(with_files):
        lines[thread_id].has_files = True
