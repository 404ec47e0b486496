"""Entering, changing and ending lessons of the week; the lessons themselves follow at once."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.database.dated import refuse_turned
from core.foundation.errors import Conflict, Invalid, NotFound, Problem
from core.foundation.forms import NOT_SAVED, doubt
from core.foundation.history.record import RowUpdate, update_rows
from core.journals.lessons.making import Made, make_lessons
from core.journals.lessons.models import Lesson
from core.journals.register.services import check_day, journal_of, year_of
from core.journals.timetable.clashes import Wanted, clashes
from core.journals.timetable.models import TimetableEntry
from core.schools.models import Room

_ONE_DAY = timedelta(days=1)


def wanted_of(values: Mapping[str, Any], teacher_id: int | None) -> Wanted:
    """The lesson of the week that a form describes."""
    names = ("journal_id", "weekday", "number", "weeks", "room_id", "from_date")
    return Wanted(**{name: values[name] for name in names}, teacher_id=teacher_id, until_date=values.get("until_date"))


def add_entry(session: Session, wanted: Wanted, *, although: str | None = None) -> Made:
    """Enter a lesson of the week; its lessons are planned for all its days within the school year.

    A clash (pārklāšanās) of teacher, room or pupils is a doubt, passed over with `although`, its sign.
    """
    journal = journal_of(session, wanted.journal_id)
    year = year_of(session, journal)
    _check(session, wanted)
    check_day(year, wanted.from_date)
    check_day(year, wanted.until_date, "until_date")
    _doubt_clashes(session, wanted, although)
    session.add(TimetableEntry(**asdict(wanted)))
    return make_lessons(session, [journal.id], wanted.from_date, wanted.until_date or year.until_date)


def end_entry(session: Session, entry_id: int, from_day: date) -> Made:
    """From that day on the lesson of the week is no more.

    Planned lessons go; lessons with records stay and are named. An entry that would not have begun goes wholly.
    """
    entry = _entry(session, entry_id)
    journal = journal_of(session, entry.journal_id)
    year = year_of(session, journal)
    if entry.until_date is not None and entry.until_date < from_day:
        raise Conflict(_l("This ended earlier already."))
    first = max(from_day, entry.from_date)
    if from_day > entry.from_date:
        entry.until_date = from_day - _ONE_DAY
        return make_lessons(session, [journal.id], first, year.until_date)
    # A period may not be empty, so the whole entry goes; until its lessons are gone it ends before it begins.
    entry.until_date = entry.from_date - _ONE_DAY
    made = make_lessons(session, [journal.id], entry.from_date, year.until_date)
    _detach(session, entry_id)
    session.delete(entry)
    return made


def change_entry(session: Session, entry_id: int, wanted: Wanted, *, although: str | None = None) -> Made:
    """From a day on the lesson of the week is another: the entry ends and a new one begins."""
    entry = _entry(session, entry_id)
    until = entry.until_date
    if until is not None and until < wanted.from_date:
        raise Conflict(_l("This ended earlier already."))
    if until is not None and wanted.until_date is None:
        wanted = Wanted(**(asdict(wanted) | {"until_date": until}))
    first = Wanted(**(asdict(wanted) | {"from_date": max(wanted.from_date, entry.from_date)}))
    ended = end_entry(session, entry_id, first.from_date)
    return ended + add_entry(session, first, although=although)


def _entry(session: Session, entry_id: int) -> TimetableEntry:
    entry = session.get(TimetableEntry, entry_id)
    if entry is None:
        raise NotFound(_l("There is no such lesson in the timetable."))
    return entry


def _check(session: Session, wanted: Wanted) -> None:
    refuse_turned(wanted.from_date, wanted.until_date)
    if wanted.room_id is not None and session.get(Room, wanted.room_id) is None:
        raise Invalid(NOT_SAVED, [Problem("room_id", _l("Choose from the list."))])
    session.flush()
    twins = session.scalars(
        select(TimetableEntry.weeks).where(
            TimetableEntry.journal_id == wanted.journal_id,
            TimetableEntry.weekday == wanted.weekday,
            TimetableEntry.number == wanted.number,
            TimetableEntry.within(wanted.from_date, wanted.until_date),
        )
    )
    if any(wanted.weeks == weeks or "all" in (wanted.weeks, weeks) for weeks in twins):
        message = _l("This journal has a lesson then already. End that one first, or change it.")
        raise Invalid(NOT_SAVED, [Problem("number", message)])


def _doubt_clashes(session: Session, wanted: Wanted, although: str | None) -> None:
    places = {"room": "room_id", "teacher": "teacher", "pupils": "journal_id"}
    doubt([Problem(places[clash.kind], clash.message) for clash in clashes(session, wanted)], although)


def _detach(session: Session, entry_id: int) -> None:
    """Lessons that stay belong to their journal alone."""
    rows = session.execute(select(Lesson.id, Lesson.version).where(Lesson.timetable_entry_id == entry_id)).all()
    old, new = {"timetable_entry_id": entry_id}, {"timetable_entry_id": None}
    update_rows(session, Lesson, [RowUpdate(row.id, row.version, old, new) for row in rows])
