"""How somebody would hear of news of a kind: in Klade alone, or also by e-mail or SMS. Never says an address."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.contacts.queries import accounts_of, reachable
from core.foundation.database import Database, state_of
from core.foundation.plugins import of
from core.foundation.runtime import klade
from core.notices.models import NoticeChoice, NoticeRoute
from core.notices.words import OFF
from core.values.notices import NoticeChannel


@dataclass(frozen=True, slots=True)
class Way:
    """The ways of a person whose account can be signed in to."""

    channels: frozenset[str] = frozenset()
    """Keys of the channels that tell the person something is new."""
    files: frozenset[str] = frozenset()
    """Those of them that bring files along, because the person asked for that."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the school knows of the persons asked about; which accounts are alive only the directory knows."""

    accounts: Mapping[int, UUID]
    silent: frozenset[int]
    routes: Mapping[tuple[int, str], tuple[bool, bool]]
    """By person and channel: whether it is wanted, and files with it."""
    channels: Sequence[NoticeChannel]


def wanted_ways(session: Session, person_ids: Collection[int], rule_key: str, day: date) -> Wanted:
    """What these persons chose for a kind of news. Three statements."""
    accounts = accounts_of(session, person_ids, day)
    silent = session.scalars(
        select(NoticeChoice.person_id).where(
            NoticeChoice.person_id.in_(accounts), NoticeChoice.rule_key == rule_key, NoticeChoice.choice == OFF
        )
    )
    routes = session.execute(
        select(NoticeRoute.person_id, NoticeRoute.channel_key, NoticeRoute.is_wanted, NoticeRoute.wants_files).where(
            NoticeRoute.person_id.in_(accounts)
        )
    )
    return Wanted(
        accounts,
        frozenset(silent),
        {(person, channel): (wanted, files) for person, channel, wanted, files in routes},
        [one for one in of(klade().plugins.notice_channels(), state_of(session).plugins) if one.is_ready()],
    )


def ways(database: Database, wanted: Wanted) -> dict[int, Way]:
    """By person; who has no account that can be signed in to is left out. Not while a school's session is held."""
    with database.directory() as directory:
        known = reachable(directory, set(wanted.accounts.values()))
    found: dict[int, Way] = {}
    for person, account in wanted.accounts.items():
        if account not in known:
            continue
        told, files = set(), set()
        for channel in wanted.channels:
            is_wanted, wants_files = wanted.routes.get((person, channel.key), (True, False))
            if is_wanted and person not in wanted.silent and channel.contact in known[account].contacts:
                told.add(channel.key)
                if wants_files and channel.takes_files:
                    files.add(channel.key)
        found[person] = Way(frozenset(told), frozenset(files))
    return found
