"""Rooms: adding, changing, archiving."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.errors import Invalid, NotFound, Problem
from core.foundation.forms import NOT_SAVED
from core.schools.models import Room


def save_room(session: Session, values: Mapping[str, Any], room_id: int | None = None) -> Room:
    """Add a room or change one; a name stands once."""
    room = Room() if room_id is None else _room(session, room_id)
    taken = select(Room.id).where(Room.name == values["name"], Room.id != (room_id or 0))
    if session.scalar(taken) is not None:
        raise Invalid(NOT_SAVED, [Problem("name", _l("There is a room with this name already."))])
    for name, value in values.items():
        setattr(room, name, value)
    session.add(room)
    return room


def archive_room(session: Session, room_id: int, day: date | None) -> Room:
    """The room is used until that day; nothing: again without an end."""
    room = _room(session, room_id)
    room.until_date = day
    return room


def _room(session: Session, room_id: int) -> Room:
    room = session.get(Room, room_id)
    if room is None:
        raise NotFound(_l("There is no such room."))
    return room
