"""What may be asked about the sending of transcripts: who has got what, and what became of each sending."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from core.foundation.jobs.queries import under_way
from core.journals.notes.models import JournalNote
from klade_messaging.letters.models import LetterRecipient
from klade_messaging.month.models import WRITTEN, MonthPupil, MonthSending


@dataclass(frozen=True, slots=True)
class Sending:
    """A sending as the page tells of it."""

    id: int
    job_id: UUID
    asked_at: datetime
    is_under_way: bool
    letters: int
    """Pupils whose family has a letter of it."""
    note: str | None
    """What the class-hour journal says of it."""


def sendings(session: Session, school_class_id: int, period_key: str) -> list[Sending]:
    """The sendings of a class over a month, the newest first. Two statements."""
    letters = (
        select(func.count())
        .where(MonthPupil.month_id == MonthSending.id, MonthPupil.state == WRITTEN)
        .correlate(MonthSending)
        .scalar_subquery()
    )
    rows = session.execute(
        select(MonthSending.id, MonthSending.job_id, MonthSending.asked_at, letters, JournalNote.text)
        .outerjoin(JournalNote, and_(JournalNote.id == MonthSending.note_id, JournalNote.voided.is_(None)))
        .where(MonthSending.school_class_id == school_class_id, MonthSending.period_key == period_key)
        .order_by(MonthSending.id.desc())
    ).all()
    going_on = under_way(session, [row.job_id for row in rows])
    return [Sending(id_, job, asked, job in going_on, count, note) for id_, job, asked, count, note in rows]


def got(session: Session, period_key: str, pupil_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """Pupil and person, for everybody who has a letter with the pupil's transcript of a month. One statement."""
    rows = session.execute(
        select(MonthPupil.pupil_id, LetterRecipient.person_id)
        .join(MonthSending, MonthSending.id == MonthPupil.month_id)
        .join(LetterRecipient, LetterRecipient.letter_id == MonthPupil.letter_id)
        .where(MonthSending.period_key == period_key, MonthPupil.pupil_id.in_(pupil_ids))
    )
    return frozenset((pupil, person) for pupil, person in rows)


def sent_classes(
    session: Session, school_class_ids: Collection[int], period_keys: Collection[str]
) -> set[tuple[int, str]]:
    """Class and month of which some letter was written. One statement."""
    rows = session.execute(
        select(MonthSending.school_class_id, MonthSending.period_key)
        .join(MonthPupil, MonthPupil.month_id == MonthSending.id)
        .where(
            MonthSending.school_class_id.in_(school_class_ids),
            MonthSending.period_key.in_(period_keys),
            MonthPupil.state == WRITTEN,
        )
        .distinct()
    )
    return {(school_class, period) for school_class, period in rows}


def rows_of(session: Session, month_id: int) -> Sequence[MonthPupil]:
    """The pupils of a sending, in the order in which they were planned."""
    return session.scalars(select(MonthPupil).where(MonthPupil.month_id == month_id).order_by(MonthPupil.id)).all()


def sending_of(session: Session, job_id: UUID) -> MonthSending:
    """The sending that a job does."""
    return session.scalars(select(MonthSending).where(MonthSending.job_id == job_id)).one()
