"""Deliveries: one message a person and channel for what goes at once, and one for the day's summary."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.orm import Session

from core.foundation.addresses import new_message_id
from core.foundation.database import school_of
from core.foundation.history.record import insert_rows
from core.notices.gathering.messages import subject_of, text_of
from core.notices.gathering.recipients import Recipient, Ways
from core.notices.gathering.telling import parts
from core.notices.models import WAITING, DeliveredNotice, Delivery, Notice
from core.notices.reach import still_reaches
from core.values.notices import Urgency


def deliver_at_once(
    session: Session,
    rows: Iterable[Mapping[str, Any]],
    people: Mapping[int, Recipient],
    ways: Ways,
    now: datetime,
    due: datetime,
) -> None:
    """What is urgent of the notices just made: together for each person, by each way."""
    by_person: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        if row["urgency"] == Urgency.AT_ONCE:
            by_person[row["person_id"]].append((row["id"], row["text"]))
    _make(session, by_person, people, ways, {"created": now, "due": due})


def undigested(session: Session, day: date, since: datetime, until: datetime) -> dict[int, list[tuple[int, str]]]:
    """By person what a summary has to tell: neither read nor sent, and about a child that they still may see."""
    told = exists().where(DeliveredNotice.notice_id == Notice.id)
    rows = session.execute(
        select(Notice.person_id, Notice.id, Notice.text)
        .where(
            Notice.urgency == Urgency.DIGEST,
            Notice.read_at.is_(None),
            Notice.created > since,
            Notice.moment <= until,
            ~told,
            still_reaches(day),
        )
        .order_by(Notice.person_id, Notice.moment, Notice.id)
    )
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for person, notice_id, text in rows:
        found[person].append((notice_id, text))
    return found


def deliver_digest(
    session: Session,
    notices: Mapping[int, Sequence[tuple[int, str]]],
    people: Mapping[int, Recipient],
    ways: Ways,
    day: date,
    now: datetime,
) -> None:
    """One summary of a day for each person, by each way."""
    _make(session, notices, people, ways, {"created": now, "due": now, "digest_day": day})


def _make(
    session: Session,
    notices: Mapping[int, Sequence[tuple[int, str]]],
    people: Mapping[int, Recipient],
    ways: Ways,
    shared: Mapping[str, Any],
) -> None:
    school = school_of(session)
    rows: list[dict[str, Any]] = []
    told: list[Sequence[tuple[int, str]]] = []
    subjects: dict[str, str] = {}
    for person, some in notices.items():
        recipient = people.get(person)
        channels = ways.of(recipient) if recipient else []
        if recipient is None or not channels:
            continue
        language = recipient.language
        if language not in subjects:
            subjects[language] = subject_of(school, language)
        words = {
            "subject": subjects[language],
            "text": text_of(school, [text for _id, text in some], language),
            "language": language,
        }
        for channel in channels:
            mine = {"person_id": person, "channel_key": channel.key, "message_id": new_message_id()}
            rows.append({**mine, **words, **shared})
            told.append(some)
    ids = insert_rows(session, Delivery, rows)
    links = [
        {"delivery_id": delivery_id, "notice_id": notice_id}
        for delivery_id, some in zip(ids, told, strict=True)
        for notice_id, _text in some
    ]
    if links:
        session.connection().execute(insert(DeliveredNotice), links)


def rewrite(session: Session, delivery_ids: Iterable[int]) -> None:
    """Deliveries that nobody began yet say what their notices say now; one that tells of nothing any more is gone."""
    school = school_of(session)
    for some in parts(sorted(set(delivery_ids))):
        rows: Any = session.execute(
            select(Delivery.id, Delivery.language, Notice.text)
            .outerjoin(DeliveredNotice, DeliveredNotice.delivery_id == Delivery.id)
            .outerjoin(Notice, Notice.id == DeliveredNotice.notice_id)
            .where(Delivery.id.in_(some), Delivery.state == WAITING, ~Delivery.is_repeated)
            .order_by(Delivery.id, Notice.moment, Notice.id)
        )
        said: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for delivery_id, language, text in rows:
            said[delivery_id, language] += [] if text is None else [text]
        for (delivery_id, language), texts in said.items():
            if texts:
                words = {"text": text_of(school, texts, language)}
                session.execute(update(Delivery).where(Delivery.id == delivery_id).values(words))
            else:
                session.execute(delete(Delivery).where(Delivery.id == delivery_id))


def deliveries_of(session: Session, notice_ids: Sequence[int]) -> list[int]:
    """The deliveries that tell of notices."""
    found: list[int] = []
    for some in parts(notice_ids):
        found += session.scalars(select(DeliveredNotice.delivery_id).where(DeliveredNotice.notice_id.in_(some)))
    return found
