"""The page of lockers."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from marshmallow import Schema, fields, validate
from werkzeug.wrappers import Response

from core.foundation.acts import perform, tell
from core.foundation.errors import Invalid
from core.foundation.forms import attempt, loaded
from core.foundation.permissions import access
from core.foundation.runtime import klade
from core.foundation.scope import scope
from core.people.queries.pupils import is_pupil, pupils
from klade_lockers import queries, services

pages = Blueprint("lockers", __name__, url_prefix="/lockers", template_folder="templates")


class HandOutForm(Schema):
    """What is typed to hand a locker out."""

    number = fields.Integer(required=True, validate=validate.Range(min=1))
    pupil = fields.Integer(required=True)


@pages.get("/")
@access("lockers.list")
def show() -> str:
    return _page({})


@pages.post("/")
@access("lockers.hand_out")
def hand_out() -> Response | tuple[str, int]:
    def work() -> Response:
        typed = loaded(HandOutForm(), request.form)
        total = klade().settings.values(scope.session, "lockers")["total"]
        act = perform(
            "lockers.handed_out",
            lambda session: services.hand_out(session, typed["number"], typed["pupil"], total),
        )
        tell(_("Handed out: locker %(number)s.", number=act.result.number), act)
        return redirect(url_for("lockers.show"), 303)

    return attempt(work, lambda error: _page(request.form, error))


@pages.post("/<int:locker_id>/back")
@access("lockers.hand_out")
def take_back(locker_id: int) -> Response:
    act = perform("lockers.taken_back", lambda session: services.take_back(session, locker_id))
    tell(_("Locker %(number)s is free.", number=act.result.number), act)
    return redirect(url_for("lockers.show"), 303)


def _page(typed: Any, error: Invalid | None = None) -> str:
    asker = scope.asker
    everybody = pupils(scope.session, asker, is_pupil(asker.day))
    return render_template(
        "lockers/lockers.html",
        lockers=queries.handed_out(scope.session, asker),
        pupils=[(pupil.id, pupil.listed_name) for pupil in everybody],
        may_hand_out=asker.may("lockers.hand_out"),
        typed=typed,
        problems=error.problems if error else (),
    )
