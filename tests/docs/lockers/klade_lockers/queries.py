"""What may be asked about lockers."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.permissions import visible
from core.people.models import Person
from core.values.asker import Asker
from klade_lockers.models import Locker


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A locker and who has it."""

    id: int
    number: int
    family_name: str
    given_name: str


def handed_out(session: Session, asker: Asker) -> list[HandedOut]:
    """The lockers of those pupils whom the asker may see, by number."""
    rows = session.execute(
        select(Locker.id, Locker.number, Person.family_name, Person.given_name)
        .join(Person, Person.id == Locker.pupil_id)
        .where(Person.id.in_(visible(asker, "lockers.list", Person)))
        .order_by(Locker.number)
    )
    return [HandedOut(*row) for row in rows]
