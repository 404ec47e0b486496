"""What may be asked about imports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.imports.differences import difference_of
from core.imports.models import Import, ImportDifference, ImportProblem
from core.values.imports import Difference, FileProblem, Kind, Severity


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An import in the list of all."""

    id: int
    importer_key: str
    state: str
    file_name: str
    received_at: datetime
    received_by: str
    applied_at: datetime | None
    applied_by: str | None


@dataclass(frozen=True, slots=True)
class StoredDifference:
    """A difference as it was shown, whether it is chosen, and what became of it."""

    id: int
    difference: Difference
    is_chosen: bool
    outcome: str
    reason: str | None


def imports_newest_first(session: Session, most: int = 100) -> list[ImportLine]:
    """The imports of the school."""
    columns = [getattr(Import, name) for name in ImportLine.__dataclass_fields__]
    rows = session.execute(select(*columns).order_by(Import.id.desc()).limit(most))
    return [ImportLine(*row) for row in rows]


def problems_of(session: Session, import_id: int) -> list[FileProblem]:
    """The faults of a file, as they stand in it."""
    rows = session.execute(
        select(
            ImportProblem.severity,
            ImportProblem.file,
            ImportProblem.text,
            ImportProblem.placed,
            ImportProblem.line,
            ImportProblem.column_name,
        )
        .where(ImportProblem.import_id == import_id)
        .order_by(ImportProblem.id)
    )
    return [
        FileProblem(Severity(severity), file, text, orjson.loads(placed), line, column)
        for severity, file, text, placed, line, column in rows
    ]


def differences_of(
    session: Session, import_id: int, entity: str | None = None, kind: Kind | None = None
) -> "DifferenceQuery":
    """The differences of an import, all or of one sort."""
    conditions = [ImportDifference.import_id == import_id]
    if entity is not None:
        conditions.append(ImportDifference.entity == entity)
    if kind is not None:
        conditions.append(ImportDifference.kind == kind)
    return DifferenceQuery(session, conditions)


class DifferenceQuery:
    """Differences that can be counted and read a page at a time."""

    def __init__(self, session: Session, conditions: Sequence[Any]) -> None:
        self._session = session
        self._conditions = conditions

    def count(self) -> int:
        statement = select(func.count()).select_from(ImportDifference).where(*self._conditions)
        return self._session.scalar(statement) or 0

    def read(self, first: int = 0, most: int | None = None) -> list[StoredDifference]:
        """In the order of the file."""
        statement = (
            select(
                ImportDifference.id,
                ImportDifference.is_chosen,
                ImportDifference.outcome,
                ImportDifference.reason,
                ImportDifference.kind,
                ImportDifference.entity,
                ImportDifference.key,
                ImportDifference.title,
                ImportDifference.body,
            )
            .where(*self._conditions)
            .order_by(ImportDifference.id)
            .offset(first)
            .limit(most)
        )
        return [
            StoredDifference(row_id, difference_of(*told), is_chosen, outcome, reason)
            for row_id, is_chosen, outcome, reason, *told in self._session.execute(statement)
        ]


def chosen_counts(session: Session, import_id: int) -> dict[str, int]:
    """How many differences of each sort are chosen."""
    rows = session.execute(
        select(ImportDifference.entity, func.count())
        .where(ImportDifference.import_id == import_id, ImportDifference.is_chosen.is_(True))
        .group_by(ImportDifference.entity)
    )
    return dict(rows.all())


def outcome_counts(session: Session, import_id: int) -> list[tuple[str, str | None, int]]:
    """What became of the differences: outcome, reason, how many."""
    rows = session.execute(
        select(ImportDifference.outcome, ImportDifference.reason, func.count())
        .where(ImportDifference.import_id == import_id)
        .group_by(ImportDifference.outcome, ImportDifference.reason)
        .order_by(func.count().desc())
    )
    return [(outcome, reason, number) for outcome, reason, number in rows]
