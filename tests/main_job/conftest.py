"""A machine on which Klade was just installed: no school, nobody in it, Monday morning."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext

from core.testing.browsers import Complaints
from core.testing.installations import Installation, Templates
from core.testing.servers import running
from core.testing.steps.day import Day


@pytest.fixture
def empty_installation(engine: str, templates: Templates, enabled_plugins: tuple[str, ...]) -> Iterator[Installation]:
    """Empty databases."""
    installation = templates.copy(engine, "nothing", enabled_plugins, lambda fresh: None)
    yield installation
    templates.remove(installation)


@pytest.fixture
def day(
    empty_installation: Installation, new_context: Callable[..., BrowserContext], complaints: Complaints
) -> Iterator[Day]:
    """Monday, 23 November 2026, a quarter past ten: the server runs, the browsers are shut."""
    day = Day(empty_installation, new_context)
    day.strikes(10, 15)
    with running(empty_installation) as day.server:
        yield day
        # Open journals go on asking for news while the server stops.
        complaints.expect("ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET")
