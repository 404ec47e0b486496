"""Days and hours as first screens say them."""

from dataclasses import dataclass
from datetime import date, datetime, time

from flask import request
from flask_babel import gettext as _

from core.foundation import clock
from core.foundation.errors import NotFound
from core.foundation.text import date_said, day_text, time_text


@dataclass(frozen=True, slots=True)
class DayLink:
    """A way to another day of the page."""

    day: date
    label: str


def asked_day(today: date) -> date:
    """The day of the address, by default today. Raises NotFound."""
    asked = request.args.get("day")
    if asked is None:
        return today
    try:
        return date.fromisoformat(asked)
    except ValueError:
        raise NotFound(_("There is no such day.")) from None


def day_link(day: date | None, today: date) -> DayLink | None:
    """`yesterday`, `tomorrow`, else the weekday and the date."""
    if day is None:
        return None
    near = near_day(day, today)
    return DayLink(day, near or date_said(day))


def near_day(day: date, today: date) -> str:
    """The word for a day beside today, if there is one."""
    words: dict[int, str] = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    return words.get((day - today).days, "")


def due_text(due: datetime, today: date) -> str:
    """`today 17:00`, `20.11. 17:00`."""
    day = clock.local(due).date()
    return f"{near_day(day, today) or day_text(day)} {time_text(due)}"


def room_text(name: str | None) -> str:
    """`room 214`; a room with a name of its own is called by it."""
    if name is None:
        return ""
    numbered: str = _("room %(room)s", room=name)
    return numbered if name.isdigit() else name


def hours(starts: time | None, ends: time | None) -> str:
    """`10:10–10:50`, as far as it is known."""
    return "–".join(time_text(hour) for hour in (starts, ends) if hour is not None)
