"""The one way of every file: read, compared, kept for a person to look at, applied in one transaction."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

import orjson
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.errors import Conflict
from core.imports import services
from core.imports.selection import Selection
from core.imports.services import GivenFile
from core.schools.models import SchoolProfile
from core.values.imports import Importer, Plan, ReadingContext, Refused, Snapshot

T = TypeVar("T")

RECEIVED, CHOSEN, ASKED, ACCEPTED = "import.received", "import.chosen", "import.asked", "import.applied"
TAKEN_BACK, DISCARDED = "import.taken-back", "import.discarded"


class Desk(Protocol):
    """How whoever gives a file reads and writes the school: a request, or a command."""

    def read(self) -> AbstractContextManager[Session]:
        """A reading session of the school."""

    def write(self, kind: str, work: Callable[[Session], T]) -> T:
        """One writing transaction of the school."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An import that waits for a decision, read again from its file."""

    snapshot: Snapshot
    answers: Mapping[str, str]


@contextmanager
def _uncollected() -> Iterator[None]:
    """The collector of cycles rests: it would walk a large file's records again and again, a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def look(desk: Desk, importer: Importer, file: GivenFile) -> tuple[Snapshot, Plan]:
    """Read and compare, and leave no trace. Raises Refused."""
    snapshot = importer.read(file.content, _context(desk, file.name))
    with desk.read() as session:
        return snapshot, importer.plan(session, snapshot, {})


@_uncollected()
def receive(desk: Desk, importer: Importer, file: GivenFile) -> int:
    """Read a file and keep how it differs from the school, or why it was refused; the import's id.

    The school is only read meanwhile: a large file holds nobody up.
    """
    try:
        snapshot, plan = look(desk, importer, file)
    except Refused as refused:
        problem = refused.problem
        return desk.write(RECEIVED, lambda session: services.enter_refused(session, importer, file, problem))
    return desk.write(RECEIVED, lambda session: services.enter_preview(session, importer, file, snapshot, plan))


@_uncollected()
def renew(desk: Desk, importer: Importer, import_id: int, answers: Mapping[str, str]) -> None:
    """Compare the file with the school as it is now, and with some more answers. Raises NotFound, Conflict."""
    waiting = _waiting(desk, importer, import_id)
    together = {**waiting.answers, **answers}
    with desk.read() as session:
        plan = importer.plan(session, waiting.snapshot, together)
    desk.write(CHOSEN, lambda session: services.renew_preview(session, import_id, waiting.snapshot, plan, together))


@_uncollected()
def accept(desk: Desk, importer: Importer, import_id: int) -> Selection:
    """Apply what is chosen of an import, all of it or nothing. Raises NotFound, Conflict."""
    waiting = _waiting(desk, importer, import_id)

    def work(session: Session) -> Selection:
        plan = importer.plan(session, waiting.snapshot, waiting.answers)
        return services.apply(session, importer, import_id, plan, waiting.answers)

    return desk.write(ACCEPTED, work)


def _waiting(desk: Desk, importer: Importer, import_id: int) -> _Waiting:
    with desk.read() as session:
        entered = services.import_of(session, import_id)
        content, name, answers = entered.content, entered.file_name, orjson.loads(entered.answers)
    if content is None:
        raise Conflict(_l("This import was applied, taken back or discarded meanwhile. Nothing was changed."))
    try:
        snapshot = importer.read(content, _context(desk, name))
    except Refused as refused:
        raise Conflict(_l("The file can no longer be read as it was: %(reason)s", reason=str(refused))) from refused
    return _Waiting(snapshot, answers)


def _context(desk: Desk, file_name: str) -> ReadingContext:
    with desk.read() as session:
        number = session.scalar(select(SchoolProfile.registration_number))
    return ReadingContext(file_name, number, clock.today())
