"""Collects what accepted differences write, and writes it in bulk: rows that others stand on first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from core.classes.models import ClassMembership, ClassProgramme, ClassTeacher, SchoolClass
from core.foundation.database import School
from core.foundation.history.record import RowUpdate, insert_rows, update_rows
from core.people.models import (
    Address,
    CareStatus,
    Contact,
    Enrolment,
    EnrolmentStatus,
    Guardianship,
    Person,
    Post,
    PupilProgramme,
    SupportNeed,
)
from core.schools.models import Order, Programme, Room, SchoolProfile, SchoolYear
from klade_viis_sync.present import Row

# A row may refer to rows of the models before its own.
_ORDER: tuple[type[School], ...] = (
    SchoolProfile,
    SchoolYear,
    Room,
    Programme,
    Order,
    Person,
    Contact,
    Address,
    Post,
    CareStatus,
    SupportNeed,
    SchoolClass,
    ClassProgramme,
    ClassTeacher,
    Enrolment,
    EnrolmentStatus,
    PupilProgramme,
    ClassMembership,
    Guardianship,
)


@dataclass(frozen=True, slots=True)
class Ref:
    """A row by what the file calls it; its id is known once it is written."""

    kind: str
    key: str


Write = Callable[["Writer"], None]
"""What one difference writes."""


class Writer:
    """Rows to insert and to change. `known` holds the ids of rows that are there already."""

    def __init__(self, known: Mapping[Ref, int]) -> None:
        self._ids = dict(known)
        self._promised: set[Ref] = set()
        self._rows: dict[type[School], list[tuple[Ref | None, dict[str, Any]]]] = {model: [] for model in _ORDER}
        self._updates: dict[type[School], dict[int, RowUpdate]] = {model: {} for model in _ORDER}

    def knows(self, ref: Ref) -> bool:
        """The row is there, or will be."""
        return ref in self._ids or ref in self._promised

    def insert(self, model: type[School], values: dict[str, Any], ref: Ref | None = None) -> None:
        """A new row; a value may be the `Ref` of another row."""
        if ref is not None:
            self._promised.add(ref)
        self._rows[model].append((ref, values))

    def change(self, model: type[School], row: Row, new: dict[str, Any]) -> None:
        """New values of a row that was read, those columns among the others."""
        old: Mapping[str, Any] = {name: row.values[name] for name in new}
        # One change a row, for its version counts them.
        before = self._updates[model].get(row.id)
        if before is not None:
            old, new = {**old, **before.old}, {**before.new, **new}
        self._updates[model][row.id] = RowUpdate(row.id, row.version, old, new)

    def write(self, session: Session) -> None:
        """Write everything. Raises Conflict where a row changed since it was read."""
        for model in _ORDER:
            rows = self._rows[model]
            ids = insert_rows(session, model, [self._resolved(values) for _, values in rows])
            self._ids |= {ref: row_id for (ref, _), row_id in zip(rows, ids, strict=True) if ref is not None}
        for model, updates in self._updates.items():
            resolved = [RowUpdate(row.id, row.version, row.old, self._resolved(row.new)) for row in updates.values()]
            update_rows(session, model, resolved)

    def _resolved(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._ids[value] if isinstance(value, Ref) else value for name, value in values.items()}
