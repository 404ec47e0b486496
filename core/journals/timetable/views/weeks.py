"""The week of a class, of a teacher or of a room."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core.classes.models import SchoolClass
from core.foundation import clock
from core.foundation.errors import NotFound
from core.foundation.permissions import access, visible
from core.foundation.scope import scope
from core.foundation.text import period_text, weekday_title
from core.journals.register.models import Journal
from core.journals.timetable import queries
from core.journals.timetable.queries import Choice, Whose
from core.journals.timetable.views import pages
from core.journals.timetable.week import lay_out, monday_of
from core.schools import queries as schools
from core.schools.calendar import read_calendar
from core.schools.models import SchoolYear


@dataclass(frozen=True, slots=True)
class Shown:
    """Whose week is shown, and among whom to choose."""

    whose: Whose
    of: Choice | None
    choices: list[Choice]


@pages.get("")
@access("timetable.read")
def week() -> str:
    session, today = scope.session, clock.today()
    year = year_now(session)
    shown = _shown(session, year)
    monday = monday_of(_day(year, today))
    sunday = monday + timedelta(days=6)
    entries = queries.week(session, shown.whose, shown.of.id, monday, sunday) if shown.of else []
    grade = _grade(session, shown)
    laid_out = lay_out(read_calendar(session, year), entries, monday, grade, today)
    return render_template(
        "journals/timetable/week.html",
        year=year,
        shown=shown,
        options=[(one.id, one.name) for one in shown.choices],
        week=laid_out,
        period=period_text(monday, monday + timedelta(days=4)),
        earlier=_link(shown, monday - timedelta(days=7)) if monday > year.from_date else None,
        later=_link(shown, monday + timedelta(days=7)) if sunday < year.until_date else None,
        now=_link(shown, None),
        is_now=monday == monday_of(today),
        tabs=[
            {"label": label, "url": url_for("timetable.week", whose=whose), "active": whose == shown.whose}
            for whose, label in (("class", _("Classes")), ("teacher", _("Teachers")), ("room", _("Rooms")))
        ],
        readable=set(session.scalars(visible(scope.asker, "journal.read", Journal))),
        weekday_title=weekday_title,
        may_edit=scope.asker.may("timetable.edit"),
    )


def year_now(session: Session) -> SchoolYear:
    """The school year of today. Raises NotFound where there is none at all."""
    year = schools.year_on(session, clock.today())
    if year is None:
        raise NotFound(_("There is no school year yet."))
    return year


def _shown(session: Session, year: SchoolYear) -> Shown:
    """What the address asks for; else the asker's own week as a teacher, else the first class."""
    teachers = queries.teachers_of_year(session, year.id)
    own = next((one for one in teachers if one.id == scope.asker.person_id), None)
    whose = request.args.get("whose")
    if whose not in ("class", "teacher", "room"):
        whose = "teacher" if own and "of" not in request.args else "class"
    if whose == "teacher":
        choices = teachers
    elif whose == "class":
        choices = queries.classes_of_year(session, year.id)
    else:
        choices = [Choice(one.id, one.name) for one in schools.rooms(session, clock.today())]
    wanted = request.args.get("of", own.id if own and whose == "teacher" else None, type=int)
    of = next((one for one in choices if one.id == wanted), choices[0] if choices else None)
    return Shown(cast(Whose, whose), of, choices)


def _day(year: SchoolYear, today: date) -> date:
    """The day whose week is shown, kept within the year."""
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        day = today
    return min(max(day, year.from_date), year.until_date)


def _grade(session: Session, shown: Shown) -> int | None:
    if shown.whose != "class" or shown.of is None:
        return None
    return session.get_one(SchoolClass, shown.of.id).grade


def _link(shown: Shown, monday: date | None) -> str:
    of = shown.of.id if shown.of else None
    return url_for("timetable.week", whose=shown.whose, of=of, day=monday.isoformat() if monday else None)
