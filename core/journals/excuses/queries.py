"""What may be asked about announced absences by who announced them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.permissions import visible
from core.journals.excuses.models import Announcement, ExcuseReason
from core.journals.excuses.words import STATES, WAITING, days_text, title_column
from core.values.asker import Asker

MOST = 30


@dataclass(frozen=True, slots=True)
class Announced:
    """An announcement as its maker sees it."""

    id: int
    made_at: datetime
    from_date: date
    until_date: date
    first_lesson: int | None
    last_lesson: int | None
    reason: str
    note: str | None
    state: str
    answer: str | None

    @property
    def days(self) -> str:
        return days_text(self.from_date, self.until_date, self.first_lesson, self.last_lesson)

    @property
    def state_words(self) -> tuple[Any, str]:
        """The state in a word, and the kind of its badge."""
        return STATES[self.state]

    @property
    def is_waiting(self) -> bool:
        return self.state == WAITING


def announced(session: Session, asker: Asker, pupil_id: int) -> list[Announced]:
    """What the asker announced about a pupil, the latest first; another guardian's is not told. One statement."""
    rows = session.execute(
        select(
            Announcement.id,
            Announcement.made_at,
            Announcement.from_date,
            Announcement.until_date,
            Announcement.first_lesson,
            Announcement.last_lesson,
            title_column(),
            Announcement.note,
            Announcement.state,
            Announcement.answer,
        )
        .join(ExcuseReason, ExcuseReason.key == Announcement.reason_key)
        .where(
            Announcement.pupil_id == pupil_id,
            Announcement.id.in_(visible(asker, "absences.announce", Announcement)),
        )
        .order_by(Announcement.id.desc())
        .limit(MOST)
    )
    return [Announced(*row) for row in rows]
