"""What changed in a journal since a revision: colleagues' values, who wrote them and when."""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.foundation.history.models import Change, ChangeLine
from core.foundation.history.record import table_of
from core.journals.excuses.shown import EXCUSE, within
from core.journals.grid import statements
from core.journals.grid.cells import FIELDS, CellName

_change, _line = table_of(Change), table_of(ChangeLine)
_since: Any = statements.SINCE

Author = tuple[str, datetime]


def _changed(table: Any, owner: Any, owner_id: Any, *columns: Any) -> Any:
    """Rows of a table in this journal with a line since the revision, oldest change first."""
    return (
        select(*columns, _change.c.author, _change.c.at)
        .select_from(
            _line.join(_change, _change.c.id == _line.c.change_id)
            .join(table, table.c.id == _line.c.row_id)
            .join(owner, owner.c.id == owner_id)
        )
        .where(_line.c.change_id > _since, _line.c.table_name == table.name, owner.c.journal_id == statements.HERE)
        .order_by(_line.c.change_id)
    )


def _of_lesson(table: Any, *columns: Any) -> Any:
    return _changed(table, statements.LESSON, table.c.lesson_id, table.c.lesson_id, *columns)


_absences = _of_lesson(statements.ABSENCE, statements.ABSENCE.c.pupil_id)
_rolls = _of_lesson(statements.ROLL)
_contents = _of_lesson(statements.CONTENT).where(statements.CONTENT.c.school_class_id.is_(None))
_marks = _changed(
    statements.MARK,
    statements.ASSESSMENT,
    statements.MARK.c.assessment_id,
    statements.MARK.c.assessment_id,
    statements.MARK.c.pupil_id,
)

_excused: Any = (
    select(statements.ABSENCE.c.lesson_id, statements.ABSENCE.c.pupil_id, _change.c.author, _change.c.at)
    .select_from(
        _line.join(_change, _change.c.id == _line.c.change_id)
        .join(EXCUSE, EXCUSE.c.id == _line.c.row_id)
        .join(statements.ABSENCE, statements.ABSENCE.c.pupil_id == EXCUSE.c.pupil_id)
        .join(
            statements.LESSON,
            (statements.LESSON.c.id == statements.ABSENCE.c.lesson_id) & within(EXCUSE, statements.LESSON),
        )
    )
    .where(
        _line.c.change_id > _since,
        _line.c.table_name == EXCUSE.name,
        statements.LESSON.c.journal_id == statements.HERE,
        statements.ABSENCE.c.voided.is_(None),
    )
    .order_by(_line.c.change_id)
)
"""Absences whose code follows from an excuse that was given or ended since."""

_gone_contents = (
    select(_line.c.old, _change.c.author, _change.c.at)
    .select_from(_line.join(_change, _change.c.id == _line.c.change_id))
    .where(_line.c.change_id > _since, _line.c.table_name == statements.CONTENT.name, _line.c.new.is_(None))
    .where(_line.c.column_name.is_(None))
)
"""Sheets that an undo took away, of any journal: the row that would tell which is gone."""

# A lesson that was held is the same column; one that came, moved or was cancelled is not.
_SAME_COLUMN = or_(_line.c.column_name == "taught_by_id", _line.c.new.in_(('"held"', '"planned"')))


def _columns(table: Any) -> Any:
    return (
        select(_line.c.id)
        .select_from(_line.join(table, table.c.id == _line.c.row_id))
        .where(
            _line.c.change_id > _since,
            _line.c.table_name == table.name,
            table.c.journal_id == statements.HERE,
            or_(_line.c.column_name.is_(None), ~_SAME_COLUMN),
        )
        .limit(1)
    )


_lesson_columns, _assessment_columns = _columns(statements.LESSON), _columns(statements.ASSESSMENT)


def changed_since(session: Session, journal_id: int, revision: int) -> dict[CellName, Author]:
    """The cells with a change since, and by whom and when the last one was; among them may be lessons of elsewhere."""
    values = {"journal": journal_id, "since": revision}
    connection = session.connection()
    found: dict[CellName, Author] = {}
    for kind, statement in (("l", _excused), ("l", _absences), ("a", _marks)):
        for column, pupil, author, at in connection.execute(statement, values):
            found[CellName("l" if kind == "l" else "a", column, pupil)] = (author, at)
    for column, author, at in connection.execute(_rolls, values):
        found[CellName("r", column)] = (author, at)
    contents: list[Any] = list(connection.execute(_contents, values))
    for row, author, at in connection.execute(_gone_contents, values):
        contents.append((orjson.loads(row)["lesson_id"], author, at))
    for column, author, at in contents:
        found |= {CellName("s", column, field=field): (author, at) for field in FIELDS}
    return found


def has_other_columns(session: Session, journal_id: int, revision: int) -> bool:
    """Lessons or assessments themselves changed since."""
    values = {"journal": journal_id, "since": revision}
    connection = session.connection()
    return any(
        connection.execute(statement, values).first() is not None
        for statement in (_lesson_columns, _assessment_columns)
    )
