"""What may be asked about notices by who they are for, and about deliveries by who looks after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from flask import current_app, url_for
from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from core.foundation import clock
from core.notices.models import Delivery, Notice
from core.notices.reach import still_reaches
from core.people.models import Person
from core.values.asker import Asker


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice in its recipient's list."""

    id: int
    text: str
    created: datetime
    is_read: bool
    endpoint: str
    values: str

    @property
    def url(self) -> str | None:
        """The page it leads to; nothing where the plugin of that page is gone."""
        if self.endpoint not in current_app.view_functions:
            return None
        return url_for(self.endpoint, **orjson.loads(self.values))

    @property
    def day(self) -> date:
        return clock.local(self.created).date()


def own_notices(session: Session, asker: Asker, before: int | None, most: int) -> list[ShownNotice]:
    """The asker's notices, the newest first; further ones `before` an id. One statement."""
    rows = session.execute(
        select(Notice.id, Notice.text, Notice.created, Notice.read_at.is_not(None), Notice.endpoint, Notice.values)
        .where(
            Notice.person_id == asker.person_id,
            still_reaches(asker.day),
            true() if before is None else Notice.id < before,
        )
        .order_by(Notice.id.desc())
        .limit(most)
    )
    return [ShownNotice(*row) for row in rows]


def own_notice(session: Session, asker: Asker, notice_id: int) -> ShownNotice | None:
    """One notice, if it is the asker's."""
    found = own_notices(session, asker, notice_id + 1, 1)
    return found[0] if found and found[0].id == notice_id else None


def unread(session: Session, asker: Asker) -> int:
    """How many the asker has not read. One statement."""
    counted = (
        select(func.count())
        .select_from(Notice)
        .where(Notice.person_id == asker.person_id, Notice.read_at.is_(None), still_reaches(asker.day))
    )
    return session.scalar(counted) or 0


@dataclass(frozen=True, slots=True)
class ShownDelivery:
    """A delivery as who looks after them sees it: without the address, which is kept nowhere."""

    id: int
    recipient: str
    channel_key: str
    state: str
    is_digest: bool
    subject: str
    text: str
    tries: int
    is_repeated: bool
    problem: str | None
    created: datetime
    due: datetime
    ended_at: datetime | None


def deliveries_newest_first(
    session: Session, state: str, channel: str, before: int | None, most: int
) -> Sequence[ShownDelivery]:
    """Some deliveries, in one state and by one channel or any; further ones `before` an id. One statement."""
    rows: Any = session.execute(
        select(
            Delivery.id,
            Person.family_name + " " + Person.given_name,
            Delivery.channel_key,
            Delivery.state,
            Delivery.digest_day.is_not(None),
            Delivery.subject,
            Delivery.text,
            Delivery.tries,
            Delivery.is_repeated,
            Delivery.problem,
            Delivery.created,
            Delivery.due,
            Delivery.ended_at,
        )
        .join(Person, Person.id == Delivery.person_id)
        .where(_narrowed(state, channel), true() if before is None else Delivery.id < before)
        .order_by(Delivery.id.desc())
        .limit(most)
    )
    return [ShownDelivery(*row) for row in rows]


def count_deliveries(session: Session, channel: str) -> dict[str, int]:
    """How many there are in each state, by one channel or any."""
    counted = select(Delivery.state, func.count()).where(_narrowed("", channel)).group_by(Delivery.state)
    return dict(session.execute(counted).all())


def _narrowed(state: str, channel: str) -> ColumnElement[bool]:
    return and_(
        Delivery.state == state if state else true(),
        Delivery.channel_key == channel if channel else true(),
    )
