"""When a notice may go out: quiet hours, and the hour of the day's summary, on the school's wall clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from core.foundation import clock

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """The school's hours. The same hour at both ends of the quiet ones: there are none."""

    digest: time
    quiet_from: time
    quiet_until: time

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Hours":
        """From the settings section `notices`."""
        return cls(settings["digest_time"], settings["quiet_from"], settings["quiet_until"])

    def is_quiet(self, moment: datetime) -> bool:
        """Nothing is sent then."""
        hour = clock.local(moment).time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until

    def allowed_from(self, moment: datetime) -> datetime:
        """That moment, or the end of the quiet hours that it lies in."""
        if not self.is_quiet(moment):
            return moment
        day = clock.local(moment).date()
        # In autumn one hour comes twice: its first end may be past already.
        ends = (_at(one, self.quiet_until, fold) for one in (day, day + _A_DAY) for fold in (0, 1))
        return next(end for end in ends if end > moment)

    def last_digest(self, moment: datetime) -> tuple[date, datetime]:
        """The day whose summary was due last, and when."""
        day = clock.local(moment).date()
        due = clock.at_local(day, self.digest)
        return (day, due) if due <= moment else (day - _A_DAY, clock.at_local(day - _A_DAY, self.digest))

    def span_of(self, moment: datetime) -> tuple[datetime, datetime]:
        """The time that one summary tells of: after the first moment, up to and with the second."""
        day, due = self.last_digest(moment)
        if due == moment:
            return clock.at_local(day - _A_DAY, self.digest), due
        return due, clock.at_local(day + _A_DAY, self.digest)


def _at(day: date, hour: time, fold: int) -> datetime:
    return datetime.combine(day, hour.replace(fold=fold), clock.ZONE).astimezone(UTC)
