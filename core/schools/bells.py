"""Setting up lesson times: bell schedules, where each holds, and the hours of every lesson number."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.errors import Conflict, Invalid, NotFound, Problem
from core.foundation.forms import NOT_SAVED
from core.schools.calendar import NUMBERS, Hours
from core.schools.models import BellSchedule, BellTime, DayOverride

_STARTS, _ENDS = _l("When does the lesson start?"), _l("When does the lesson end?")
_ENDS_FIRST = _l("The lesson ends before it starts.")
_NO_USUAL = _l("One schedule must be the usual one. Make another one usual first.")


def save_schedule(
    session: Session, values: Mapping[str, Any], times: Mapping[int, Hours], schedule_id: int | None = None
) -> BellSchedule:
    """Add a bell schedule with its times, or change one. Making it usual ends that of the one that was."""
    _check_times(times)
    schedule = (
        BellSchedule(position=_next_position(session)) if schedule_id is None else _schedule(session, schedule_id)
    )
    others = session.scalars(select(BellSchedule).where(BellSchedule.id != (schedule_id or 0))).all()
    is_usual = values["is_usual"]
    if not is_usual and not any(other.is_usual for other in others):
        raise Invalid(NOT_SAVED, [Problem("is_usual", _NO_USUAL)])
    schedule.title = values["title"]
    schedule.is_usual = is_usual
    schedule.weekdays = "".join(map(str, sorted(set(values["weekdays"])))) or None
    schedule.grade_from, schedule.grade_until = values["grade_from"], values["grade_until"]
    if is_usual:
        for other in others:
            other.is_usual = False
    session.add(schedule)
    session.flush()
    _set_times(session, schedule, times)
    return schedule


def remove_schedule(session: Session, schedule_id: int) -> None:
    """Remove a bell schedule that is not the usual one and that no day names."""
    schedule = _schedule(session, schedule_id)
    if schedule.is_usual:
        raise Conflict(_NO_USUAL)
    if session.scalar(select(DayOverride.id).where(DayOverride.bell_schedule_id == schedule_id).limit(1)) is not None:
        raise Conflict(_l("A day of the school year runs by these lesson times. Change that day first."))
    for row in session.scalars(select(BellTime).where(BellTime.bell_schedule_id == schedule_id)):
        session.delete(row)
    session.flush()
    session.delete(schedule)


def read_times(typed: Mapping[str, Any]) -> dict[int, Hours]:
    """The hours of each lesson number from the fields `starts_3`, `ends_3`. Raises Invalid at the fields.

    A number of which neither is given has no lesson.
    """
    times: dict[int, Hours] = {}
    problems = []
    for number in NUMBERS:
        starts, ends = typed.get(f"starts_{number}"), typed.get(f"ends_{number}")
        if starts is None and ends is None:
            continue
        if starts is None or ends is None:
            place, message = (f"starts_{number}", _STARTS) if starts is None else (f"ends_{number}", _ENDS)
            problems.append(Problem(place, message))
        else:
            times[number] = (starts, ends)
    if problems:
        raise Invalid(NOT_SAVED, problems)
    return times


def shortened(times: Mapping[int, Hours], minutes: int) -> dict[int, Hours]:
    """Times with every lesson that long and the breaks as they are; lesson 1 starts when it always does."""
    found: dict[int, Hours] = {}
    shift = 0
    for number, (starts, ends) in sorted(times.items()):
        if number == 1:
            shift = 0
        begin = _minutes(starts) - shift
        length = min(minutes, _minutes(ends) - _minutes(starts))
        shift += _minutes(ends) - _minutes(starts) - length
        found[number] = (_time(begin), _time(begin + length))
    return found


def _check_times(times: Mapping[int, Hours]) -> None:
    problems = []
    before: tuple[int, time] | None = None
    for number, (starts, ends) in sorted(times.items()):
        if ends <= starts:
            problems.append(Problem(f"ends_{number}", _ENDS_FIRST))
        elif before is not None and starts < before[1]:
            message = _l("Lesson %(number)s has not ended then.", number=before[0])
            problems.append(Problem(f"starts_{number}", message))
        before = (number, ends)
    if not times:
        problems.append(Problem("starts_1", _l("Give the times of at least one lesson.")))
    if problems:
        raise Invalid(NOT_SAVED, problems)


def _set_times(session: Session, schedule: BellSchedule, times: Mapping[int, Hours]) -> None:
    there = {
        row.number: row for row in session.scalars(select(BellTime).where(BellTime.bell_schedule_id == schedule.id))
    }
    for number, row in there.items():
        if number not in times:
            session.delete(row)
    for number, (starts, ends) in times.items():
        if number in there:
            there[number].starts, there[number].ends = starts, ends
        else:
            session.add(BellTime(bell_schedule_id=schedule.id, number=number, starts=starts, ends=ends))


def _schedule(session: Session, schedule_id: int) -> BellSchedule:
    schedule = session.get(BellSchedule, schedule_id)
    if schedule is None:
        raise NotFound(_l("There are no such lesson times."))
    return schedule


def _next_position(session: Session) -> int:
    return max(session.scalars(select(BellSchedule.position)), default=-1) + 1


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _time(minutes: int) -> time:
    return time(*divmod(minutes, 60))
