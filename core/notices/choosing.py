"""What a person wants to hear of, and by which ways."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.notices.models import NoticeChoice, NoticeRoute
from core.notices.words import CHOICES
from core.values.notices import NoticeChannel, NoticeRule

CHOSEN = "notices.chosen"


@dataclass(frozen=True, slots=True)
class Chosen:
    """By rule how urgent; by channel whether it is wanted, and files with it."""

    choices: Mapping[str, str]
    routes: Mapping[str, tuple[bool, bool]]


def chosen(session: Session, person_id: int, rules: Sequence[NoticeRule], channels: Sequence[NoticeChannel]) -> Chosen:
    """What holds for a person now, the kinds' own urgency where nothing was chosen. Two statements."""
    own = {row.rule_key: row.choice for row in _choices(session, person_id)}
    routes = {row.channel_key: (row.is_wanted, row.wants_files) for row in _routes(session, person_id)}
    return Chosen(
        {rule.key: own.get(rule.key, rule.urgency.value) for rule in rules},
        {channel.key: routes.get(channel.key, (True, False)) for channel in channels},
    )


def choose(
    session: Session,
    person_id: int,
    rules: Sequence[NoticeRule],
    channels: Sequence[NoticeChannel],
    typed: Mapping[str, Any],
) -> None:
    """Keep what a form says: `rule:<key>` a choice, `way:<key>` and `files:<key>` where ticked."""
    own = {row.rule_key: row for row in _choices(session, person_id)}
    for rule in rules:
        choice = typed.get(f"rule:{rule.key}")
        if choice not in CHOICES:
            continue
        if rule.key in own:
            own[rule.key].choice = choice
        elif choice != rule.urgency:
            session.add(NoticeChoice(person_id=person_id, rule_key=rule.key, choice=choice))
    routes = {row.channel_key: row for row in _routes(session, person_id)}
    for channel in channels:
        is_wanted = f"way:{channel.key}" in typed
        wants_files = channel.takes_files and f"files:{channel.key}" in typed
        if channel.key in routes:
            routes[channel.key].is_wanted, routes[channel.key].wants_files = is_wanted, wants_files
        elif not is_wanted or wants_files:
            session.add(
                NoticeRoute(person_id=person_id, channel_key=channel.key, is_wanted=is_wanted, wants_files=wants_files)
            )


def _choices(session: Session, person_id: int) -> Sequence[NoticeChoice]:
    return session.scalars(select(NoticeChoice).where(NoticeChoice.person_id == person_id)).all()


def _routes(session: Session, person_id: int) -> Sequence[NoticeRoute]:
    return session.scalars(select(NoticeRoute).where(NoticeRoute.person_id == person_id)).all()
