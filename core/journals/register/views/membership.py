"""Forms on the page of a journal's facts: teachers, classes, single pupils."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.foundation import clock
from core.foundation.acts import perform, tell
from core.foundation.forms import attempt, loaded
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.journals.lessons.making import Made
from core.journals.lessons.told import made_text
from core.journals.register import membership, names
from core.journals.register.schemas import ClassForm, HandOverForm, LastDayForm, PupilForm, TeacherForm
from core.journals.register.views import pages
from core.journals.register.views.about import show_about

Answer = Response | tuple[str, int]


@pages.post("/<int:journal_id>/teachers")
@access("journals.create")
def add_teacher(journal_id: int) -> Answer:
    def work(values: dict[str, Any]) -> Callable[[Session], Made]:
        person = names.meant(names.teachers(scope.session, clock.today()), values["teacher"], "teacher")
        role, first, last = values["role"], values["from_date"], values["until_date"]
        return lambda session: membership.add_teacher(session, journal_id, person, role, first, last)

    return _done(journal_id, "teacher", TeacherForm(), "journal.teacher-added", work, _("The teacher is added."))


@pages.post("/<int:journal_id>/hand-over")
@access("journals.create")
def hand_over(journal_id: int) -> Answer:
    def work(values: dict[str, Any]) -> Callable[[Session], Made]:
        person = names.meant(names.teachers(scope.session, clock.today()), values["teacher"], "teacher")
        return lambda session: membership.hand_over(session, journal_id, person, values["from_date"])

    return _done(journal_id, "hand-over", HandOverForm(), "journal.handed-over", work, _("The journal is handed over."))


@pages.post("/<int:journal_id>/classes")
@access("journals.create")
def add_class(journal_id: int) -> Answer:
    def work(values: dict[str, Any]) -> Callable[[Session], Made]:
        return lambda session: membership.add_class(session, journal_id, values["school_class_id"], values["from_date"])

    return _done(journal_id, "class", ClassForm(), "journal.class-added", work, _("The class is added."))


@pages.post("/<int:journal_id>/pupils")
@access("journals.create")
def add_pupil(journal_id: int) -> Answer:
    def work(values: dict[str, Any]) -> Callable[[Session], Made]:
        pupil = names.meant(names.pupils(scope.session, clock.today()), values["pupil"], "pupil")
        first, last, is_out = values["from_date"], values["until_date"], values["is_excluded"]
        return lambda session: membership.add_pupil(session, journal_id, pupil, first, last, is_excluded=is_out)

    return _done(journal_id, "pupil", PupilForm(), "journal.pupil-added", work, _("The pupil is entered."))


_ENDS = {"teachers": membership.end_teacher, "classes": membership.end_class, "pupils": membership.end_pupil}


@pages.post("/<int:journal_id>/<any(teachers, classes, pupils):sort>/<int:row_id>/end")
@access("journals.create")
def end_part(journal_id: int, sort: str, row_id: int) -> Answer:
    def work(values: dict[str, Any]) -> Callable[[Session], Made]:
        return lambda session: _ENDS[sort](session, journal_id, row_id, values["last_day"])

    form = f"end-{sort}-{row_id}"
    return _done(journal_id, form, LastDayForm(), "journal.part-ended", work, _("The end is entered."))


def _done(
    journal_id: int,
    form: str,
    schema: Schema,
    kind: str,
    work: Callable[[dict[str, Any]], Callable[[Session], Made]],
    said: str,
) -> Answer:
    """Read a form of the page, do what it asks, and come back to the page."""

    def act() -> Response:
        # Several forms of one page: the names of their fields begin with the form's.
        typed = {name.removeprefix(f"{form}-"): value for name, value in request.form.items()}
        done = perform(kind, work(loaded(schema, typed)))
        tell(" ".join([said, *made_text(done.result)]), done, "warning" if done.result.kept else "done")
        return redirect(url_for("register.about", journal_id=journal_id), 303)

    return attempt(act, lambda error: show_about(journal_id, form, request.form, error))
