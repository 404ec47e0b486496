"""Who of a pupil's family may see something of the pupil: those to whom news of it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from core.foundation.permissions.grants import RoleBook
from core.foundation.permissions.rows import declared
from core.people.guardians import GRANTED
from core.people.models import Guardianship, Person
from core.values.asker import Asker

_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Relative:
    """The pupil, or a guardian with the right."""

    pupil_id: int
    given_name: str
    """The pupil's."""
    person_id: int

    @property
    def child_id(self) -> int | None:
        """The pupil, where the person is another."""
        return None if self.person_id == self.pupil_id else self.pupil_id


def family_with(
    session: Session, book: RoleBook, permission: str, pupil_ids: Sequence[int], day: date
) -> list[Relative]:
    """By the permissions of families' roles and the rights of each relation; guardians who receive messages only."""
    found: list[Relative] = []
    for start in range(0, len(pupil_ids), _AT_ONCE):
        some = pupil_ids[start : start + _AT_ONCE]
        statement = union_all(_guardians(book, permission, some, day), _pupils(book, permission, some, day))
        found += [Relative(*row) for row in session.execute(statement)]
    return found


def _guardians(book: RoleBook, permission: str, pupil_ids: Sequence[int], day: date) -> Any:
    scopes = book.grants.get("guardian", {}).get(permission, frozenset())
    return (
        select(Person.id, Person.given_name, Guardianship.guardian_id)
        .join(Guardianship, Guardianship.pupil_id == Person.id)
        .where(
            Person.id.in_(pupil_ids),
            Guardianship.access == GRANTED,
            Guardianship.on(day),
            Guardianship.receives_messages,
            declared().reached(_anybody(Guardianship.guardian_id, day), scopes, Person),
        )
        .distinct()
    )


def _pupils(book: RoleBook, permission: str, pupil_ids: Sequence[int], day: date) -> Any:
    scopes = book.grants.get("pupil", {}).get(permission, frozenset())
    return select(Person.id, Person.given_name, Person.id).where(
        Person.id.in_(pupil_ids), declared().reached(_anybody(Person.id, day), scopes, Person)
    )


def _anybody(person: Any, day: date) -> Asker:
    """Whoever stands in a column: the conditions of relations are asked about all of them at once."""
    return Asker(cast(int, person), "", frozenset(), "", day, {})
