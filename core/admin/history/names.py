"""What rows are called: the names that stand in a history instead of ids."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from core.foundation.database import School
from core.foundation.history.queries import HistoryLine
from core.journals.register import words as journals
from core.people.models import Role
from core.people.words import country_title, language_title, role_title

_NAMES = {
    "assessment": ("title",),
    "bell_schedule": ("title",),
    "bell_time": ("number",),
    "day_override": ("title_lv",),
    "head_order": ("number",),
    "journal": ("title",),
    "person": ("family_name", "given_name"),
    "programme": ("code",),
    "role": ("title_lv",),
    "room": ("name",),
    "school_break": ("title_lv",),
    "school_class": ("grade", "letter"),
    "school_profile": ("name",),
    "school_year": ("key",),
    "subject": ("title",),
    "term": ("title_lv",),
}
"""Which columns make up the name of a row."""

_BETWEEN = {"school_class": "."}


def _roles(session: Session) -> dict[str, str]:
    return {role.key: role_title(role) for role in session.scalars(select(Role))}


_TITLES: dict[str, Callable[[Session], dict[str, str]]] = {
    "role_key": _roles,
    "kind_key": journals.kinds,
    "scheme_key": journals.schemes,
    "usual_scheme": journals.schemes,
}
"""Columns whose keys are data of the school or of plugins, and what the keys are called."""

_CODES: dict[str, Callable[[str], str | None]] = {"language": language_title, "citizenship": country_title}


class Names:
    """Names of rows, read once for a whole page; a row that is gone is called by its number."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: dict[str, dict[int, str]] = {}
        self._titles: dict[str, dict[str, str]] = {}

    def gather(self, lines: Iterable[HistoryLine]) -> None:
        """Read the names of everything that these lines refer to, one statement a table."""
        wanted: defaultdict[str, set[int]] = defaultdict(set)
        for line in lines:
            wanted[line.table].add(line.row_id)
            table = School.metadata.tables[line.table]
            for value in (line.old, line.new):
                for target, row_id in _references(table, line.column, value):
                    wanted[target].add(row_id)
        for table_name, ids in wanted.items():
            self._read(table_name, ids)

    def one(self, table: str, row_id: int) -> str:
        """The row's name; nothing where rows of its table have none."""
        if table not in _NAMES:
            return ""
        if row_id not in self._found.get(table, {}):
            self._read(table, {row_id})
        return self._found.get(table, {}).get(row_id, f"#{row_id}")

    def of_key(self, column: str, key: Any) -> str | None:
        """What a key in that column is called; nothing where the column holds no such keys."""
        if column in _CODES:
            return _CODES[column](key)
        if column not in _TITLES:
            return None
        if column not in self._titles:
            self._titles[column] = _TITLES[column](self._session)
        return self._titles[column].get(key)

    def _read(self, name: str, ids: set[int]) -> None:
        if name not in _NAMES or not ids:
            return
        table = School.metadata.tables[name]
        columns = [table.c[column] for column in _NAMES[name]]
        found = self._found.setdefault(name, {})
        for row_id, *parts in self._session.execute(select(table.c.id, *columns).where(table.c.id.in_(ids))):
            found[row_id] = _BETWEEN.get(name, " ").join(str(part) for part in parts)


def _references(table: Table, column: str | None, value: Any) -> Iterable[tuple[str, int]]:
    values: Mapping[str, Any] = value if column is None and isinstance(value, dict) else {column or "": value}
    for name, one in values.items():
        if name in table.c and isinstance(one, int):
            for key in table.c[name].foreign_keys:
                yield key.column.table.name, one
