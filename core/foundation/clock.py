"""The only clock: instants in UTC, days in the school's zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Riga")

_set: ContextVar[datetime | None] = ContextVar("klade_clock", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _set.get() or datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same instant on the school's wall clock."""
    return moment.astimezone(ZONE)


def today() -> date:
    """The present day in the school's zone."""
    return local(now()).date()


def at_local(day: date, hour: time) -> datetime:
    """The instant (UTC) at which the school's wall clock shows `hour` on `day`."""
    return datetime.combine(day, hour, ZONE).astimezone(UTC)


def set_to(moment: datetime | None) -> None:
    """Set the clock of this context; None lets it run again. For tests and the demonstration school."""
    _set.set(moment.astimezone(UTC) if moment else None)


@contextmanager
def at(moment: datetime | date) -> Iterator[None]:
    """Stand still at an instant, or at noon of a day, within the block."""
    instant = moment if isinstance(moment, datetime) else at_local(moment, time(12))
    token = _set.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)
