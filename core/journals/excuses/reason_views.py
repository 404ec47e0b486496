"""The settings page of the reasons of absences."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.foundation.acts import perform, tell
from core.foundation.errors import Invalid
from core.foundation.forms import attempt, loaded
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.foundation.text import language
from core.journals.excuses.reasons import ReasonForm, every_reason, reason_of, save_reason
from core.journals.excuses.views import pages

__all__ = ["pages"]


@pages.get("/absence-reasons")
@access("school.view")
def all_reasons() -> str:
    return render_template(
        "journals/excuses/reasons.html",
        reasons=every_reason(scope.session),
        language=language(),
        may_edit=scope.asker.may("school.edit"),
    )


@pages.get("/absence-reasons/new")
@access("school.edit")
def new_reason() -> str:
    return _form({"is_for_families": True, "is_offered": True})


@pages.post("/absence-reasons/new")
@access("school.edit")
def add_reason() -> Response | tuple[str, int]:
    return _saved(None)


@pages.get("/absence-reasons/<reason_key>")
@access("school.edit")
def edit_reason(reason_key: str) -> str:
    reason = reason_of(scope.session, reason_key)
    return _form({name: getattr(reason, name) for name in ReasonForm().fields}, reason_key, row_id=reason.id)


@pages.post("/absence-reasons/<reason_key>")
@access("school.edit")
def change_reason(reason_key: str) -> Response | tuple[str, int]:
    return _saved(reason_key)


def _saved(key: str | None) -> Response | tuple[str, int]:
    def work() -> Response:
        values = loaded(ReasonForm(), request.form)
        act = perform("reason.saved", lambda session: save_reason(session, values, key))
        tell(_("Saved: %(title)s.", title=act.result.title_lv), act)
        return redirect(url_for("excuses.all_reasons"), 303)

    return attempt(work, lambda error: _form(request.form, key, error))


def _form(
    values: Mapping[str, Any], key: str | None = None, error: Invalid | None = None, row_id: int | None = None
) -> str:
    return render_template("journals/excuses/reason.html", values=values, error=error, reason_key=key, row_id=row_id)
