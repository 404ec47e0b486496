"""A batch of written cells: one change, one answer, the same answer when it is repeated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database import change_of
from core.foundation.errors import Conflict
from core.foundation.history.record import table_of
from core.journals.assessment.models import SavedBatch
from core.journals.grid import statements
from core.journals.grid.saving.absences import Absences
from core.journals.grid.saving.comments import Comments, mark_cell
from core.journals.grid.saving.contents import Contents
from core.journals.grid.saving.entries import Entry, Result
from core.journals.grid.saving.marks import MarkCells
from core.journals.grid.saving.roll_calls import RollCalls
from core.journals.grid.state import GridState

KEPT_FOR = timedelta(days=14)
"""A job of the night removes the answers of older batches."""

_stored = table_of(SavedBatch)
_find = select(_stored.c.account, _stored.c.answer)
_insert = insert(_stored)


@dataclass(frozen=True, slots=True)
class Batch:
    """What a page sends at once."""

    id: str
    account: str
    entries: tuple[Entry, ...]


def stored_answer(session: Session, batch: Batch) -> str | None:
    """The answer (JSON) that the batch got before. Raises Conflict where the id is another account's."""
    row = session.connection().execute(_find.where(_stored.c.id == batch.id)).first()
    if row is None:
        return None
    account, answer = row
    if account != batch.account:
        raise Conflict(_l("This was sent by another account. Load the page again."))
    return str(answer)


def save(state: GridState, batch: Batch) -> str:
    """Save each cell that can be saved; the answer as JSON, stored with it. Raises Conflict where a row moved on."""
    results = _results(state, batch.entries)
    answer: dict[str, Any] = {"batch": batch.id, "results": results} | _touched(state)
    text = orjson.dumps(answer).decode()
    _store(state.session, batch, text)
    return text


def _results(state: GridState, entries: Sequence[Entry]) -> list[Result]:
    cells = [entry.cell for entry in entries]
    roll_calls = RollCalls(state)
    absences = Absences(state, roll_calls)
    marks = MarkCells(state, absences)
    contents = Contents(state)
    written = [entry.cell for entry in entries if entry.cell.kind == "c"]
    comments = Comments(
        state, {cell: state.shown(mark_cell(cell)).version for cell in written if state.places.has(cell)}
    )
    results = []
    for entry in entries:
        if entry.cell.kind == "l":
            results.append(absences.save(entry))
        elif entry.cell.kind == "a":
            results.append(marks.save(entry))
        elif entry.cell.kind == "r":
            results.append(roll_calls.save(entry))
    results += [comments.save(entry) for entry in entries if entry.cell.kind == "c"]
    results += contents.save(entry for entry in entries if entry.cell.kind == "s")
    state.also.difference_update(cells)
    return results


def _touched(state: GridState) -> dict[str, Any]:
    """What changed beside the written cells: cells, averages, the journal's revision."""
    cells = [state.shown(cell).answer(str(cell)) for cell in sorted(state.also, key=str)]
    change = move_revision(state.session, state.places.head.id)
    return {"change": change, "cells": cells, "averages": state.averages()}


def move_revision(session: Session, journal_id: int) -> int | None:
    """The id of this transaction's change, now the journal's revision; nothing where nothing changed.

    Transactions of one journal meet in its revision's row, so the ids rise in the order in which they are committed.
    """
    session.flush()
    pending = change_of(session)
    if not pending.lines:
        return None
    change = pending.identify(session)
    values = {"journal": journal_id, "the_revision": change}
    connection = session.connection()
    if not connection.execute(statements.move_revision, values).rowcount:
        connection.execute(statements.first_revision, values)
    return change


def _store(session: Session, batch: Batch, answer: str) -> None:
    values = {"id": batch.id, "account": batch.account, "saved_at": clock.now(), "answer": answer}
    session.connection().execute(_insert, values)


def forget_batches(session: Session) -> None:
    """Remove the answers that nobody asks for again."""
    session.connection().execute(delete(_stored).where(_stored.c.saved_at < clock.now() - KEPT_FOR))
