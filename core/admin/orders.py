"""Orders of the head with the pupils whom each concerns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from core.classes.models import ClassMembership
from core.foundation.permissions import visible
from core.people.models import Enrolment, Person, PupilProgramme
from core.schools import queries
from core.schools.models import Order
from core.values.asker import Asker


@dataclass(frozen=True, slots=True)
class OrdersPage:
    """Some of the orders, newest first."""

    orders: Sequence[Order]
    total: int
    kinds: Sequence[str]
    pupils: Mapping[int, Sequence[str]]
    """Order → listed names of those pupils whom the asker may see."""


def page(session: Session, asker: Asker, start: int, most: int, kind: str) -> OrdersPage:
    """One page of the orders."""
    found = queries.orders(session, start, most, kind)
    pupils = _pupils(session, asker, [order.id for order in found.orders])
    return OrdersPage(found.orders, found.total, queries.order_kinds(session), pupils)


def _pupils(session: Session, asker: Asker, orders: Sequence[int]) -> dict[int, list[str]]:
    concerned = union(
        select(Enrolment.admission_order_id.label("order_id"), Enrolment.pupil_id),
        select(Enrolment.withdrawal_order_id, Enrolment.pupil_id),
        select(ClassMembership.order_id, ClassMembership.pupil_id),
        select(PupilProgramme.order_id, PupilProgramme.pupil_id),
    ).subquery()
    rows = session.execute(
        select(concerned.c.order_id, Person.family_name, Person.given_name)
        .join(Person, Person.id == concerned.c.pupil_id)
        .where(concerned.c.order_id.in_(orders), Person.id.in_(visible(asker, "pupils.list", Person)))
        .order_by(Person.sort_key, Person.id)
    )
    found: dict[int, list[str]] = {}
    for order, family, given in rows:
        found.setdefault(order, []).append(f"{family} {given}")
    return found
