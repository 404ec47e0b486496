"""Where some deliveries go: the address is looked up when they are sent, and kept nowhere."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.accounts.contacts.queries import accounts_of, reachable
from core.foundation import clock
from core.foundation.database import Database, SchoolRef, school_of
from core.notices.models import DeliveredNotice, Delivery, Notice, NoticeRoute
from core.notices.reach import still_reaches
from core.values.jobs import JobContext
from core.values.notices import NoticeChannel, NoticeFile


@dataclass(frozen=True, slots=True)
class Destinations:
    """By person the address, by delivery its files; and the deliveries about a child who is not theirs any more."""

    school: SchoolRef
    addresses: Mapping[int, str]
    files: Mapping[int, Sequence[NoticeFile]]
    forbidden: frozenset[int]


def destinations(
    context: JobContext, database: Database, channel: NoticeChannel, deliveries: Sequence[Delivery]
) -> Destinations:
    """A fixed number of statements for some deliveries of one channel."""
    ids = [delivery.id for delivery in deliveries]
    with context.read() as session:
        school = school_of(session)
        accounts = accounts_of(session, {delivery.person_id for delivery in deliveries}, clock.today())
        files = _files(session, channel, ids) if channel.takes_files else {}
        forbidden = frozenset(
            session.scalars(
                select(DeliveredNotice.delivery_id)
                .join(Notice, Notice.id == DeliveredNotice.notice_id)
                .where(DeliveredNotice.delivery_id.in_(ids), ~still_reaches(clock.today()))
            )
        )
    with database.directory() as directory:
        known = reachable(directory, set(accounts.values()))
    addresses = {
        person: known[account].contacts[channel.contact]
        for person, account in accounts.items()
        if account in known and channel.contact in known[account].contacts
    }
    return Destinations(school, addresses, files, forbidden)


def _files(session: Session, channel: NoticeChannel, ids: Sequence[int]) -> Mapping[int, Sequence[NoticeFile]]:
    """The files of what each delivery tells of, for those who asked for files."""
    asked = exists().where(
        NoticeRoute.person_id == Delivery.person_id, NoticeRoute.channel_key == channel.key, NoticeRoute.wants_files
    )
    rows = session.execute(
        select(Delivery.id, Notice.files)
        .join(DeliveredNotice, DeliveredNotice.delivery_id == Delivery.id)
        .join(Notice, Notice.id == DeliveredNotice.notice_id)
        .where(Delivery.id.in_(ids), Notice.files != "[]", asked)
        .order_by(Delivery.id, Notice.moment, Notice.id)
    )
    found: defaultdict[int, list[NoticeFile]] = defaultdict(list)
    for delivery_id, files in rows:
        found[delivery_id] += [NoticeFile(**file) for file in orjson.loads(files)]
    return found
