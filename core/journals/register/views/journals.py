"""The list of journals, making one, and the page of its facts."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.classes import queries as classes
from core.foundation import clock
from core.foundation.acts import perform, tell
from core.foundation.errors import Invalid, NotFound
from core.foundation.forms import attempt, loaded
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.journals.register import names
from core.journals.register.listing import Narrowing, choices
from core.journals.register.listing import journals as listed
from core.journals.register.models import Journal
from core.journals.register.schemas import JournalForm, NewJournalForm
from core.journals.register.services import change_journal, create_journal
from core.journals.register.views import pages
from core.journals.register.views.about import show_about
from core.journals.register.words import kinds, schemes
from core.schools import queries as schools
from core.schools.models import SchoolYear


@pages.get("")
@access("journal.read")
def journals() -> str:
    session, asker = scope.session, scope.asker
    year = year_now(session)
    arguments = request.args
    wanted = Narrowing(
        arguments.get("class", type=int),
        arguments.get("subject", type=int),
        arguments.get("teacher", type=int),
        arguments.get("kind"),
    )
    return render_template(
        "journals/register/journals.html",
        year=year,
        lines=listed(session, asker, year.id, asker.day, wanted),
        wanted=wanted,
        choices=choices(session, asker, year.id, asker.day),
        kinds=kinds(session),
        may_create=asker.may("journals.create"),
    )


@pages.get("/new")
@access("journals.create")
def new_journal() -> str:
    year, today = year_now(scope.session), clock.today()
    start = year.from_date if today <= year.until_date else today
    arguments = request.args
    values = {"kind_key": "class", "from_date": start, "subject_id": arguments.get("subject", "")}
    return _new_form(values, arguments.getlist("class"))


@pages.post("/new")
@access("journals.create")
def make_journal() -> Response | tuple[str, int]:
    form = request.form
    chosen = form.getlist("classes")

    def work() -> Response:
        values = loaded(NewJournalForm(), form.to_dict() | {"classes": chosen})
        session = scope.session
        year, offered = year_now(session), names.teachers(session, clock.today())
        teacher = names.meant(offered, values["teacher"], "teacher") if values["teacher"] else None
        allowed, although = frozenset(schemes(session)), form.get("although")
        act = perform(
            "journal.created",
            lambda session: create_journal(session, year.id, values, teacher, allowed, although=although),
        )
        tell(_("The journal “%(title)s” is made. Next: its lessons in the timetable.", title=act.result.title), act)
        return redirect(url_for("register.about", journal_id=act.result.id), 303)

    return attempt(work, lambda error: _new_form(form, chosen, error))


@pages.get("/<int:journal_id>/about")
@access("journal.read", Journal, "journal_id")
def about(journal_id: int) -> str:
    return show_about(journal_id)


@pages.get("/<int:journal_id>/edit")
@access("journals.create")
def edit_journal(journal_id: int) -> str:
    journal = scope.session.get(Journal, journal_id)
    if journal is None:
        raise NotFound(_("There is no such journal."))
    values = {"title": journal.title, "kind_key": journal.kind_key, "usual_scheme": journal.usual_scheme}
    return _edit_form(journal_id, values)


@pages.post("/<int:journal_id>/edit")
@access("journals.create")
def save_journal(journal_id: int) -> Response | tuple[str, int]:
    def work() -> Response:
        values = loaded(JournalForm(), request.form)
        allowed = frozenset(schemes(scope.session))
        act = perform("journal.changed", lambda session: change_journal(session, journal_id, values, allowed))
        tell(_("Saved: %(title)s.", title=act.result.title), act)
        return redirect(url_for("register.about", journal_id=journal_id), 303)

    return attempt(work, lambda error: _edit_form(journal_id, request.form, error))


def year_now(session: Session) -> SchoolYear:
    """The school year of today. Raises NotFound where there is none at all."""
    year = schools.year_on(session, clock.today())
    if year is None:
        raise NotFound(_("There is no school year yet."))
    return year


def _new_form(values: Mapping[str, Any], chosen: list[str], error: Invalid | None = None) -> str:
    session, today = scope.session, clock.today()
    year = year_now(session)
    return render_template(
        "journals/register/new.html",
        values=values,
        chosen=chosen,
        error=error,
        year=year,
        subjects=[(one.id, one.title) for one in schools.subjects(session, today)],
        classes=classes.classes(session, scope.asker, year.id, today),
        teachers=names.teachers(session, today),
        kinds=kinds(session).items(),
        schemes=schemes(session).items(),
    )


def _edit_form(journal_id: int, values: Mapping[str, Any], error: Invalid | None = None) -> str:
    return render_template(
        "journals/register/edit.html",
        journal_id=journal_id,
        values=values,
        error=error,
        kinds=kinds(scope.session).items(),
        schemes=schemes(scope.session).items(),
    )
