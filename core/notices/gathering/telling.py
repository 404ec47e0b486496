"""Notices as rows: each person is told of a thing once, in their language and as urgently as they chose."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from flask_babel import force_locale
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from core.foundation.history.record import insert_rows, table_of
from core.notices.gathering.recipients import Recipient
from core.notices.models import SENDING, SENT, DeliveredNotice, Delivery, Notice, NoticeChoice
from core.values.notices import News, NoticeRule, TakenBack

_AT_ONCE = 5000
_NOTICE = table_of(Notice)


@dataclass(frozen=True, slots=True)
class Told:
    """Rows of notices that were just made, and those whose words changed."""

    rows: Sequence[Mapping[str, Any]]
    reworded: Sequence[int]


def choices(session: Session, person_ids: Iterable[int]) -> dict[tuple[int, str], str]:
    """By person and rule what was chosen."""
    found: dict[tuple[int, str], str] = {}
    for some in parts(person_ids):
        rows = session.execute(
            select(NoticeChoice.person_id, NoticeChoice.rule_key, NoticeChoice.choice).where(
                NoticeChoice.person_id.in_(some)
            )
        )
        found |= {(person, rule): choice for person, rule, choice in rows}
    return found


def written(
    news: Iterable[tuple[NoticeRule, News]],
    people: Mapping[int, Recipient],
    chosen: Mapping[tuple[int, str], str],
    now: datetime,
) -> list[dict[str, Any]]:
    """The rows of notices for who can read them; the words are put into each one's language."""
    by_language: defaultdict[str, list[tuple[NoticeRule, News]]] = defaultdict(list)
    for rule, one in news:
        if one.person_id in people:
            by_language[people[one.person_id].language].append((rule, one))
    rows: dict[tuple[int, str, str], dict[str, Any]] = {}
    for language, told in by_language.items():
        with force_locale(language):
            for rule, one in told:
                urgency = chosen.get((one.person_id, rule.key)) or (one.urgency or rule.urgency)
                rows[one.person_id, rule.key, one.about] = _row(rule, one, str(urgency), now)
    return list(rows.values())


def _row(rule: NoticeRule, one: News, urgency: str, now: datetime) -> dict[str, Any]:
    files = [{"digest": file.digest, "name": file.name, "media_type": file.media_type} for file in one.files]
    return {
        "person_id": one.person_id,
        "child_id": one.child_id,
        "rule_key": rule.key,
        "about": one.about,
        "text": str(one.text),
        "endpoint": one.endpoint,
        "values": orjson.dumps(dict(one.values)).decode(),
        "files": orjson.dumps(files).decode(),
        "urgency": urgency,
        "moment": one.moment,
        "created": now,
    }


def tell(session: Session, rows: Sequence[dict[str, Any]]) -> Told:
    """Insert the notices that are not there yet; those that are there and unread say the new words."""
    known = {}
    by_rule: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        by_rule[row["rule_key"]].add(row["about"])
    for rule, abouts in by_rule.items():
        for notice_id, person, about, text, read in _known(session, rule, abouts):
            known[person, rule, about] = notice_id, text, read
    fresh, changed = [], []
    for row in rows:
        there = known.get((row["person_id"], row["rule_key"], row["about"]))
        if there is None:
            fresh.append(row)
        elif there[1] != row["text"] and there[2] is None:
            changed.append({"the_notice": there[0], "new_text": row["text"], "new_moment": row["moment"]})
    if changed:
        session.connection().execute(
            update(_NOTICE)
            .where(_NOTICE.c.id == bindparam("the_notice"))
            .values(text=bindparam("new_text"), moment=bindparam("new_moment")),
            changed,
        )
    ids = insert_rows(session, Notice, fresh)
    made = [row | {"id": notice_id} for row, notice_id in zip(fresh, ids, strict=True)]
    return Told(made, [row["the_notice"] for row in changed])


def take_back(session: Session, taken_back: Iterable[tuple[NoticeRule, TakenBack]]) -> list[int]:
    """Remove what nobody read or was sent; the deliveries that were to tell of it."""
    by_rule: defaultdict[str, set[str]] = defaultdict(set)
    for rule, one in taken_back:
        by_rule[rule.key].add(one.about)
    unheard = [
        notice_id
        for rule, abouts in by_rule.items()
        for notice_id, _person, _about, _text, read in _known(session, rule, abouts)
        if read is None
    ]
    left: list[int] = []
    for some in parts(unheard):
        heard = select(DeliveredNotice.notice_id).join(Delivery, Delivery.id == DeliveredNotice.delivery_id)
        gone = [
            *session.scalars(
                select(Notice.id).where(
                    Notice.id.in_(some),
                    Notice.id.not_in(heard.where(_has_left(), DeliveredNotice.notice_id.in_(some))),
                )
            )
        ]
        left += session.scalars(select(DeliveredNotice.delivery_id).where(DeliveredNotice.notice_id.in_(gone)))
        session.execute(delete(DeliveredNotice).where(DeliveredNotice.notice_id.in_(gone)))
        session.execute(delete(Notice).where(Notice.id.in_(gone)))
    return left


def _has_left() -> Any:
    """The delivery arrived, or may have."""
    return Delivery.state.in_((SENDING, SENT)) | Delivery.is_repeated


def _known(session: Session, rule: str, abouts: Iterable[str]) -> Iterator[Any]:
    for some in parts(sorted(abouts)):
        yield from session.execute(
            select(Notice.id, Notice.person_id, Notice.about, Notice.text, Notice.read_at).where(
                Notice.rule_key == rule, Notice.about.in_(some)
            )
        )


def parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Engines limit how many parameters a statement may have."""
    every = list(values)
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]
