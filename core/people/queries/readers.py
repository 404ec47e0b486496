"""Who opened a personal file, when and in which role."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.foundation.permissions import allows
from core.people.models import Person, ReadEvent, Role
from core.people.words import role_title
from core.values.asker import Asker

MOST = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """One opening of a file; `name` is empty where it is not for the asker."""

    at: datetime
    role: str
    what: str
    name: str
    is_own: bool


def readings(session: Session, asker: Asker, pupil_id: int, *, families_see_names: bool) -> list[Reading] | None:
    """The latest openings of a pupil's file, newest first; nothing where they are not for the asker.

    The family sees when and in which role; names only if the school says so. One guardian does not learn when the
    other one looked.
    """
    is_family = asker.hat in ("guardian", "pupil")
    if not is_family and not allows(session, asker, "personal_file.readers", Person, pupil_id):
        return None
    statement = (
        select(ReadEvent, Person.given_name + " " + Person.family_name)
        .outerjoin(Role, Role.key == ReadEvent.role_key)
        .join(Person, Person.id == ReadEvent.reader_id)
        .where(ReadEvent.pupil_id == pupil_id)
        .order_by(ReadEvent.id.desc())
        .limit(MOST)
    )
    if is_family:
        statement = statement.where(or_(Role.hat == "staff", ReadEvent.reader_id == asker.person_id))
    titles = {role.key: role_title(role) for role in session.scalars(select(Role))}
    return [
        Reading(
            at=event.at,
            role=titles.get(event.role_key, event.role_key),
            what=event.what,
            name=name if not is_family or families_see_names else "",
            is_own=event.reader_id == asker.person_id,
        )
        for event, name in session.execute(statement)
    ]
