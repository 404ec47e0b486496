"""A record's changes as people read them: who, when, which column, what was and what became."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Column, Table, select
from sqlalchemy.orm import Session

from core.admin.history.names import Names
from core.admin.history.titles import COLUMNS, COLUMNS_OF, PARTS, TABLES, UNSAID, UNSAID_OF, WORDS
from core.foundation.database import School
from core.foundation.history.lines import is_sealed
from core.foundation.history.queries import HistoryLine, history_of
from core.foundation.text import date_text, moment_text, number_text, time_text, weekday_title
from core.values.access import AccessClass
from core.values.asker import Asker

_PERMISSIONS = {
    AccessClass.CONTACT: "people.contact",
    AccessClass.HEALTH: "people.health",
    AccessClass.LEGAL: "people.legal",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One column: its title, what was and what became."""

    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Record:
    """A row that the change touched: `done` is added, changed or removed."""

    title: str
    name: str
    done: str
    lines: Sequence[Line]


@dataclass(slots=True)
class Told:
    """One change of the record."""

    id: int
    at: datetime
    author: str
    person_id: int | None
    reason: str | None
    records: list[Record] = field(default_factory=list)


def known_table(table: str) -> str | None:
    """The title of a table whose records have a page of history."""
    return str(TABLES[table]) if table in TABLES and table in School.metadata.tables else None


def changes_of(session: Session, asker: Asker, table: str, row_id: int) -> list[Told]:
    """The changes of a record and of the rows that make it up, newest first."""
    lines = history_of(session, table, [row_id])
    for part, column in PARTS.get(table, ()):
        rows = School.metadata.tables[part]
        ids = list(session.scalars(select(rows.c.id).where(rows.c[column] == row_id)))
        lines += history_of(session, part, ids) if ids else []
    lines.sort(key=lambda line: -line.change_id)
    names = Names(session)
    names.gather(lines)
    told = []
    for _id, of_change in groupby(lines, key=lambda line: line.change_id):
        told.append(_told(list(of_change), asker, names))
    return told


def name_of(session: Session, asker: Asker, table: str, row_id: int) -> str:
    """What the record is called, for the page's title."""
    return Names(session).one(table, row_id)


def _told(lines: Sequence[HistoryLine], asker: Asker, names: Names) -> Told:
    first = lines[0]
    told = Told(first.change_id, first.at, first.author, first.person_id, first.reason)
    by_row: dict[tuple[str, int], list[HistoryLine]] = {}
    for line in lines:
        by_row.setdefault((line.table, line.row_id), []).append(line)
    for (table, row_id), its_lines in by_row.items():
        told.records.append(_record(School.metadata.tables[table], row_id, its_lines, asker, names))
    return told


def _record(table: Table, row_id: int, lines: Sequence[HistoryLine], asker: Asker, names: Names) -> Record:
    whole = next((line for line in lines if line.column is None), None)
    if whole is not None:
        done = _("removed") if whole.new is None else _("added")
        values: Mapping[str, Any] = whole.old if whole.new is None else whole.new
        shown = [
            Line(_title(table.name, name), *(("", said) if whole.new is not None else (said, "")))
            for name, value in values.items()
            if _is_told(table, name) and (said := _said(table.c[name], value, asker, names))
        ]
    else:
        done = _("changed")
        shown = [
            Line(
                _title(table.name, line.column),
                _said(table.c[line.column], line.old, asker, names),
                _said(table.c[line.column], line.new, asker, names),
            )
            for line in lines
            if line.column is not None and _is_told(table, line.column)
        ]
    return Record(str(TABLES.get(table.name, table.name)), names.one(table.name, row_id), done, shown)


def _is_told(table: Table, column: str) -> bool:
    return column in table.c and column not in UNSAID and (table.name, column) not in UNSAID_OF


def _title(table: str, column: str) -> str:
    return str(COLUMNS_OF.get((table, column)) or COLUMNS.get(column, column))


def _said(column: Column[Any], value: Any, asker: Asker, names: Names) -> str:
    """A value in words; nothing for nothing."""
    if value is None or value == "":
        return ""
    needed = column.info.get("access", AccessClass.GENERAL)
    if needed != AccessClass.GENERAL and not asker.may(_PERMISSIONS.get(needed, "")):
        return str(_("(not for your eyes)"))
    if is_sealed(value):
        return str(_("(kept sealed)"))
    if column.foreign_keys:
        return names.one(next(iter(column.foreign_keys)).column.table.name, value)
    words = WORDS.get((column.table.name, column.name), {})
    if value in words:
        return str(words[value])
    return names.of_key(column.name, value) or _plain(column, value)


def _plain(column: Column[Any], value: Any) -> str:
    kind = column.type.python_type
    if kind is bool:
        return str(_("yes") if value else _("no"))
    if kind is datetime:
        return moment_text(datetime.fromisoformat(value))
    if kind is date:
        return date_text(date.fromisoformat(value))
    if kind is time:
        return time_text(time.fromisoformat(value))
    if column.name in ("weekday", "runs_as"):
        return weekday_title(value)
    if kind is int:
        return number_text(value)
    return str(value)


def columns_told() -> Iterable[tuple[str, str]]:
    """Table and column of everything that a history may have to name."""
    for table in School.metadata.tables.values():
        if table.name in TABLES:
            yield from ((table.name, column.name) for column in table.columns if _is_told(table, column.name))
