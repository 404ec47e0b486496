"""Bulk and hot-path writes through Core, each with its lines of history.

Services write through ORM entities, or through these functions; nothing else writes to a school's tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Table, Update, bindparam, delete, func, insert, literal_column, select, text, update
from sqlalchemy.orm import Session

from core.foundation.database.bases import School
from core.foundation.database.sessions import change_of, school_of
from core.foundation.errors import Conflict
from core.foundation.history.lines import BOOKKEEPING, line_value, row_value
from core.foundation.history.recorder import UNRECORDED

# Engines limit how many parameters a statement may have.
_AT_ONCE = 500

CHANGED_MEANWHILE = _l("Somebody changed this meanwhile. Load the page again and repeat.")


def table_of(model: type[School]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def new_ids(session: Session, table: Table, count: int) -> list[int]:
    """Ids for rows about to be inserted in this transaction."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        # Writers hold the file's one write lock, so the sequence stands still.
        used = connection.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        return list(range((used or 0) + 1, (used or 0) + 1 + count))
    sequence = f"{school_of(session).schema}.{table.name}_id_seq"
    numbers = select(func.nextval(sequence)).select_from(func.generate_series(1, literal_column(str(count))))
    return list(connection.scalars(numbers))


def _complete(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with the defaults that an insert would fill in, so that history tells the whole row."""
    values = dict(row)
    for column in table.columns:
        if column.name not in values and column.name != "id":
            default = column.default
            values[column.name] = default.arg if default is not None and default.is_scalar else None  # type: ignore[attr-defined]  # scalar defaults have arg
    return values


def insert_rows(session: Session, model: type[School], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows and record them; the ids stand in the order of the rows."""
    if not rows:
        return []
    table = table_of(model)
    session.flush()
    ids = new_ids(session, table, len(rows))
    full = [_complete(table, row) | {"id": row_id} for row, row_id in zip(rows, ids, strict=True)]
    session.connection().execute(insert(table), full)
    if UNRECORDED not in table.info:
        pending = change_of(session)
        for values in full:
            pending.add(table.name, values["id"], None, None, row_value(table, values))
    return ids


def insert_row(session: Session, model: type[School], row: Mapping[str, Any]) -> int:
    """Insert one row and record it; its id."""
    table = table_of(model)
    values = _complete(table, row)
    result = session.connection().execute(insert(table), values)
    key = result.inserted_primary_key
    assert key is not None
    row_id = int(key[0])
    if UNRECORDED not in table.info:
        change_of(session).add(table.name, row_id, None, None, row_value(table, values))
    return row_id


@lru_cache(maxsize=500)
def _update_of(table: Table, names: tuple[str, ...]) -> Update:
    """Sets these columns of `the_row`, where it stands at `the_version`; built once for all rows."""
    # Parameters named apart from the columns.
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    here = table.c.id == bindparam("the_row"), table.c.version == bindparam("the_version")
    return update(table).where(*here).values(values | {"version": table.c.version + 1})


def update_row(
    session: Session, model: type[School], row_id: int, old: Mapping[str, Any], new: Mapping[str, Any], version: int
) -> int:
    """Change a row that was read at `version` with the values `old`; the new version.

    Only columns that differ are written. Raises Conflict where the row has another version by now.
    """
    table = table_of(model)
    changed = {name: value for name, value in new.items() if value != old.get(name)}
    if not changed:
        return version
    parameters = {f"new_{name}": value for name, value in changed.items()}
    statement = _update_of(table, tuple(sorted(changed)))
    result = session.connection().execute(statement, parameters | {"the_row": row_id, "the_version": version})
    if result.rowcount != 1:
        raise Conflict(CHANGED_MEANWHILE)
    if UNRECORDED not in table.info:
        pending = change_of(session)
        for name, value in changed.items():
            if name not in BOOKKEEPING:
                column = table.c[name]
                pending.add(table.name, row_id, name, line_value(column, old.get(name)), line_value(column, value))
    return version + 1


@dataclass(frozen=True, slots=True)
class RowUpdate:
    """A row as it was read, and the columns that are to be otherwise."""

    id: int
    version: int
    old: Mapping[str, Any]
    new: Mapping[str, Any]


def update_rows(session: Session, model: type[School], updates: Sequence[RowUpdate]) -> None:
    """Change many rows that were read in this transaction, one statement for each set of columns.

    Raises Conflict where one of them has another version by now; then none of the set is to be trusted.
    """
    table = table_of(model)
    alike: dict[tuple[str, ...], list[RowUpdate]] = {}
    for row in updates:
        changed = tuple(sorted(name for name, value in row.new.items() if value != row.old.get(name)))
        if changed:
            alike.setdefault(changed, []).append(row)
    for names, rows in alike.items():
        parameters = [
            {f"new_{name}": row.new[name] for name in names} | {"the_row": row.id, "the_version": row.version}
            for row in rows
        ]
        if session.connection().execute(_update_of(table, names), parameters).rowcount != len(rows):
            raise Conflict(CHANGED_MEANWHILE)
        pending = change_of(session)
        for row in rows:
            for name in names:
                column = table.c[name]
                pending.add(
                    table.name, row.id, name, line_value(column, row.old.get(name)), line_value(column, row.new[name])
                )


def delete_rows(session: Session, model: type[School], row_ids: Sequence[int]) -> None:
    """Delete rows and record all they held."""
    delete_from(session, table_of(model), row_ids)


def delete_from(session: Session, table: Table, row_ids: Sequence[int]) -> None:
    """Delete rows of a table and record all they held. Raises Conflict where one is not there."""
    pending = change_of(session)
    connection = session.connection()
    for start in range(0, len(row_ids), _AT_ONCE):
        some = row_ids[start : start + _AT_ONCE]
        rows = connection.execute(select(table).where(table.c.id.in_(some))).mappings().all()
        if len(rows) != len(some):
            raise Conflict(CHANGED_MEANWHILE)
        connection.execute(delete(table).where(table.c.id.in_(some)))
        for row in rows:
            pending.add(table.name, row["id"], None, row_value(table, dict(row)), None)
