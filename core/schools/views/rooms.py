"""Rooms of the school."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.foundation import clock
from core.foundation.acts import perform, tell
from core.foundation.errors import Invalid, NotFound
from core.foundation.forms import attempt, loaded
from core.foundation.permissions import access
from core.foundation.scope import scope
from core.schools import queries
from core.schools.models import Room
from core.schools.rooms import archive_room, save_room
from core.schools.schemas import RoomForm
from core.schools.views import pages


@pages.get("/rooms")
@access("school.view")
def rooms() -> str:
    today = clock.today()
    every = queries.rooms(scope.session)
    return render_template(
        "schools/rooms.html",
        rooms=[one for one in every if one.until_date is None or one.until_date > today],
        archived=[one for one in every if one.until_date is not None and one.until_date <= today],
        may_edit=scope.asker.may("school.edit"),
    )


@pages.get("/rooms/new")
@access("school.edit")
def new_room() -> str:
    return _form({})


@pages.post("/rooms/new")
@access("school.edit")
def add_room() -> Response | tuple[str, int]:
    return _saved(None)


@pages.get("/rooms/<int:room_id>")
@access("school.edit")
def edit_room(room_id: int) -> str:
    room = scope.session.get(Room, room_id)
    if room is None:
        raise NotFound(_("There is no such room."))
    return _form({"name": room.name, "building": room.building, "seats": room.seats}, room_id)


@pages.post("/rooms/<int:room_id>")
@access("school.edit")
def change_room(room_id: int) -> Response | tuple[str, int]:
    return _saved(room_id)


@pages.post("/rooms/<int:room_id>/archive")
@access("school.edit")
def retire_room(room_id: int) -> Response:
    day = None if request.form.get("back") else clock.today()
    act = perform("room.archived", lambda session: archive_room(session, room_id, day))
    words = _("Room %(name)s is archived.") if day else _("Room %(name)s is in use again.")
    tell(words % {"name": act.result.name}, act)
    return redirect(url_for("schools.rooms"), 303)


def _saved(room_id: int | None) -> Response | tuple[str, int]:
    def work() -> Response:
        values = loaded(RoomForm(), request.form)
        act = perform("room.saved", lambda session: save_room(session, values, room_id))
        tell(_("Saved: %(title)s.", title=act.result.name), act)
        return redirect(url_for("schools.rooms"), 303)

    return attempt(work, lambda error: _form(request.form, room_id, error))


def _form(values: Mapping[str, Any], room_id: int | None = None, error: Invalid | None = None) -> str:
    return render_template("schools/room.html", values=values, error=error, room_id=room_id)
