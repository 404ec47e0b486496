"""The one row in each school's database that every transaction reads first."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from flask_babel import lazy_gettext as _l
from sqlalchemy import Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.foundation.database.bases import School
from core.foundation.errors import Unavailable

OPEN, READ_ONLY, UPGRADING, CLOSED, MOVED = "open", "read-only", "upgrading", "closed", "moved"

_READABLE = frozenset({OPEN, READ_ONLY})


class SchoolState(School):
    """Open, read-only, upgrading, closed or moved; what is enabled; under which revision things may be cached."""

    __tablename__ = "school_state"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    status: Mapped[str] = mapped_column(String(10), default=OPEN)
    heads: Mapped[str] = mapped_column(Text, default="{}")
    """JSON: schema head of each owner."""
    plugins: Mapped[str] = mapped_column(Text, default="[]")
    """JSON: names of the enabled plugins."""
    revision: Mapped[int] = mapped_column(Integer, default=1)
    """Of settings, roles and enabled plugins: whatever is cached about a school is cached under it."""


@dataclass(frozen=True, slots=True)
class State:
    """The state as one transaction saw it."""

    status: str
    plugins: frozenset[str]
    revision: int
    heads: str = "{}"
    """JSON, as stored: the schema head of each owner."""


UNFOUNDED = State(OPEN, frozenset(), 0)
"""What the transaction that founds a school goes by."""

_statement = select(SchoolState.status, SchoolState.plugins, SchoolState.revision, SchoolState.heads)

_MESSAGES = {
    UPGRADING: _l("This school's register is being upgraded. Please come back in a few minutes; nothing is lost."),
    CLOSED: _l("This school's register is closed. The school's superuser can tell when it opens."),
    MOVED: _l("This school's register has just been moved. Load the page again."),
    READ_ONLY: _l("This school's register can be read but not changed just now. What you typed was not saved."),
}


def read_state(session: Session, *, writing: bool) -> State:
    """Read the state; the first statement of each transaction. Raises Unavailable where the work may not go on."""
    row = session.connection().execute(_statement).first()
    if row is None:
        raise Unavailable(_MESSAGES[CLOSED])
    status, plugins, revision, heads = row
    if status != OPEN and (writing or status not in _READABLE):
        raise Unavailable(_MESSAGES[status])
    return State(status, frozenset(orjson.loads(plugins)), revision, heads)


class Heads:
    """The schema heads that the program was written for: a school that stands elsewhere waits for its upgrade."""

    def __init__(self, expected: Mapping[str, str | None]) -> None:
        self._expected = expected
        self._fitting: set[str] = set()

    def check(self, state: State) -> None:
        """Raises Unavailable where the school's database is behind, or ahead of, the program."""
        if state.heads in self._fitting:
            return
        heads = orjson.loads(state.heads)
        if any(heads[owner] != head for owner, head in self._expected.items() if owner in heads):
            raise Unavailable(_MESSAGES[UPGRADING])
        self._fitting.add(state.heads)
