"""Who can be told, in which language, and by which ways out of Klade."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.accounts.contacts.queries import reachable
from core.foundation.database import Database
from core.foundation.plugins import Owned, of
from core.notices.models import NoticeRoute
from core.values.notices import NoticeChannel


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person with an account: its language, and the kinds of contacts that it has proven."""

    person_id: int
    language: str
    contacts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ways:
    """The channels of a school that are set up, and by whom each is not wanted."""

    channels: Sequence[NoticeChannel]
    unwanted: frozenset[tuple[int, str]]

    def of(self, recipient: Recipient) -> list[NoticeChannel]:
        """The channels by which something goes to this person."""
        return [
            channel
            for channel in self.channels
            if channel.contact in recipient.contacts and (recipient.person_id, channel.key) not in self.unwanted
        ]


def recipients(database: Database, accounts: Mapping[int, UUID]) -> dict[int, Recipient]:
    """By person; those whose account is closed are left out."""
    with database.directory() as session:
        known = reachable(session, set(accounts.values()))
    return {
        person: Recipient(person, known[account].language, frozenset(known[account].contacts))
        for person, account in accounts.items()
        if account in known
    }


def ready_channels(channels: Iterable[Owned[NoticeChannel]], enabled: Collection[str]) -> list[NoticeChannel]:
    """Those that the school has enabled and that this installation is set up for."""
    return [channel for channel in of(list(channels), enabled) if channel.is_ready()]


def unwanted_routes(session: Session) -> frozenset[tuple[int, str]]:
    """Person and channel of each route that is switched off."""
    rows = session.execute(select(NoticeRoute.person_id, NoticeRoute.channel_key).where(~NoticeRoute.is_wanted))
    return frozenset((person, channel) for person, channel in rows)
