"""Entering a lesson of the week, changing it from a day on, ending it."""

from collections.abc import Mapping
from typing import Any, cast

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.foundation import clock
from core.foundation.acts import perform, tell
from core.foundation.errors import Invalid, NotFound
from core.foundation.forms import attempt, loaded
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.foundation.text import period_text, weekday_title
from core.journals.lessons.making import Made
from core.journals.lessons.told import made_text
from core.journals.register import names
from core.journals.timetable import queries
from core.journals.timetable.models import TimetableEntry
from core.journals.timetable.queries import Whose
from core.journals.timetable.schemas import ChangeForm, EndForm, EntryForm
from core.journals.timetable.services import add_entry, change_entry, end_entry, wanted_of
from core.journals.timetable.views import pages
from core.journals.timetable.views.weeks import year_now
from core.schools import queries as schools
from core.schools.calendar import NUMBERS
from core.schools.models import SchoolYear

Answer = Response | tuple[str, int]


@pages.get("/new")
@access("timetable.edit")
def new_entry() -> str:
    asked = request.args
    year, today = year_now(scope.session), clock.today()
    start = today if year.from_date <= today <= year.until_date else year.from_date
    values = {"weeks": "all", "from_date": start} | {
        name: asked[name] for name in ("journal_id", "weekday", "number", "room_id") if name in asked
    }
    return _entry_form(values)


@pages.post("/new")
@access("timetable.edit")
def enter() -> Answer:
    def work() -> Response:
        values = loaded(EntryForm(), request.form)
        wanted, although = wanted_of(values, _teacher(values)), request.form.get("although")
        act = perform("timetable.added", lambda session: add_entry(session, wanted, although=although))
        _tell(_("The lesson is in the timetable."), act)
        return redirect(_back(wanted.journal_id), 303)

    return attempt(work, lambda error: _entry_form(request.form, error))


@pages.get("/<int:entry_id>")
@access("timetable.edit")
def entry(entry_id: int) -> str:
    row = _row(entry_id)
    teachers = {one.id: one.label for one in names.teachers(scope.session, clock.today())}
    values = {name: getattr(row, name) for name in ("weekday", "number", "weeks", "room_id")}
    named = teachers.get(row.teacher_id, "") if row.teacher_id is not None else ""
    return _entry_page(entry_id, values | {"teacher": named, "from_date": _from_now(row)})


@pages.post("/<int:entry_id>")
@access("timetable.edit")
def change(entry_id: int) -> Answer:
    def work() -> Response:
        values = loaded(ChangeForm(), request.form)
        row = _row(entry_id)
        wanted = wanted_of(values | {"journal_id": row.journal_id}, _teacher(values))
        although = request.form.get("although")
        act = perform("timetable.changed", lambda session: change_entry(session, entry_id, wanted, although=although))
        _tell(_("The lesson of the week is changed."), act)
        return redirect(_back(row.journal_id), 303)

    return attempt(work, lambda error: _entry_page(entry_id, request.form, error))


@pages.post("/<int:entry_id>/end")
@access("timetable.edit")
def end(entry_id: int) -> Answer:
    def work() -> Response:
        values = loaded(EndForm(), request.form)
        row = _row(entry_id)
        act = perform("timetable.ended", lambda session: end_entry(session, entry_id, values["from_date"]))
        _tell(_("The lesson of the week is ended."), act)
        return redirect(_back(row.journal_id), 303)

    return attempt(work, lambda error: _entry_page(entry_id, {}, error, "end"))


def _teacher(values: Mapping[str, Any]) -> int | None:
    """Who gives the lesson, where somebody else than the journal's main teacher was typed."""
    if not values["teacher"]:
        return None
    return names.meant(names.teachers(scope.session, clock.today()), values["teacher"], "teacher")


def _tell(said: str, act: Any) -> None:
    made: Made = act.result
    tell(" ".join([said, *made_text(made)]), act, "warning" if made.kept else "done")


def _row(entry_id: int) -> TimetableEntry:
    row = scope.session.get(TimetableEntry, entry_id)
    if row is None:
        raise NotFound(_("There is no such lesson in the timetable."))
    return row


def _back(journal_id: int | None = None) -> str:
    """The week from which the person came, else the journal."""
    here = _here()
    if journal_id is not None and not here and scope.asker.may("journal.read"):
        return url_for("register.about", journal_id=journal_id)
    return url_for("timetable.week", **here)


def _here() -> dict[str, Any]:
    asked = request.args
    return {name: asked[name] for name in ("whose", "of", "day") if name in asked}


def _from_now(row: TimetableEntry) -> Any:
    return max(clock.today(), row.from_date)


def _choices(year: SchoolYear) -> dict[str, Any]:
    session, today = scope.session, clock.today()
    return {
        "year": year,
        "rooms": [(one.id, one.name) for one in schools.rooms(session, today)],
        "teachers": names.teachers(session, today),
        "weekdays": [(number, weekday_title(number)) for number in range(1, 7)],
        "numbers": [(number, f"{number}.") for number in NUMBERS],
        "back_url": _back(),
        "here": _here(),
    }


def _entry_form(values: Mapping[str, Any], error: Invalid | None = None) -> str:
    session = scope.session
    year = year_now(session)
    whose = cast(Whose | None, request.args.get("whose"))
    journals = queries.journals_for(session, year.id, whose, request.args.get("of", type=int))
    chosen = str(values.get("journal_id") or "")
    if chosen and chosen not in {str(one.id) for one in journals}:
        journals = queries.journals_for(session, year.id, None, None)
    return render_template(
        "journals/timetable/new.html",
        values=values,
        error=error,
        journals=[(one.id, one.name) for one in journals],
        **_choices(year),
    )


def _entry_page(entry_id: int, values: Mapping[str, Any], error: Invalid | None = None, refused: str = "") -> str:
    session: Session = scope.session
    found = queries.entry(session, entry_id)
    if found is None:
        raise NotFound(_("There is no such lesson in the timetable."))
    return render_template(
        "journals/timetable/entry.html",
        entry=found,
        values=values,
        error=error,
        refused=refused,
        today=max(clock.today(), found.from_date),
        period_text=period_text,
        weekday_title=weekday_title,
        **_choices(year_now(session)),
    )
