"""History of a cell: what stood in it, who wrote what and when."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.errors import NotFound
from core.foundation.history.queries import HistoryLine, history_of
from core.foundation.text import moment_text
from core.journals.grid import statements
from core.journals.grid.cells import CellName, attendance_code
from core.journals.grid.points import points_text
from core.journals.grid.sheets import homework_shown

States = dict[int, dict[str, Any]]
"""By row: its columns at a moment."""


def cell_history(session: Session, journal_id: int, cell: CellName) -> list[dict[str, str]]:
    """Each value that the cell had, newest first. Raises NotFound for a cell of another journal."""
    table, rows, value_of = _rows_of(session, journal_id, cell)
    states: States = {}
    told: list[dict[str, str]] = []
    value = comment = ""
    lines = sorted(history_of(session, table, rows), key=lambda line: line.change_id) if rows else []
    for _change, group in groupby(lines, key=lambda line: line.change_id):
        changed = list(group)
        _apply(states, changed)
        now = value_of(states)
        if now != value:
            told.append(_told(changed[0], value, now, is_retake=len(_standing(states)) > 1))
        said = _comment(states) if cell.kind in "ac" else ""
        if said != comment and now:
            told.append(_commented(changed[0], now, said))
        value, comment = now, said
    return told[::-1]


def _told(line: HistoryLine, old: str, new: str, *, is_retake: bool) -> dict[str, str]:
    note = ""
    if line.kind in ("journal.undone", "journal.redone"):
        note = _("Undone") if line.kind == "journal.undone" else _("Redone")
    elif old and new:
        note = _("Improved mark") if is_retake else _("Correction")
    return {"who": line.author, "when": moment_text(line.at), "old": old, "value": new, "note": note}


def _commented(line: HistoryLine, value: str, comment: str) -> dict[str, str]:
    note = _("Comment: %(text)s", text=comment) if comment else _("Comment taken away")
    return {"who": line.author, "when": moment_text(line.at), "old": value, "value": value, "note": note}


def _comment(states: States) -> str:
    stand = _standing(states)
    return str(stand[-1].get("comment") or "") if stand else ""


def _apply(states: States, lines: Iterable[HistoryLine]) -> None:
    for line in lines:
        if line.column is not None:
            states.setdefault(line.row_id, {})[line.column] = line.new
        elif line.new is not None:
            states[line.row_id] = dict(line.new)
        else:
            states.pop(line.row_id, None)


def _standing(states: States) -> list[dict[str, Any]]:
    rows = [row for row in states.values() if row.get("voided") is None]
    return sorted(rows, key=lambda row: row.get("attempt", 0))


def _rows_of(session: Session, journal_id: int, cell: CellName) -> tuple[str, list[int], Callable[[States], str]]:
    """Table, rows and how their states read, of a cell."""
    owner = statements.ASSESSMENT if cell.kind in "ac" else statements.LESSON
    connection = session.connection()
    is_here = select(owner.c.id).where(owner.c.id == cell.column, owner.c.journal_id == journal_id)
    if connection.scalar(is_here) is None:
        raise NotFound(_("The journal has no such cell."))
    table: Any
    value_of: Callable[[States], str]
    if cell.kind in "ac":
        table, value_of = statements.MARK, _mark
        found = select(table.c.id).where(table.c.assessment_id == cell.column, table.c.pupil_id == cell.pupil)
    elif cell.kind == "l":
        table, value_of = statements.ABSENCE, _absence
        found = select(table.c.id).where(table.c.lesson_id == cell.column, table.c.pupil_id == cell.pupil)
    elif cell.kind == "r":
        table, value_of = statements.ROLL, _roll
        found = select(table.c.id).where(table.c.lesson_id == cell.column)
    else:
        table, value_of = statements.CONTENT, _field(cell.field)
        found = select(table.c.id).where(table.c.lesson_id == cell.column, table.c.school_class_id.is_(None))
    return table.name, list(connection.scalars(found)), value_of


def _mark(states: States) -> str:
    stand = _standing(states)
    if not stand:
        return ""
    text, points = str(stand[-1]["text"]), stand[-1].get("points")
    return text if points is None else _("%(mark)s (%(points)s p.)", mark=text, points=points_text(points))


def _absence(states: States) -> str:
    stand = _standing(states)
    return attendance_code(stand[-1]["kind"], stand[-1]["minutes"]) if stand else ""


def _roll(states: States) -> str:
    return _("Roll call taken") if _standing(states) else ""


def _field(field: str) -> Callable[[States], str]:
    def value(states: States) -> str:
        row = next(iter(states.values()), {})
        if field == "homework":
            return homework_shown(row.get("homework"), row.get("homework_none"))
        return row.get("homework_due" if field == "due" else field) or ""

    return value
