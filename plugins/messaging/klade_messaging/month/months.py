"""Months as the class teacher meets them: which one is to be sent, and by when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.documents.periods import Period
from core.foundation import clock

_DAY_ENDS = time(23, 59)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month."""

    key: str
    """`2026-11`"""
    first: date
    last: date

    @classmethod
    def of(cls, day: date) -> "Month":
        first = day.replace(day=1)
        return cls(f"{day:%Y-%m}", first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1))

    @property
    def before(self) -> "Month":
        return Month.of(self.first - timedelta(days=1))

    def due(self, days_after: int) -> datetime:
        """By when its transcripts are to be sent."""
        return clock.at_local(self.last + timedelta(days=days_after), _DAY_ENDS)


def owed_months(today: date, days_before: int) -> Iterator[Month]:
    """The months whose transcripts are due work on a day: the past one, and near its end the present one."""
    present = Month.of(today)
    yield present.before
    if today > present.last - timedelta(days=days_before):
        yield present


def months(periods: Sequence[Period]) -> list[Period]:
    """Those of a class's periods that are months, the latest first."""
    return [period for period in periods if len(period.key) == len("2026-11") and period.key[4] == "-"]


def usual_key(found: Sequence[Period], today: date, days_after: int) -> str:
    """The month to begin with: the present one, in the first days of a month the one before."""
    past = Month.of(today).before.key
    is_early = today.day <= days_after and any(period.key == past for period in found)
    return past if is_early else found[0].key
