"""The watch over history: on SQLite, no value of a school changes without its line of history.

Temporary triggers, which only the writing connection has, note every row as it was and as it is, whoever writes it and
how; when the transaction is about to commit, the notes are held against the lines that it wrote. A change without its
line refuses the commit, and is remembered, so that the test fails even where the program swallowed the refusal.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

REPORT = "KLADE_WATCH_REPORT"
"""Environment variable: the file into which a watched server writes what it found."""

HISTORY = ("change", "change_line")
_NOTES = "klade_watch_notes"


class UnrecordedChange(AssertionError):
    """A transaction changed values and left no line of history for them."""


@dataclass
class Watch:
    """What was found; one for the whole process."""

    found: list[str] = field(default_factory=list)
    transactions: int = 0

    def take(self) -> list[str]:
        """What was found since the last asking."""
        found, self.found = self.found, []
        return found


WATCH = Watch()


@dataclass(frozen=True)
class Columns:
    """A table's columns in the order of its notes."""

    names: tuple[str, ...]
    key: str


def install() -> None:
    """Watch every engine of this process from now on."""
    if not event.contains(Engine, "begin", _prepare):
        event.listen(Engine, "begin", _prepare)
        event.listen(Engine, "commit", _compare)
        event.listen(Engine, "rollback", _forget)


def _prepare(connection: Connection) -> None:
    # Engine-wide listeners run before the engine's own, so this runs before BEGIN.
    if connection.dialect.name != "sqlite" or not connection.get_execution_options().get("klade_write"):
        return
    cursor = connection.connection.cursor()
    schema = cursor.execute("PRAGMA main.schema_version").fetchone()[0]
    watched = connection.info.get("klade_watch")
    if watched is None or watched[0] != schema:
        connection.info["klade_watch"] = (schema, _set_triggers(cursor))
    elif watched[1]:
        cursor.execute(f"DELETE FROM temp.{_NOTES}")
    cursor.close()


def _set_triggers(cursor: Any) -> dict[str, Columns]:
    """Triggers for each table of a school; none in a database that keeps no history."""
    tables = tuple(
        cursor.execute(
            "SELECT name, sql FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
    )
    if not set(HISTORY) <= {name for name, _ in tables}:
        return {}
    if tables not in _TRIGGERS:
        _TRIGGERS[tables] = _triggers(cursor, [name for name, _ in tables])
    for (trigger,) in cursor.execute("SELECT name FROM temp.sqlite_master WHERE type = 'trigger'").fetchall():
        cursor.execute(f'DROP TRIGGER temp."{trigger}"')  # of the tables as they were before a migration
    script, watched = _TRIGGERS[tables]
    cursor.executescript(script)
    return watched


_TRIGGERS: dict[tuple[tuple[str, str], ...], tuple[str, dict[str, Columns]]] = {}
"""Of the databases with these tables: each test has a new one, and most are alike."""


def _triggers(cursor: Any, tables: list[str]) -> tuple[str, dict[str, Columns]]:
    script = ["BEGIN", f"CREATE TEMP TABLE IF NOT EXISTS {_NOTES} (seq INTEGER PRIMARY KEY, tbl, row, old, new)"]
    script.append(f"DELETE FROM temp.{_NOTES}")
    watched = {}
    for table in tables:
        info = cursor.execute(f'PRAGMA main.table_info("{table}")').fetchall()
        names = tuple(row[1] for row in info)
        key = "id" if "id" in names else "rowid"
        watched[table] = Columns(names, key)
        for when, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            old = _packed("OLD", names) if when != "INSERT" else "NULL"
            new = _packed("NEW", names) if when != "DELETE" else "NULL"
            script.append(
                f'CREATE TEMP TRIGGER "klade_watch_{table}_{when.lower()}" AFTER {when} ON main."{table}" BEGIN '
                f"INSERT INTO {_NOTES} (tbl, row, old, new) VALUES ('{table}', {row}.{key}, {old}, {new}); END"
            )
    return ";\n".join([*script, "COMMIT"]), watched


def _packed(row: str, names: tuple[str, ...]) -> str:
    # quote() also writes bytes, which json_array() refuses.
    return "json_array(" + ", ".join(f'quote({row}."{name}")' for name in names) + ")"


def _compare(connection: Connection) -> None:
    watched = connection.info.get("klade_watch")
    if watched is None or not watched[1] or not connection.get_execution_options().get("klade_write"):
        return
    WATCH.transactions += 1
    cursor = connection.connection.cursor()
    found = sorted(_unrecorded(cursor, watched[1]))
    cursor.execute(f"DELETE FROM temp.{_NOTES}")
    cursor.close()
    if found:
        _report(found)
        raise UnrecordedChange("changed without a line of history:\n" + "\n".join(found))


def _forget(connection: Connection) -> None:
    # What the transaction made of the schema, triggers included, may be gone with it.
    connection.info.pop("klade_watch", None)


def _unrecorded(cursor: Any, tables: dict[str, Columns]) -> Iterator[str]:
    import orjson

    exempt = unrecorded_tables()
    first: dict[tuple[str, int], Any] = {}
    last: dict[tuple[str, int], Any] = {}
    written: list[Any] = []
    for table, row, old, new in cursor.execute(f"SELECT tbl, row, old, new FROM temp.{_NOTES} ORDER BY seq").fetchall():
        if table == "change_line":
            written.append(orjson.loads(new) if new else None)
        elif table not in exempt:
            first.setdefault((table, row), old and orjson.loads(old))
            last[table, row] = new and orjson.loads(new)
    lines = set(_lines(written, tables["change_line"].names))
    for (table, row), old in first.items():
        new = last[table, row]
        if old == new or (table, row, None) in lines:
            continue
        if old is None or new is None:
            yield f"{table} {row}: the row was {'written' if old is None else 'deleted'}"
            continue
        for name, before, after in zip(tables[table].names, old, new, strict=True):
            if before != after and name not in _bookkeeping() and (table, row, name) not in lines:
                yield f"{table} {row}: {name} from {before} to {after}"


def _lines(written: list[Any], names: tuple[str, ...]) -> Iterator[tuple[str, int, str | None]]:
    places = [names.index(name) for name in ("table_name", "row_id", "column_name")]
    for line in written:
        if line is None:
            raise UnrecordedChange("a line of history was deleted")
        table, row, column = (line[place] for place in places)
        yield table.strip("'"), int(row), None if column == "NULL" else column.strip("'")


def _bookkeeping() -> frozenset[str]:
    from core.foundation.history.lines import BOOKKEEPING

    return BOOKKEEPING


def unrecorded_tables() -> dict[str, str]:
    """The tables that leave no history, each with its reason."""
    from core.foundation.database import School
    from core.foundation.history.recorder import UNRECORDED

    tables = School.metadata.tables.values()
    return {table.name: str(table.info[UNRECORDED]) for table in tables if UNRECORDED in table.info}


def _report(found: list[str]) -> None:
    WATCH.found += found
    report = os.environ.get(REPORT)
    if report:
        with Path(report).open("a") as file:
            file.writelines(f"{line}\n" for line in found)
