"""Taking a change back: a new change that inverts an old one.

A row that somebody changed since, or that newer rows stand on, is left as it is and named.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import orjson
from flask_babel import lazy_gettext as _l
from sqlalchemy import Table, exists, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database.bases import School
from core.foundation.database.sessions import change_of
from core.foundation.errors import Conflict, NotFound
from core.foundation.history.lines import is_sealed, line_value, restored, row_value
from core.foundation.history.models import Change, ChangeLine
from core.foundation.history.record import delete_from


@dataclass(frozen=True, slots=True)
class RowName:
    """A row by table and id."""

    table: str
    id: int


@dataclass(frozen=True, slots=True)
class Undone:
    """Which rows went back, and which were left because they were touched since."""

    restored: tuple[RowName, ...]
    left: tuple[RowName, ...]


def undo(session: Session, change_id: int) -> Undone:
    """Invert a change within the present one. Undoing an undo is a redo.

    Raises NotFound for an unknown change and Conflict where it was taken back already.
    """
    if session.get(Change, change_id) is None:
        raise NotFound(_l("There is no such change."))
    if session.scalar(select(exists().where(Change.undoes_id == change_id))):
        raise Conflict(_l("This has been taken back already."))
    pending = change_of(session)
    pending.undoes_id = change_id
    lines = session.scalars(
        select(ChangeLine).where(ChangeLine.change_id == change_id).order_by(ChangeLine.id.desc())
    ).all()
    rows, touched = _by_row(lines), _touched_since(session, change_id)
    stayed = {row for row in rows if row in touched}
    # Rows that the change made lie together by table: an import of a thousand goes back in a few statements.
    for (table, is_new), batch in groupby(rows.items(), lambda entry: (entry[0].table, _is_new(entry[1]))):
        untouched = [(row, its_lines) for row, its_lines in batch if row not in touched]
        if is_new and "voided" not in School.metadata.tables[table].c:
            stayed.update(_not_deleted(session, [row for row, _ in untouched]))
        else:
            stayed.update(row for row, its_lines in untouched if not _invert(session, row, its_lines))
    return Undone(tuple(row for row in rows if row not in stayed), tuple(row for row in rows if row in stayed))


def _is_new(lines: list[ChangeLine]) -> bool:
    """The change made the row, and did nothing else with it."""
    return len(lines) == 1 and lines[0].column_name is None and lines[0].new is not None


def _not_deleted(session: Session, rows: list[RowName]) -> list[RowName]:
    """Delete rows of one table; those on which newer rows stand stay, and are found by halving."""
    if not rows:
        return []
    table = School.metadata.tables[rows[0].table]
    if _done_whole(session, lambda: delete_from(session, table, [row.id for row in rows])):
        return []
    if len(rows) == 1:
        return rows
    middle = len(rows) // 2
    return _not_deleted(session, rows[:middle]) + _not_deleted(session, rows[middle:])


def _done_whole(session: Session, act: Callable[[], None]) -> bool:
    """The act was done, or nothing of it: False where newer rows stand in its way, or history keeps only a digest."""
    lines = change_of(session).lines
    written = len(lines)
    try:
        with session.begin_nested():
            act()
    except (IntegrityError, ValueError, Conflict):
        del lines[written:]
        return False
    return True


def _by_row(lines: Iterable[ChangeLine]) -> dict[RowName, list[ChangeLine]]:
    rows: dict[RowName, list[ChangeLine]] = {}
    for line in lines:
        rows.setdefault(RowName(line.table_name, line.row_id), []).append(line)
    return rows


def _touched_since(session: Session, change_id: int) -> set[RowName]:
    """Rows of the change that later changes touched too."""
    mine = (
        select(ChangeLine.table_name, ChangeLine.row_id).where(ChangeLine.change_id == change_id).distinct().subquery()
    )
    later = (
        select(ChangeLine.table_name, ChangeLine.row_id)
        .join(mine, (mine.c.table_name == ChangeLine.table_name) & (mine.c.row_id == ChangeLine.row_id))
        .where(ChangeLine.change_id > change_id)
        .distinct()
    )
    return {RowName(*row) for row in session.execute(later)}


def _invert(session: Session, row: RowName, lines: list[ChangeLine]) -> bool:
    """Invert the lines of one row, newest first. False where the row must be left as it is."""
    table = School.metadata.tables[row.table]

    def act() -> None:
        for line in lines:
            _invert_line(session, table, line)

    return _done_whole(session, act)


def _invert_line(session: Session, table: Table, line: ChangeLine) -> None:
    if line.column_name is not None:
        _restore_column(session, table, line)
    elif line.new is not None:
        _take_back_row(session, table, line.row_id)
    else:
        _restore_row(session, table, line)


def _restore_column(session: Session, table: Table, line: ChangeLine) -> None:
    assert line.column_name is not None
    column = table.c[line.column_name]
    old = restored(column, orjson.loads(line.old) if line.old else None)
    now = session.connection().scalar(select(column).where(table.c.id == line.row_id))
    values: dict[str, Any] = {line.column_name: old}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    session.connection().execute(update(table).where(table.c.id == line.row_id).values(values))
    change_of(session).add(table.name, line.row_id, line.column_name, line_value(column, now), line_value(column, old))


def _take_back_row(session: Session, table: Table, row_id: int) -> None:
    if "voided" not in table.c:
        delete_from(session, table, [row_id])
        return
    # A voided fact keeps row and version, so that a colleague's older page cannot overwrite it unseen.
    moment = clock.now()
    values = {"voided": moment, "version": table.c.version + 1}
    session.connection().execute(update(table).where(table.c.id == row_id).values(values))
    change_of(session).add(
        table.name, row_id, "voided", line_value(table.c.voided, None), line_value(table.c.voided, moment)
    )


def _restore_row(session: Session, table: Table, line: ChangeLine) -> None:
    stored = orjson.loads(line.old or "{}")
    if any(is_sealed(value) for value in stored.values()):
        raise ValueError("history keeps only a digest of a column")
    values = {name: restored(table.c[name], value) for name, value in stored.items()} | {"id": line.row_id}
    session.connection().execute(insert(table), values)
    change_of(session).add(table.name, line.row_id, None, None, row_value(table, values))
