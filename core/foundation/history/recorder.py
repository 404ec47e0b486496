"""Writes the change and its lines: every ORM flush by itself, bulk writes through `record`."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, event, insert, inspect
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from core.foundation import clock
from core.foundation.database.bases import School
from core.foundation.database.sessions import Author, change_of
from core.foundation.history.lines import BOOKKEEPING, line_value, row_value
from core.foundation.history.models import Change, ChangeLine

UNRECORDED = "unrecorded"
"""Key in a table's `info`: the reason why its rows leave no history."""


_insert_change = insert(Change.__table__)  # type: ignore[arg-type]  # __table__ is typed FromClause
_insert_lines = insert(ChangeLine.__table__)  # type: ignore[arg-type]  # as above


@dataclass(slots=True)
class PendingChange:
    """The change of a transaction in the making."""

    author: Author
    kind: str
    reason: str | None = None
    undoes_id: int | None = None
    lines: list[dict[str, Any]] = field(default_factory=list)
    id: int | None = None

    def add(self, table: str, row: int, column: str | None, old: str | None, new: str | None) -> None:
        self.lines.append({"table_name": table, "row_id": row, "column_name": column, "old": old, "new": new})

    def identify(self, session: Session) -> int:
        """The change's id; its row is written at the first asking."""
        if self.id is None:
            values = {
                "at": clock.now(),
                "kind": self.kind,
                "person_id": self.author.person_id,
                "author": self.author.name,
                "on_behalf": self.author.on_behalf,
                "request_id": self.author.request_id,
                "reason": self.reason,
                "undoes_id": self.undoes_id,
            }
            result = session.connection().execute(_insert_change, values)
            key = result.inserted_primary_key
            assert key is not None
            self.id = int(key[0])
        return self.id


def finish(session: Session) -> None:
    """Flush what is left and write the lines; the last step of a writing transaction."""
    session.flush()
    pending = change_of(session)
    if not pending.lines:
        return
    change_id = pending.identify(session)
    for line in pending.lines:
        line["change_id"] = change_id
    session.connection().execute(_insert_lines, pending.lines)


def _recorded_table(row: Any) -> Table | None:
    """The row's table, where its rows leave history: a school's, and not exempt."""
    table = inspect(type(row)).local_table
    is_recorded = isinstance(row, School) and UNRECORDED not in table.info
    return table if is_recorded else None


@event.listens_for(Session, "after_flush")
def _record_flush(session: Session, _context: UOWTransaction) -> None:
    if "change" not in session.info:
        return
    pending = change_of(session)
    for row in session.new:
        _record_new(pending, row)
    for row in session.dirty:
        _record_changed(pending, row)
    for row in session.deleted:
        _record_deleted(pending, row)


def _whole(table: Table, row: Any) -> str:
    return row_value(table, {column.name: getattr(row, column.key) for column in table.columns})


def _record_new(pending: PendingChange, row: Any) -> None:
    table = _recorded_table(row)
    if table is not None:
        pending.add(table.name, row.id, None, None, _whole(table, row))


def _record_changed(pending: PendingChange, row: Any) -> None:
    table = _recorded_table(row)
    if table is None:
        return
    attributes = inspect(row).attrs
    for column in table.columns:
        history = attributes[column.key].history
        if column.name in BOOKKEEPING or not history.added:
            continue
        old, new = (history.deleted[0] if history.deleted else None), history.added[0]
        if old != new:
            pending.add(table.name, row.id, column.name, line_value(column, old), line_value(column, new))


def _record_deleted(pending: PendingChange, row: Any) -> None:
    table = _recorded_table(row)
    if table is not None:
        pending.add(table.name, row.id, None, _whole(table, row), None)


@event.listens_for(Session, "after_transaction_create")
def _remember_lines(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested and "change" in session.info:
        session.info.setdefault("savepoints", {})[id(transaction)] = len(change_of(session).lines)


@event.listens_for(Session, "after_soft_rollback")
def _forget_lines(session: Session, transaction: SessionTransaction) -> None:
    # What a savepoint undid must not stand in history.
    kept = session.info.get("savepoints", {}).pop(id(transaction), None)
    if kept is not None:
        del change_of(session).lines[kept:]
