"""One day at a school: the hour that its server and every browser show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.testing.installations import MONDAY

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from core.testing.installations import Installation
    from core.testing.servers import Server

RIGA = ZoneInfo("Europe/Riga")


@dataclass
class Day:
    """The day on which a test happens, with the people who have a browser open."""

    installation: Installation
    new_context: Callable[..., BrowserContext]
    day: date = MONDAY
    server: Server | None = None
    _contexts: list[BrowserContext] = field(default_factory=list)
    _now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def strikes(self, hour: int, minute: int = 0) -> None:
        """It is now that hour, for the server, for commands, for every browser."""
        self._now = datetime.combine(self.day, time(hour, minute), RIGA).astimezone(UTC)
        self.installation.set_clock(self._now)
        for context in self._contexts:
            context.clock.set_fixed_time(self._now)

    @property
    def now(self) -> datetime:
        return self._now

    def klade(self, *arguments: str) -> str:
        """What a `klade` command prints."""
        assert self.server is not None
        return self.server.klade(*arguments)

    def browser(self) -> Page:
        """A browser that nobody has used yet."""
        assert self.server is not None
        context = self.new_context(base_url=self.server.url)
        context.clock.set_fixed_time(self._now)
        self._contexts.append(context)
        return context.new_page()
