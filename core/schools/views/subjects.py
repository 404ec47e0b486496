"""Subjects and courses of the school."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.foundation import clock
from core.foundation.acts import perform, tell
from core.foundation.database import state_of
from core.foundation.errors import Invalid, NotFound
from core.foundation.forms import attempt, loaded
from core.foundation.permissions import access
from core.foundation.plugins import CORE
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.schools import queries
from core.schools.models import Subject
from core.schools.schemas import SubjectForm
from core.schools.subjects import archive_subject, save_subject
from core.schools.views import pages
from core.schools.words import SUBJECT_KINDS


@pages.get("/subjects")
@access("school.view")
def subjects() -> str:
    today = clock.today()
    every = queries.subjects(scope.session)
    return render_template(
        "schools/subjects.html",
        subjects=[one for one in every if not _is_over(one)],
        archived=[one for one in every if _is_over(one)],
        kinds=SUBJECT_KINDS,
        schemes=_schemes(),
        today=today,
        may_edit=scope.asker.may("school.edit"),
    )


@pages.get("/subjects/new")
@access("school.edit")
def new_subject() -> str:
    return _form({"kind": "subject"})


@pages.post("/subjects/new")
@access("school.edit")
def add_subject() -> Response | tuple[str, int]:
    return _saved(None)


@pages.get("/subjects/<int:subject_id>")
@access("school.edit")
def edit_subject(subject_id: int) -> str:
    subject = scope.session.get(Subject, subject_id)
    if subject is None:
        raise NotFound(_("There is no such subject."))
    return _form({column.name: getattr(subject, column.name) for column in Subject.__table__.columns}, subject_id)


@pages.post("/subjects/<int:subject_id>")
@access("school.edit")
def change_subject(subject_id: int) -> Response | tuple[str, int]:
    return _saved(subject_id)


@pages.post("/subjects/<int:subject_id>/archive")
@access("school.edit")
def archive(subject_id: int) -> Response:
    day = None if request.form.get("back") else clock.today()
    act = perform("subject.archived", lambda session: archive_subject(session, subject_id, day))
    words = _("“%(title)s” is archived.") if day else _("“%(title)s” is taught again.")
    tell(words % {"title": act.result.title}, act)
    return redirect(url_for("schools.subjects"), 303)


def _saved(subject_id: int | None) -> Response | tuple[str, int]:
    def work() -> Response:
        values = loaded(SubjectForm(), request.form)
        schemes, although = frozenset(_schemes()), request.form.get("although")
        act = perform(
            "subject.saved",
            lambda session: save_subject(session, values, schemes, subject_id, although=although),
        )
        tell(_("Saved: %(title)s.", title=act.result.title), act)
        return redirect(url_for("schools.subjects"), 303)

    return attempt(work, lambda error: _form(request.form, subject_id, error))


def _form(values: Mapping[str, Any], subject_id: int | None = None, error: Invalid | None = None) -> str:
    return render_template(
        "schools/subject.html",
        values=values,
        error=error,
        subject_id=subject_id,
        kinds=SUBJECT_KINDS.items(),
        schemes=_schemes().items(),
    )


def _schemes() -> dict[str, str]:
    """Key and title of the scales that this school may choose."""
    enabled = state_of(scope.session).plugins
    return {
        key: str(scheme.title) for key, (owner, scheme) in klade().schemes.items() if owner == CORE or owner in enabled
    }


def _is_over(subject: Subject) -> bool:
    return subject.until_date is not None and subject.until_date <= clock.today()
