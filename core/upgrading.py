"""Bringing a school to the newest schema. Stands on every part."""

import orjson
from sqlalchemy.orm import Session

from core.foundation.database import Author, Database, SchoolRef, SchoolState
from core.foundation.database.migrations import Migrations
from core.foundation.database.owners import core_owner, plugin_owners
from core.foundation.database.state import OPEN, UPGRADING


def upgrade_school(database: Database, school: SchoolRef, author: Author) -> None:
    """Upgrade one school, and of the plugins those that ever kept tables there; meanwhile it alone answers so.

    One that was cut off stays in that state, and is taken up again by the next call.
    """
    before, known = database.write_state(school, author, _begin, kind="school.upgrading")
    owners = [owner for name, owner in plugin_owners().items() if name in known]
    heads = known | Migrations(database).upgrade_school(school, [core_owner(), *owners])

    def finish(session: Session) -> None:
        state = session.get_one(SchoolState, 1)
        state.heads = orjson.dumps(heads).decode()
        state.status = OPEN if before == UPGRADING else before

    database.write_state(school, author, finish, kind="school.upgraded")


def _begin(session: Session) -> tuple[str, dict[str, str | None]]:
    """The status before, and the heads of all owners that have tables here."""
    state = session.get_one(SchoolState, 1)
    before = state.status
    state.status = UPGRADING
    return before, orjson.loads(state.heads)
