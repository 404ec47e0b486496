"""Who an account is in a school on a day: the person, and the roles held or following from facts. One statement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from core.accounts.models import PersonAccount
from core.foundation.database import Dated
from core.people.models import Enrolment, Guardianship, Person, Post, RoleHeld
from core.values.asker import AskerFacts

ACCESS_ENDS_AFTER = timedelta(days=10)
"""R1.8: who leaves keeps access for ten days at most."""


@dataclass(frozen=True, slots=True)
class ImpliedRole:
    """A role that nobody grants: it follows from facts about the person on a day."""

    key: str
    holds: Callable[[ColumnElement[int], date], ColumnElement[bool]]


def _just(fact: type[Dated], day: date) -> ColumnElement[bool]:
    """The fact holds, or ended less than the ten days ago."""
    return and_(fact.from_date <= day, or_(fact.until_date.is_(None), fact.until_date >= day - ACCESS_ENDS_AFTER))


def _is_pupil(person: ColumnElement[int], day: date) -> ColumnElement[bool]:
    return exists().where(Enrolment.pupil_id == person, _just(Enrolment, day))


def _is_guardian(person: ColumnElement[int], day: date) -> ColumnElement[bool]:
    return exists().where(
        Guardianship.guardian_id == person,
        Guardianship.access == "granted",
        Guardianship.on(day),
        Enrolment.pupil_id == Guardianship.pupil_id,
        _just(Enrolment, day),
    )


PUPIL = ImpliedRole("pupil", _is_pupil)
GUARDIAN = ImpliedRole("guardian", _is_guardian)


class Askers:
    """Finds the person behind an account; `implied` are the roles that facts of any part give."""

    def __init__(self, implied: Sequence[ImpliedRole]) -> None:
        self._implied = tuple(implied)

    def of(self, session: Session, account: UUID, day: date) -> AskerFacts | None:
        """The person whom the account is in this school on that day, or nothing."""
        rows = session.execute(self._statement(account, day)).all()
        if not rows:
            return None
        person_id, given, family, _, *flags = rows[0]
        held = {row[3] for row in rows if row[3] is not None}
        following = {role.key for role, holds in zip(self._implied, flags, strict=True) if holds}
        return AskerFacts(person_id, f"{given} {family}", frozenset(held | following))

    def works_here(self, person: ColumnElement[int], day: date) -> ColumnElement[bool]:
        """The person has a post or a role that is no family's, now or later."""
        return or_(
            exists().where(Post.person_id == person, Post.within(day, None)),
            exists().where(RoleHeld.person_id == person, RoleHeld.within(day, None)),
            *(role.holds(person, day) for role in self._implied if role not in {PUPIL, GUARDIAN}),
        )

    def _statement(self, account: UUID, day: date) -> Select[Any]:
        person: Any = PersonAccount.person_id
        statement: Any = (
            select(
                Person.id,
                Person.given_name,
                Person.family_name,
                RoleHeld.role_key,
                *(role.holds(person, day).label(f"is_{role.key}") for role in self._implied),
            )
            .select_from(PersonAccount)
            .join(Person, Person.id == PersonAccount.person_id)
            .outerjoin(RoleHeld, and_(RoleHeld.person_id == Person.id, RoleHeld.on(day)))
            .where(PersonAccount.account == account, PersonAccount.on(day))
        )
        return cast(Select[Any], statement)
