"""Finding addressees by typing."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.values.asker import Asker
from klade_messaging.addressing.people import everybody, fitting, plain
from klade_messaging.addressing.sets import sets


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody, or a set, that fits."""

    key: str
    title: str
    about: str = ""


def find(session: Session, asker: Asker, typed: str, most: int) -> list[Found]:
    """Sets first, then people, whose words begin as the typed ones. Six statements."""
    wanted = plain(typed).split()
    if not wanted:
        return []
    found = [
        Found(one.key, one.title)
        for one in sets(session, asker)
        if all(any(word.startswith(part) for word in plain(one.title).split()) for part in wanted)
    ]
    people = fitting(everybody(session, asker), typed, most)
    return [*found, *(Found(one.key, one.name, one.about) for one in people)][:most]
