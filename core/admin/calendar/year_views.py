"""The school year: its picture, and the forms of its terms, breaks and decided days."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.admin.calendar import pages
from core.admin.calendar.following import change_calendar
from core.admin.calendar.forms import FORMS, EntryForm
from core.admin.calendar.picture import grade_groups, months, taught_days
from core.foundation import clock
from core.foundation.errors import Invalid, NotFound
from core.foundation.forms import attempt, loaded
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.foundation.text import period_text, weekday_sign
from core.schools import queries
from core.schools.calendar import read_calendar
from core.schools.models import SchoolYear
from core.schools.schemas import YearForm
from core.schools.words import as_weekday, grades_text, titled
from core.schools.years import save_year


@pages.get("/year")
@access("school.view")
def year() -> str:
    today = clock.today()
    found = _year(scope.session)
    calendar = read_calendar(scope.session, found)
    groups = grade_groups(calendar)
    grade = request.args.get("grade", groups[0].first, type=int)
    group = next((one for one in groups if one.first <= grade <= one.last), groups[0])
    return render_template(
        "admin/year.html",
        year=found,
        calendar=calendar,
        months=months(calendar, group.first, today),
        counts=taught_days(calendar, group.first),
        group=group,
        groups=[
            {
                "label": grades_text(one.first, one.last),
                "url": url_for("calendar.year", grade=one.first),
                "active": one is group,
            }
            for one in groups
        ],
        signs=[weekday_sign(number) for number in range(1, 8)],
        bells={one.id: one.title for one in calendar.schedules},
        grades_text=grades_text,
        period_text=period_text,
        titled=titled,
        as_weekday=as_weekday,
        may_edit=scope.asker.may("school.edit"),
    )


@pages.get("/year/days")
@access("school.edit")
def edit_year() -> str:
    found = _year(scope.session)
    return _days_form({"from_date": found.from_date, "until_date": found.until_date})


@pages.post("/year/days")
@access("school.edit")
def change_year() -> Response | tuple[str, int]:
    def work() -> Response:
        values = loaded(YearForm(), request.form)
        year_id = _year(scope.session).id
        said = _("The school year is saved.")
        change_calendar("year.saved", lambda session: save_year(session, year_id, values), said)
        return redirect(url_for("calendar.year"), 303)

    return attempt(work, lambda error: _days_form(request.form, error))


@pages.get("/year/<any(terms, breaks, days):sort>/new")
@access("school.edit")
def new_entry(sort: str) -> str:
    form = FORMS[sort]
    return _form(form, form.fresh(request.args.get("day")))


@pages.post("/year/<any(terms, breaks, days):sort>/new")
@access("school.edit")
def add_entry(sort: str) -> Response | tuple[str, int]:
    return _saved(FORMS[sort], None)


@pages.get("/year/<any(terms, breaks, days):sort>/<int:entry_id>")
@access("school.edit")
def edit_entry(sort: str, entry_id: int) -> str:
    form = FORMS[sort]
    row = scope.session.get(form.model, entry_id)
    if row is None:
        raise NotFound(_("This was removed meanwhile."))
    return _form(form, {name: getattr(row, name) for name in form.columns}, entry_id)


@pages.post("/year/<any(terms, breaks, days):sort>/<int:entry_id>")
@access("school.edit")
def change_entry(sort: str, entry_id: int) -> Response | tuple[str, int]:
    return _saved(FORMS[sort], entry_id)


@pages.post("/year/<any(terms, breaks, days):sort>/<int:entry_id>/remove")
@access("school.edit")
def remove_entry(sort: str, entry_id: int) -> Response:
    form = FORMS[sort]
    change_calendar(f"{form.kind}.removed", lambda session: form.remove(session, entry_id), str(form.removed))
    return redirect(url_for("calendar.year"), 303)


def _saved(form: EntryForm, entry_id: int | None) -> Response | tuple[str, int]:
    def work() -> Response:
        values = loaded(form.schema(), request.form)
        year_id = _year(scope.session).id
        change_calendar(
            f"{form.kind}.saved", lambda session: form.save(session, year_id, values, entry_id), str(form.saved)
        )
        return redirect(url_for("calendar.year", grade=values["grade_from"]), 303)

    return attempt(work, lambda error: _form(form, request.form, entry_id, error))


def _form(form: EntryForm, values: Mapping[str, Any], entry_id: int | None = None, error: Invalid | None = None) -> str:
    year = _year(scope.session)
    return render_template(
        f"admin/year_{form.kind}.html",
        form=form,
        values=values,
        entry_id=entry_id,
        error=error,
        year=year,
        schedules=[(one.id, one.title) for one in queries.schedules(scope.session)],
        weekdays=[(number, as_weekday(number)) for number in range(1, 6)],
    )


def _days_form(values: Mapping[str, Any], error: Invalid | None = None) -> str:
    return render_template("admin/year_bounds.html", values=values, error=error, year=_year(scope.session))


def _year(session: Session) -> SchoolYear:
    found = queries.year_on(session, clock.today())
    if found is None:
        raise NotFound(_("There is no school year yet."))
    return found
