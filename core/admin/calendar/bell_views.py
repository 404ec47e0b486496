"""Lesson times: all schedules side by side, and the form of one."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from core.admin.calendar import pages
from core.admin.calendar.following import change_calendar
from core.foundation import clock
from core.foundation.errors import Invalid, NotFound
from core.foundation.forms import Hour, attempt, loaded
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.foundation.text import time_text, weekday_sign, weekday_title
from core.schools import queries
from core.schools.bells import read_times, remove_schedule, save_schedule, shortened
from core.schools.calendar import GRADES, NUMBERS, Hours, holds_by_itself
from core.schools.models import BellSchedule
from core.schools.schemas import ScheduleForm
from core.schools.words import grades_text
from core.schools.years import DaysTouched

_TimesForm = Schema.from_dict({f"{edge}_{number}": Hour() for number in NUMBERS for edge in ("starts", "ends")})


@pages.get("/bells")
@access("school.view")
def bells() -> str:
    times = queries.times_of(scope.session)
    numbers = sorted({number for hours in times.values() for number in hours})
    return render_template(
        "admin/bells.html",
        schedules=queries.schedules(scope.session),
        times=times,
        numbers=numbers,
        grades_text=grades_text,
        by_itself=holds_by_itself,
        weekday_sign=weekday_sign,
        may_edit=scope.asker.may("school.edit"),
    )


@pages.get("/bells/new")
@access("school.edit")
def new_schedule() -> str:
    """A new schedule begins with the usual times, or with them shortened."""
    usual = next(iter(queries.schedules(scope.session)), None)
    hours = queries.times_of(scope.session).get(usual.id, {}) if usual else {}
    minutes = request.args.get("minutes", type=int)
    values: dict[str, Any] = {"grade_from": GRADES[0], "grade_until": GRADES[-1]}
    if minutes and 10 <= minutes <= 60:
        hours = shortened(hours, minutes)
        values["title"] = _("Shortened lessons")
    return _form(values | _typed(hours), ())


@pages.post("/bells/new")
@access("school.edit")
def add_schedule() -> Response | tuple[str, int]:
    return _saved(None)


@pages.get("/bells/<int:schedule_id>")
@access("school.edit")
def edit_schedule(schedule_id: int) -> str:
    schedule = scope.session.get(BellSchedule, schedule_id)
    if schedule is None:
        raise NotFound(_("There are no such lesson times."))
    values = {
        "title": schedule.title,
        "is_usual": schedule.is_usual,
        "grade_from": schedule.grade_from,
        "grade_until": schedule.grade_until,
    }
    hours = queries.times_of(scope.session).get(schedule_id, {})
    return _form(values | _typed(hours), tuple(schedule.weekdays or ()), schedule_id)


@pages.post("/bells/<int:schedule_id>")
@access("school.edit")
def change_schedule(schedule_id: int) -> Response | tuple[str, int]:
    return _saved(schedule_id)


@pages.post("/bells/<int:schedule_id>/remove")
@access("school.edit")
def drop_schedule(schedule_id: int) -> Response:
    def work(session: Session) -> DaysTouched:
        remove_schedule(session, schedule_id)
        return _from_today(session)

    change_calendar("bells.removed", work, _("The lesson times are removed."))
    return redirect(url_for("calendar.bells"), 303)


def _saved(schedule_id: int | None) -> Response | tuple[str, int]:
    form: MultiDict[str, str] = request.form

    def work() -> Response:
        values = loaded(ScheduleForm(), form.to_dict() | {"weekdays": form.getlist("weekdays")})
        times = read_times(loaded(_TimesForm(), form))

        def save(session: Session) -> DaysTouched:
            save_schedule(session, values, times, schedule_id)
            return _from_today(session)

        change_calendar("bells.saved", save, _("Saved: %(title)s.", title=values["title"]))
        return redirect(url_for("calendar.bells"), 303)

    return attempt(work, lambda error: _form(form, tuple(form.getlist("weekdays")), schedule_id, error))


def _from_today(session: Session) -> DaysTouched:
    """Past lessons keep the times at which they were held."""
    today = clock.today()
    year = queries.year_on(session, today)
    return DaysTouched(today, max(today, year.until_date if year else today))


def _typed(hours: Mapping[int, Hours]) -> dict[str, str]:
    fields = {}
    for number, (starts, ends) in hours.items():
        fields[f"starts_{number}"], fields[f"ends_{number}"] = time_text(starts), time_text(ends)
    return fields


def _form(
    values: Mapping[str, Any], weekdays: tuple[str, ...], schedule_id: int | None = None, error: Invalid | None = None
) -> str:
    return render_template(
        "admin/bell_schedule.html",
        values=values,
        chosen=weekdays,
        weekdays=[(number, weekday_title(number)) for number in range(1, 7)],
        numbers=NUMBERS,
        schedule_id=schedule_id,
        error=error,
    )
