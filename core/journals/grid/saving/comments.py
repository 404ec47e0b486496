"""Saving comments on marks: a comment stands on the mark of now, and goes to the family with it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from core.foundation.history.models import Change, ChangeLine
from core.foundation.history.record import table_of, update_row
from core.journals.assessment.models import Mark
from core.journals.grid.cells import CellName
from core.journals.grid.saving.entries import Entry, Result, conflict, refused, saved
from core.journals.grid.saving.marks import NO_WORK
from core.journals.grid.shown import EMPTY, StoredMark, standing
from core.journals.grid.state import GridState

LONGEST = 500
NO_MARK = _l("A comment is about a mark: write the mark first.")
TOO_LONG = _l("At most %(longest)s signs fit here.", longest=LONGEST)

_change, _line = table_of(Change), table_of(ChangeLine)


def mark_cell(comment: CellName) -> CellName:
    return CellName("a", comment.column, comment.pupil)


class Comments:
    """Saves comments; `before` are the versions of their marks before this batch wrote anything."""

    def __init__(self, state: GridState, before: Mapping[CellName, int]) -> None:
        self._state = state
        self._before = before

    def save(self, entry: Entry) -> Result:
        state = self._state
        if entry.cell.column not in state.places.works:
            return refused(entry, NO_WORK, EMPTY)
        now = state.shown(entry.cell)
        attempts = state.attempts.get((entry.cell.column, entry.cell.pupil), [])
        stand = standing(attempts)
        text = entry.value.strip()
        if not stand:
            return refused(entry, NO_MARK, EMPTY)
        if len(text) > LONGEST:
            return refused(entry, TOO_LONG, EMPTY)
        if text == now.value:
            return saved(entry, now)
        newer = self._before[entry.cell] - entry.version
        other = self._changed_since(attempts, newer) if newer > 0 else None
        if other is not None:
            return conflict(entry, now, *other)
        self._write(stand[-1], text or None)
        return saved(entry, state.shown(entry.cell))

    def _write(self, row: StoredMark, text: str | None) -> None:
        state = self._state
        version = update_row(state.session, Mark, row.id, {"comment": row.comment}, {"comment": text}, row.version)
        rows = state.attempts[row.assessment_id, row.pupil_id]
        rows[rows.index(row)] = row._replace(version=version, comment=text)
        state.also.add(CellName("a", row.assessment_id, row.pupil_id))

    def _changed_since(self, attempts: list[StoredMark], newer: int) -> tuple[str, str] | None:
        """Who changed the comment among the newest changes of these marks; their values do not matter."""
        statement = (
            select(_line.c.change_id, _line.c.column_name, _change.c.author, _change.c.at)
            .select_from(_line.join(_change, _change.c.id == _line.c.change_id))
            .where(_line.c.table_name == Mark.__tablename__, _line.c.row_id.in_([row.id for row in attempts]))
            .order_by(_line.c.id.desc())
        )
        seen: set[int] = set()
        found: Any = self._state.session.connection().execute(statement)
        for change_id, column, author, at in found:
            seen.add(change_id)
            if len(seen) > newer:
                return None
            if column == "comment":
                return author, at.isoformat()
        return None
