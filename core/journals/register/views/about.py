"""What the page of a journal's facts shows, also with a form on it that was refused."""

from collections.abc import Mapping
from typing import Any

from flask import render_template

from core.classes import queries as classes
from core.foundation import clock
from core.foundation.errors import Invalid, Problem
from core.foundation.scope import scope
from core.foundation.text import period_text, weekday_title
from core.journals.grid.members import members_of
from core.journals.register import names
from core.journals.register.about import about_journal
from core.journals.register.words import TEACHER_ROLES, kinds, schemes
from core.journals.timetable.queries import entries_of


def show_about(
    journal_id: int, refused: str = "", values: Mapping[str, Any] | None = None, error: Invalid | None = None
) -> str:
    """The page; `refused` names the form whose `values` were refused with `error`."""
    session, asker, today = scope.session, scope.asker, clock.today()
    may_edit = asker.may("journals.create")
    about = about_journal(session, journal_id, today)
    start = min(max(today, about.year.from_date), about.year.until_date)
    return render_template(
        "journals/register/about.html",
        about=about,
        journal=about.journal,
        today=today,
        start=start,
        members=sum(member.is_in(today) for member in members_of(session, journal_id).values()),
        entries=entries_of(session, journal_id),
        kinds=kinds(session),
        schemes=schemes(session),
        roles=TEACHER_ROLES,
        period_text=period_text,
        weekday_title=weekday_title,
        may_edit=may_edit,
        may_plan=asker.may("timetable.edit"),
        teachers=names.teachers(session, today) if may_edit else [],
        pupils=names.pupils(session, today) if may_edit else [],
        classes=[(one.id, one.name) for one in classes.classes(session, asker, about.year.id, today)],
        refused=refused,
        values=values or {},
        problems=[Problem(f"{refused}-{one.place}", one.message) for one in error.problems] if error else [],
    )
