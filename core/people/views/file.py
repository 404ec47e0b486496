"""The personal file of a pupil (R3.1, R3.2)."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.classes.queries import memberships_of
from core.foundation.acts import perform, tell
from core.foundation.errors import Conflict, Invalid, Problem
from core.foundation.forms import loaded
from core.foundation.permissions import access, allows
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.people.completeness import can_tell, lacks
from core.people.files import FILE, PERSONAL_CODE, OpenedFile, open_file
from core.people.models import Person
from core.people.personal_files import complete_file, mark_checked, state_of_rows
from core.people.queries.history import history_of_file
from core.people.queries.readers import readings
from core.people.schemas import FileForm
from core.people.settings import NAMES, SECTION
from core.people.views.pages import blueprint


@blueprint.get("/people/<int:person_id>/file")
@access("personal_file.read", Person, "person_id")
def file(person_id: int) -> str:
    return _page(open_file(scope, person_id, FILE), person_id)


@blueprint.post("/people/<int:person_id>/file/code")
@access("personal_file.code", Person, "person_id")
def show_code(person_id: int) -> str:
    """The file with its personal code in full: a reading of its own kind, so never by a link."""
    return _page(open_file(scope, person_id, PERSONAL_CODE), person_id)


@blueprint.get("/people/<int:person_id>/file/history")
@access("personal_file.history", Person, "person_id")
def file_history(person_id: int) -> str:
    """Every change of the file, in words. What it holds is the file's, so looking at it is opening it."""
    opened = open_file(scope, person_id, FILE)
    return render_template(
        "people/file_history.html",
        file=opened.content,
        person_id=person_id,
        changes=history_of_file(scope.session, opened.content),
    )


@blueprint.get("/people/<int:person_id>/file/edit")
@access("personal_file.edit", Person, "person_id")
def edit_file(person_id: int) -> str:
    return _form(person_id, [])


@blueprint.post("/people/<int:person_id>/file/edit")
@access("personal_file.edit", Person, "person_id")
def save_file(person_id: int) -> str | Response:
    """Save what was typed; nothing of a file that changed meanwhile is overwritten."""
    try:
        form = loaded(FileForm(), request.form)
        state = form.pop("state")
        done = perform("personal_file.changed", lambda session: complete_file(session, person_id, form, state))
    except Invalid as error:
        return _form(person_id, error.problems)
    except Conflict as error:
        # What was typed stays on the page, and stays unsaved until the person has seen the file as it is now.
        return _form(person_id, [Problem("", error.message)])
    tell(_("The personal file was saved."), done)
    return redirect(url_for("people.file", person_id=person_id), 303)


@blueprint.post("/people/<int:person_id>/file/checked")
@access("personal_file.edit", Person, "person_id")
def check_file(person_id: int) -> Response:
    """Note that the file was checked today (R3.2)."""
    checker = scope.asker.person_id
    done = perform("personal_file.checked", lambda session: mark_checked(session, person_id, checker).id)
    tell(_("Noted: the file was checked today."), done)
    return redirect(url_for("people.file", person_id=person_id), 303)


def _page(opened: OpenedFile, person_id: int) -> str:
    session, asker, content = scope.session, scope.asker, opened.content
    families_see_names = klade().settings.values(session, SECTION)[NAMES]
    return render_template(
        "people/file.html",
        file=content,
        shows_code=opened.shows_code,
        person_id=person_id,
        memberships=memberships_of(session, person_id),
        lacks=lacks(content, asker.day) if can_tell(content) else None,
        readings=readings(session, asker, person_id, families_see_names=families_see_names),
        may_see_code=allows(session, asker, "personal_file.code", Person, person_id),
        may_edit=allows(session, asker, "personal_file.edit", Person, person_id),
        may_see_history=allows(session, asker, "personal_file.history", Person, person_id),
        day=asker.day,
    )


def _form(person_id: int, problems: list[Problem]) -> str:
    content = open_file(scope, person_id, FILE).content
    return render_template(
        "people/file_edit.html",
        file=content,
        state=state_of_rows(content.file, content.document, content.education),
        person_id=person_id,
        problems=problems,
        typed=request.form,
    )
