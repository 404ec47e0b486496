"""What may be done with an import within one transaction; the only writers of its tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database import change_of
from core.foundation.errors import Conflict, NotFound
from core.foundation.history.record import insert_rows, table_of
from core.foundation.history.undo import Undone, undo
from core.imports.differences import CHOSEN_AT_FIRST, body_of, summary, without_sealed
from core.imports.models import (
    APPLIED,
    DONE,
    LEFT,
    PREVIEWED,
    REFUSED,
    TAKEN_BACK,
    Import,
    ImportDifference,
    ImportProblem,
)
from core.imports.selection import Selection, Shown, selected
from core.values.imports import Difference, FileProblem, Importer, Kind, Plan, Snapshot

MOST_PROBLEMS = 1000
_AT_ONCE = 500

_GONE_ON = _l("This import was applied, taken back or discarded meanwhile. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it was given."""

    name: str
    content: bytes


def import_of(session: Session, import_id: int) -> Import:
    """The import of an id. Raises NotFound."""
    found = session.get(Import, import_id)
    if found is None:
        raise NotFound(_l("There is no such import."))
    return found


def enter_refused(session: Session, importer: Importer, file: GivenFile, problem: FileProblem) -> int:
    """Remember that a file was given and why it was not read; the file itself is not kept."""
    entered = _entered(session, importer, file, REFUSED)
    _enter_problems(session, entered.id, [problem])
    return entered.id


def enter_preview(session: Session, importer: Importer, file: GivenFile, snapshot: Snapshot, plan: Plan) -> int:
    """Keep a file and how it differs from the school until somebody decides."""
    entered = _entered(session, importer, file, PREVIEWED)
    entered.content = file.content
    entered.about = _json(dict(snapshot.about))
    _enter_plan(session, entered, snapshot, plan, left_out=frozenset())
    session.flush()
    return entered.id


def renew_preview(session: Session, import_id: int, snapshot: Snapshot, plan: Plan, answers: Mapping[str, str]) -> None:
    """Show the differences anew, with answers to questions; what was not chosen stays not chosen. Raises Conflict."""
    entered = _waiting(session, import_id)
    differences = select(ImportDifference.key).where(ImportDifference.import_id == import_id)
    not_chosen = differences.where(ImportDifference.is_chosen.is_(False), ImportDifference.kind != Kind.MISSING)
    left_out = frozenset(session.scalars(not_chosen))
    for table in (ImportDifference, ImportProblem):
        session.execute(delete(table).where(table.import_id == import_id))
    entered.answers = _json(dict(answers))
    _enter_plan(session, entered, snapshot, plan, left_out)
    session.flush()


def choose(session: Session, import_id: int, shown: Iterable[int], taken: Iterable[int]) -> None:
    """Of the differences that a page showed, these are to be accepted and the others not. Raises Conflict."""
    _waiting(session, import_id)
    taken_ids = set(taken)
    for wanted, ids in ((True, taken_ids), (False, set(shown) - taken_ids)):
        _set(session, sorted(ids), ImportDifference.import_id == import_id, is_chosen=wanted)


def choose_entities(session: Session, import_id: int, entities: Mapping[str, bool]) -> None:
    """All differences of some sorts are to be accepted, or none. Raises Conflict."""
    _waiting(session, import_id)
    for entity, wanted in entities.items():
        session.execute(
            update(ImportDifference)
            .where(
                ImportDifference.import_id == import_id,
                ImportDifference.entity == entity,
                ImportDifference.kind != Kind.MISSING,
            )
            .values(is_chosen=wanted)
        )


def apply(session: Session, importer: Importer, import_id: int, plan: Plan, answers: Mapping[str, str]) -> Selection:
    """Apply what was chosen, as it was shown; the rest is left with its reason. Raises Conflict."""
    entered = _waiting(session, import_id)
    if orjson.loads(entered.answers) != dict(answers):
        raise Conflict(_l("Somebody answered a question of this import meanwhile. Look at the preview again."))
    columns = (ImportDifference.id, ImportDifference.kind, ImportDifference.key)
    stored = select(*columns, ImportDifference.body, ImportDifference.is_chosen)
    rows = session.execute(stored.where(ImportDifference.import_id == import_id).order_by(ImportDifference.id))
    shown = [Shown(*row) for row in rows]
    now: dict[str, Difference] = {difference.key: difference for difference in plan.differences}
    selection = selected(shown, now, answers)
    importer.apply(session, plan, selection.accepted)
    session.flush()
    _close(session, entered, selection, shown)
    return selection


def _close(session: Session, entered: Import, selection: Selection, shown: list[Shown]) -> None:
    author, pending = change_of(session).author, change_of(session)
    entered.state = APPLIED
    entered.applied_at = clock.now()
    entered.applied_by = author.name
    entered.change_id = pending.identify(session) if pending.lines else None
    entered.content = None
    _set(session, selection.applied, outcome=DONE)
    for reason, ids in selection.left.items():
        _set(session, ids, outcome=LEFT, reason=reason)
    # History keeps only digests of sealed columns; a preview must not keep more than history does.
    bare = [{"the_id": one.id, "body": body} for one in shown if (body := without_sealed(one.body)) is not None]
    if bare:
        table = table_of(ImportDifference)
        session.connection().execute(
            update(table).where(table.c.id == bindparam("the_id")).values(body=bindparam("body")), bare
        )
    session.flush()


def take_back(session: Session, import_id: int) -> Undone:
    """Undo an applied import as one new change; rows touched since are left and named. Raises Conflict."""
    entered = import_of(session, import_id)
    if entered.state != APPLIED:
        raise Conflict(_GONE_ON)
    undone = undo(session, entered.change_id) if entered.change_id is not None else Undone((), ())
    entered.state = TAKEN_BACK
    entered.taken_back_at = clock.now()
    entered.taken_back_by = change_of(session).author.name
    entered.left_rows = _json([(row.table, row.id) for row in undone.left])
    session.flush()
    return undone


def discard(session: Session, import_id: int) -> None:
    """Forget a file that was not applied, with its preview. Raises Conflict."""
    entered = import_of(session, import_id)
    if entered.state not in (PREVIEWED, REFUSED):
        raise Conflict(_GONE_ON)
    for table in (ImportDifference, ImportProblem):
        session.execute(delete(table).where(table.import_id == import_id))
    session.delete(entered)
    session.flush()


def _waiting(session: Session, import_id: int) -> Import:
    entered = import_of(session, import_id)
    if entered.state != PREVIEWED:
        raise Conflict(_GONE_ON)
    return entered


def _entered(session: Session, importer: Importer, file: GivenFile, state: str) -> Import:
    author = change_of(session).author
    entered = Import(
        importer_key=importer.key,
        state=state,
        file_name=file.name[-255:],
        digest=sha256(file.content).hexdigest(),
        size=len(file.content),
        received_at=clock.now(),
        received_by_id=author.person_id,
        received_by=author.name,
    )
    session.add(entered)
    session.flush()
    return entered


def _enter_plan(session: Session, entered: Import, snapshot: Snapshot, plan: Plan, left_out: frozenset[str]) -> None:
    entered.counts = _json(summary(snapshot, plan))
    _enter_problems(session, entered.id, [*snapshot.problems, *plan.problems][:MOST_PROBLEMS])
    insert_rows(
        session,
        ImportDifference,
        [
            {
                "import_id": entered.id,
                "entity": difference.entity,
                "kind": difference.kind.value,
                "key": difference.key,
                "title": difference.title,
                "body": body_of(difference),
                "is_chosen": difference.kind in CHOSEN_AT_FIRST and difference.key not in left_out,
            }
            for difference in plan.differences
        ],
    )


def _enter_problems(session: Session, import_id: int, problems: list[FileProblem]) -> None:
    insert_rows(
        session,
        ImportProblem,
        [
            {
                "import_id": import_id,
                "severity": problem.severity.value,
                "file": problem.file,
                "line": problem.line,
                "column_name": problem.column,
                "text": problem.text,
                "placed": _json(dict(problem.values)),
            }
            for problem in problems
        ],
    )


def _set(session: Session, ids: list[int], *conditions: Any, **values: Any) -> None:
    for start in range(0, len(ids), _AT_ONCE):
        some = ImportDifference.id.in_(ids[start : start + _AT_ONCE])
        statement = update(ImportDifference).where(some, *conditions).values(**values)
        session.execute(statement.execution_options(synchronize_session=False))


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
