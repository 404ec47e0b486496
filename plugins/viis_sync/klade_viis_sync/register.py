"""Everything that one file says about one school, as typed records."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeVar, cast

from core.values.imports import FileProblem
from klade_viis_sync.manifest import Manifest
from klade_viis_sync.records import Record
from klade_viis_sync.tables import Table

R = TypeVar("R", bound=Record)


@dataclass(slots=True)
class Register:
    """The tables of a file; `files` says where each stands, and a table that is not in it was not sent."""

    manifest: Manifest
    files: dict[str, str] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)
    left_out: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Keys of rows that are left out, by table: rows that stand on them are left out too, and say so."""

    _records: dict[str, list[Record]] = field(default_factory=dict)

    def rows(self, table: Table[R]) -> list[R]:
        """The rows of a table."""
        return cast("list[R]", self._records.get(table.name, []))

    def take(self, table: Table[R], records: list[R]) -> None:
        """These are the table's rows from now on."""
        self._records[table.name] = cast("list[Record]", records)

    def has(self, table: Table[R]) -> bool:
        """The file has this table."""
        return table.name in self.files

    def keys(self, table: Table[R]) -> set[str] | None:
        """The keys that a table gives; nothing where the file has no such table."""
        return {record.key for record in self.rows(table)} if self.has(table) else None
