"""What a teacher does on the page: save, undo, look for colleagues' changes. Each reads, writes once, and answers."""

from collections.abc import Collection
from functools import partial
from typing import Any

import orjson
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.errors import Conflict
from core.foundation.runtime import Klade
from core.foundation.scope import Scope
from core.journals.grid import statements
from core.journals.grid.assessing import NewAssessment, add_assessment
from core.journals.grid.cells import CellName, squeezed
from core.journals.grid.head import head_of
from core.journals.grid.members import members_of
from core.journals.grid.page import enabled_schemes
from core.journals.grid.places import Places, places_of
from core.journals.grid.revisions import changed_since, has_other_columns
from core.journals.grid.saving.batch import Batch, move_revision, save, stored_answer
from core.journals.grid.saving.entries import Entry
from core.journals.grid.shown import Marks
from core.journals.grid.state import GridState
from core.journals.grid.undoing import ADDED, RECORDED, REDONE, UNDONE, cells_of_change, take_back

_TRIES = 3


class Acts:
    """The acts of one request in one journal."""

    def __init__(self, klade: Klade, scope: Scope, journal_id: int, term: str | None) -> None:
        self._klade = klade
        self._scope = scope
        self._journal_id = journal_id
        self._term = term
        self._schemes = enabled_schemes(klade, scope.session)
        self._today = clock.today()

    def save(self, batch: Batch) -> str:
        """Save a batch; the answer as JSON, the stored one where the batch came before. Raises Conflict."""
        cells = [entry.cell for entry in batch.entries]
        with_lessons = any(_needs_lesson(entry) for entry in batch.entries)
        for remaining in reversed(range(_TRIES)):
            state = self._state(self._scope.session, self._places(cells, with_lessons=with_lessons))
            state.read(cells)
            try:
                return self._scope.write(RECORDED, partial(_save, state, batch))
            except (Conflict, IntegrityError):
                # Between reading and writing somebody was quicker, or this very batch came before: look again.
                stored = stored_answer(self._scope.session, batch)
                if stored is not None:
                    return stored
                if not remaining:
                    raise
        raise AssertionError("unreachable")

    def saved_results(self, batch: Batch) -> list[dict[str, Any]]:
        """Save a batch; what became of each cell."""
        results: list[dict[str, Any]] = orjson.loads(self.save(batch))["results"]
        return results

    def add_assessment(self, new: NewAssessment) -> str:
        """Add a column of marks; its name. Raises Invalid."""
        head = head_of(self._scope.session, self._journal_id)

        def work(session: Session) -> str:
            assessment = add_assessment(session, head, new, self._schemes)
            move_revision(session, self._journal_id)
            return f"a{assessment}"

        return self._scope.write(ADDED, work)

    def pupil_named(self, cell: str) -> str:
        """`Bērziņa Anna: `, before what is said of the pupil's cell; nothing for other cells."""
        pupil = CellName.read(cell).pupil
        members = members_of(self._scope.session, self._journal_id, [pupil]) if pupil else {}
        return "".join(f"{member.name}: " for member in members.values())

    def take_back(self, change_id: int, *, again: bool) -> dict[str, Any]:
        """Undo a change of the asker, or undo that undo. Raises NotFound, Conflict."""
        asker = self._scope.asker.person_id
        touched = cells_of_change(self._scope.session, self._journal_id, change_id, asker)
        places = self._places(touched.names)

        def work(session: Session) -> dict[str, Any]:
            left = take_back(session, change_id, touched, places)
            change = move_revision(session, self._journal_id)
            cells = [*touched.names, *_beside(touched.names, places)]
            other_columns = any(table == "assessment" for table, _row in touched.columns)
            return {"change": change, "left": left, "changed_columns": other_columns} | self._now(
                session, places, cells
            )

        return self._scope.write(REDONE if again else UNDONE, work)

    def since(self, revision: int) -> dict[str, Any] | None:
        """What changed in the journal since; nothing where nothing did."""
        session = self._scope.session
        now = session.connection().scalar(statements.revision, {"journal": self._journal_id}) or 0
        if now <= revision:
            return None
        authors = changed_since(session, self._journal_id, revision)
        places = self._places(authors)
        answer = self._now(session, places, [*authors, *_beside(authors, places)])
        for cell in answer["cells"]:
            known = authors.get(CellName.read(cell["cell"]))
            if known is not None:
                cell["author"], cell["at"] = known[0], known[1].isoformat()
        other_columns = has_other_columns(session, self._journal_id, revision)
        return {"revision": now, "changed_columns": other_columns} | answer

    def _places(self, cells: Collection[CellName], *, with_lessons: bool = True) -> Places:
        session = self._scope.session
        return places_of(session, head_of(session, self._journal_id), cells, with_lessons=with_lessons)

    def _state(self, session: Session, places: Places) -> GridState:
        asker = self._scope.asker.person_id
        marks, settings = Marks(self._klade.schemes), self._klade.settings.values
        return GridState(session, places, asker, self._today, self._schemes, marks, self._term, settings)

    def _now(self, session: Session, places: Places, cells: Collection[CellName]) -> dict[str, Any]:
        """The cells as they are now, and the averages beside them."""
        state = self._state(session, places)
        state.read(cells)
        shown = [state.shown(cell).answer(str(cell)) for cell in dict.fromkeys(cells) if places.has(cell)]
        return {"cells": shown, "averages": state.averages()}


def _needs_lesson(entry: Entry) -> bool:
    """A mark alone needs nothing of its lesson; `n` in its column does."""
    return entry.cell.kind not in "ac" or (entry.cell.kind == "a" and squeezed(entry.value) == "n")


def _save(state: GridState, batch: Batch, session: Session) -> str:
    return save(state.copy_for(session), batch)


def _beside(cells: Collection[CellName], places: Places) -> list[CellName]:
    """Marks of a lesson show whether the pupil was there."""
    return [
        CellName("a", work.id, cell.pupil)
        for cell in cells
        if cell.kind == "l"
        for work in places.works_of(cell.column)
    ]
