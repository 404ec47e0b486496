"""Who an account is in a school on a day: the person, and the roles held or following from facts. One statement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Date, Select, Uuid, and_, bindparam, exists, literal, or_, select
from sqlalchemy.orm import Session

from core.accounts.models import PersonAccount
from core.foundation.database import Dated
from core.people.models import Enrolment, Guardianship, Person, Post, RoleHeld
from core.values.asker import AskerFacts

ACCESS_ENDS_AFTER = timedelta(days=10)
"""R1.8: who leaves keeps access for ten days at most."""


# Bound parameters: the statement is built once and asked with other values at each request.
_ACCOUNT: BindParameter[UUID] = bindparam("the_account", type_=Uuid())
_DAY: BindParameter[date] = bindparam("the_day", type_=Date())
_LEAVING_DAY: BindParameter[date] = bindparam("the_leaving_day", type_=Date())


@dataclass(frozen=True, slots=True)
class ImpliedRole:
    """A role that nobody grants: it follows from facts about the person on a day."""

    key: str
    holds: Callable[[ColumnElement[int], ColumnElement[date]], ColumnElement[bool]]


def _just(fact: type[Dated], day: ColumnElement[date]) -> ColumnElement[bool]:
    """The fact holds, or ended less than the ten days ago."""
    return and_(fact.from_date <= day, or_(fact.until_date.is_(None), fact.until_date >= _LEAVING_DAY))


def _is_pupil(person: ColumnElement[int], day: ColumnElement[date]) -> ColumnElement[bool]:
    return exists().where(Enrolment.pupil_id == person, _just(Enrolment, day))


def _is_guardian(person: ColumnElement[int], day: ColumnElement[date]) -> ColumnElement[bool]:
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
        self._statement = self._built()

    def of(self, session: Session, account: UUID, day: date) -> AskerFacts | None:
        """The person whom the account is in this school on that day, or nothing."""
        asked = {"the_account": account, "the_day": day, "the_leaving_day": day - ACCESS_ENDS_AFTER}
        rows = session.connection().execute(self._statement, asked).all()
        if not rows:
            return None
        person_id, given, family, _, *flags = rows[0]
        held = {row[3] for row in rows if row[3] is not None}
        following = {role.key for role, holds in zip(self._implied, flags, strict=True) if holds}
        return AskerFacts(person_id, f"{given} {family}", frozenset(held | following))

    def of_person(self, session: Session, person_id: int, day: date) -> AskerFacts | None:
        """The person as their account would be on that day; nothing for one who has none here."""
        account = session.scalar(
            select(PersonAccount.account).where(PersonAccount.person_id == person_id, PersonAccount.on(day))
        )
        return self.of(session, account, day) if account else None

    def works_here(self, person: ColumnElement[int], day: date) -> ColumnElement[bool]:
        """The person has a post or a role that is no family's, now or later."""
        return or_(
            exists().where(Post.person_id == person, Post.within(day, None)),
            exists().where(RoleHeld.person_id == person, RoleHeld.within(day, None)),
            *(role.holds(person, literal(day)) for role in self._implied if role not in {PUPIL, GUARDIAN}),
        )

    def _built(self) -> Select[Any]:
        person: Any = PersonAccount.person_id
        statement: Any = (
            select(
                Person.id,
                Person.given_name,
                Person.family_name,
                RoleHeld.role_key,
                *(role.holds(person, _DAY).label(f"is_{role.key}") for role in self._implied),
            )
            .select_from(PersonAccount)
            .join(Person, Person.id == PersonAccount.person_id)
            .outerjoin(RoleHeld, and_(RoleHeld.person_id == Person.id, RoleHeld.on(_DAY)))
            .where(PersonAccount.account == _ACCOUNT, PersonAccount.on(_DAY))
        )
        return cast(Select[Any], statement)
