"""Which cells of a journal stand on which rows, and how they are now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.journals.grid import statements
from core.journals.grid.cells import FIELDS, CellName

RowRef = tuple[str, int]
"""Table and id."""

CELL_TABLES = ("absence", "mark", "roll_call", "lesson_content")
COLUMN_TABLES = ("lesson", "assessment")


@dataclass(frozen=True, slots=True)
class Touched:
    """Rows of history, as this journal sees them."""

    cells: dict[RowRef, list[CellName]]
    columns: set[RowRef]
    """Lessons and assessments themselves: the grid has other columns now."""

    @property
    def names(self) -> list[CellName]:
        return [cell for cells in self.cells.values() for cell in cells]


def touched_cells(session: Session, journal_id: int, rows: Iterable[RowRef]) -> Touched:
    """The cells of the journal that stand on these rows; rows of other journals give none."""
    ids: dict[str, list[int]] = {}
    for table, row_id in rows:
        ids.setdefault(table, []).append(row_id)
    cells: dict[RowRef, list[CellName]] = {}
    connection = session.connection()
    for table in CELL_TABLES:
        if table in ids:
            for row_id, column, pupil in connection.execute(_rows(table), {"journal": journal_id, "ids": ids[table]}):
                cells[table, row_id] = _names(table, column, pupil)
    columns: set[RowRef] = set()
    for table in COLUMN_TABLES:
        if table in ids:
            owner = statements.LESSON if table == "lesson" else statements.ASSESSMENT
            found = select(owner.c.id).where(owner.c.journal_id == journal_id, owner.c.id.in_(ids[table]))
            columns |= {(table, row_id) for row_id in connection.scalars(found)}
    return Touched(cells, columns)


def _names(table: str, column: int, pupil: int) -> list[CellName]:
    if table == "lesson_content":
        return [CellName("s", column, field=field) for field in FIELDS]
    if table == "roll_call":
        return [CellName("r", column)]
    return [CellName("l" if table == "absence" else "a", column, pupil)]


def _rows(table: str) -> Any:
    return _STATEMENTS[table]


def _of_lesson(table: Any, pupil: Any) -> Any:
    return (
        select(table.c.id, table.c.lesson_id, pupil)
        .select_from(table.join(statements.LESSON, statements.LESSON.c.id == table.c.lesson_id))
        .where(statements.LESSON.c.journal_id == statements.HERE, table.c.id.in_(statements.IDS))
    )


_STATEMENTS = {
    "absence": _of_lesson(statements.ABSENCE, statements.ABSENCE.c.pupil_id),
    "roll_call": _of_lesson(statements.ROLL, statements.LESSON.c.id),
    "lesson_content": _of_lesson(statements.CONTENT, statements.LESSON.c.id).where(
        statements.CONTENT.c.school_class_id.is_(None)
    ),
    "mark": select(statements.MARK.c.id, statements.MARK.c.assessment_id, statements.MARK.c.pupil_id)
    .select_from(
        statements.MARK.join(statements.ASSESSMENT, statements.ASSESSMENT.c.id == statements.MARK.c.assessment_id)
    )
    .where(statements.ASSESSMENT.c.journal_id == statements.HERE, statements.MARK.c.id.in_(statements.IDS)),
}
