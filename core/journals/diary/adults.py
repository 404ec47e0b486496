"""What the diary says to a pupil who turns 18 soon, or has."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from core.journals.diary.children import Child
from core.people.adults import decision_on, of_age_on
from core.values.asker import Asker

TOLD_BEFORE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class AdultNote:
    """From when the pupil decides, and what was decided; nothing where nothing was."""

    since: date
    is_adult: bool
    guardians_see: bool | None


def note_for(session: Session, asker: Asker, child: Child) -> AdultNote | None:
    """What is to be said in the pupil's own hat; a statement only for who is of age."""
    if asker.hat != "pupil" or child.birth_date is None:
        return None
    since = of_age_on(child.birth_date)
    if asker.day < since - TOLD_BEFORE:
        return None
    if asker.day < since:
        return AdultNote(since, is_adult=False, guardians_see=None)
    made = decision_on(session, child.id, asker.day)
    return AdultNote(since, is_adult=True, guardians_see=None if made is None else made.guardians_see)
