"""Opening a personal file: the reading is written down before anything is shown."""

from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.errors import NotAllowed, NotFound
from core.foundation.permissions import allows
from core.foundation.permissions.grants import RoleBook
from core.foundation.runtime import klade
from core.foundation.scope import Scope
from core.people.models import Enrolment, Person, ReadEvent, Role
from core.people.queries.columns import classes_for
from core.people.queries.file import PupilFile, read_file
from core.values.access import AccessClass
from core.values.asker import EVERYTHING, Asker

PERMISSION = "personal_file.read"
FILE, PERSONAL_CODE = "file", "personal_code"


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that the asker may now see; whether its personal code is shown unmasked."""

    content: PupilFile
    shows_code: bool


def open_file(scope: Scope, pupil_id: int, what: str = FILE) -> OpenedFile:
    """Write down who reads what of whose file, in a transaction of its own; then read it.

    Where that cannot be written, nothing is shown. Raises NotFound for a person who was never a pupil, NotAllowed
    where the personal code is not for the asker, and whatever writing raises.
    """
    asker, session = scope.asker, scope.session
    if not session.scalar(select(exists().where(Enrolment.pupil_id == pupil_id))):
        raise NotFound(_l("There is no such page."))
    if what == PERSONAL_CODE and AccessClass.CONTACT not in classes_for(session, asker, pupil_id):
        raise NotAllowed(_l("The personal code is not shown in your role."))
    role = reading_role(session, klade().role_books.of(session), asker, pupil_id)
    event = {"pupil_id": pupil_id, "reader_id": asker.person_id, "role_key": role, "what": what}
    scope.write("personal_file.opened", lambda writing: writing.add(ReadEvent(at=clock.now(), **event)))
    return OpenedFile(read_file(scope.session, asker, pupil_id), shows_code=what == PERSONAL_CODE)


def reading_role(session: Session, book: RoleBook, asker: Asker, pupil_id: int) -> str:
    """The role in which the asker may open this file; the one nearest to the pupil. Raises NotFound where none may."""
    positions = session.execute(select(Role.key).order_by(Role.position)).scalars()
    worn = [key for key in positions if key in asker.roles and book.hats.get(key) == asker.hat]
    scopes = {key: book.grants.get(key, {}).get(PERMISSION, frozenset()) for key in worn}
    for key in sorted(worn, key=lambda key: EVERYTHING in scopes[key]):
        in_role = replace(asker, grants={PERMISSION: scopes[key]})
        if scopes[key] and allows(session, in_role, PERMISSION, Person, pupil_id):
            return key
    raise NotFound(_l("There is no such page."))
