"""What may be asked about the school: its years, lesson times, subjects, rooms, programmes and orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, case, func, literal, or_, select
from sqlalchemy.orm import Session

from core.foundation.names import sort_key
from core.schools.calendar import Hours
from core.schools.models import BellSchedule, BellTime, Order, Programme, Room, SchoolYear, Subject


def year_on(session: Session, day: date) -> SchoolYear | None:
    """The school year in which the day lies; before and after all of them the nearest."""
    day_ = literal(day, Date)
    distance = case((SchoolYear.from_date > day_, 1), (SchoolYear.until_date < day_, 2), else_=0)
    nearest = case((SchoolYear.from_date > day_, SchoolYear.from_date), else_=None)
    return session.scalars(
        select(SchoolYear).order_by(distance, nearest, SchoolYear.until_date.desc()).limit(1)
    ).first()


def subjects(session: Session, day: date | None = None) -> list[Subject]:
    """Subjects and courses in the school's order; with a day those that are taught then."""
    statement = select(Subject)
    if day is not None:
        statement = statement.where(or_(Subject.until_date.is_(None), Subject.until_date >= day))
    return sorted(session.scalars(statement), key=lambda one: (one.position, sort_key(one.title)))


def rooms(session: Session, day: date | None = None) -> list[Room]:
    """Rooms by building and name; with a day those in use then."""
    statement = select(Room)
    if day is not None:
        statement = statement.where(or_(Room.until_date.is_(None), Room.until_date >= day))
    return sorted(session.scalars(statement), key=lambda one: (sort_key(one.building or ""), _natural(one.name)))


def _natural(name: str) -> tuple[int, str]:
    """Numbers stand in the order of their size: 9 before 10."""
    digits = "".join(sign for sign in name if sign.isdigit())
    return int(digits or 10**9), sort_key(name)


def schedules(session: Session) -> Sequence[BellSchedule]:
    """Bell schedules, the usual one first."""
    order = (BellSchedule.is_usual.desc(), BellSchedule.position, BellSchedule.id)
    return session.scalars(select(BellSchedule).order_by(*order)).all()


def times_of(session: Session) -> Mapping[int, Mapping[int, Hours]]:
    """Bell schedule → lesson number → hours."""
    found: dict[int, dict[int, Hours]] = {}
    for row in session.scalars(select(BellTime).order_by(BellTime.number)):
        found.setdefault(row.bell_schedule_id, {})[row.number] = (row.starts, row.ends)
    return found


def programmes(session: Session) -> Sequence[Programme]:
    return session.scalars(select(Programme).order_by(Programme.code)).all()


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Some of the orders, newest first, and how many there are."""

    orders: Sequence[Order]
    total: int


def orders(session: Session, start: int, most: int, kind: str = "") -> OrderPage:
    """Orders of the head, newest first."""
    chosen = [Order.kind == kind] if kind else []
    newest = select(Order).where(*chosen).order_by(Order.dated.desc().nulls_last(), Order.id.desc())
    total = session.scalar(select(func.count()).select_from(Order).where(*chosen)) or 0
    return OrderPage(session.scalars(newest.offset(start).limit(most)).all(), total)


def order_kinds(session: Session) -> Sequence[str]:
    return session.scalars(select(Order.kind).distinct().order_by(Order.kind)).all()
