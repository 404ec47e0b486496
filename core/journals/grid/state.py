"""The named cells of a journal as one session sees them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation.history.models import Change, ChangeLine
from core.foundation.history.record import table_of
from core.journals.grid import statements
from core.journals.grid.cells import CellName
from core.journals.grid.places import Places
from core.journals.grid.sheets import ContentRow, shown_field
from core.journals.grid.shown import AbsenceRow, MarkRow, Marks, RollRow, Shown, is_absent, shown_absence, shown_roll
from core.values.marks import MarkScheme

R = TypeVar("R")

_change, _line = table_of(Change), table_of(ChangeLine)


@dataclass(slots=True)
class GridState:
    """Read once; savers keep it in step with what they write."""

    session: Session
    places: Places
    person_id: int
    today: date
    schemes: Mapping[str, MarkScheme]
    marks: Marks
    absences: dict[tuple[int, int], AbsenceRow] = field(default_factory=dict)
    attempts: dict[tuple[int, int], list[MarkRow]] = field(default_factory=dict)
    rolls: dict[int, RollRow] = field(default_factory=dict)
    contents: dict[int, ContentRow] = field(default_factory=dict)
    also: set[CellName] = field(default_factory=set)
    """Cells that changed because another did."""
    held: set[int] = field(default_factory=set)
    """Lessons whose state follows from what was recorded, and was written."""

    def read(self, cells: Collection[CellName]) -> None:
        """Read the rows of the cells and what stands beside them: five statements at most."""
        pupils = {cell.pupil for cell in cells if cell.pupil}
        works = set(self.places.works)
        lessons = {cell.column for cell in cells if cell.kind in "lr"}
        lessons |= {work.lesson_id for work in self.places.works.values() if work.lesson_id is not None}
        for roll in self._rows(statements.rolls_named, RollRow, lessons=lessons):
            self.rolls[roll.lesson_id] = roll
        for absence in self._rows(statements.absences_named, AbsenceRow, lessons=lessons, pupils=pupils):
            self.absences[absence.lesson_id, absence.pupil_id] = absence
        for mark in self._rows(statements.marks_named, MarkRow, assessments=works, pupils=pupils):
            self.attempts.setdefault((mark.assessment_id, mark.pupil_id), []).append(mark)
        sheets = {cell.column for cell in cells if cell.kind == "s"}
        for content in self._rows(statements.contents_named, ContentRow, lessons=sheets):
            self.contents[content.lesson_id] = content

    def _rows(self, statement: Any, row: Callable[..., R], **named: set[int]) -> Iterator[R]:
        """The rows that a statement finds; nothing is asked where nothing is named."""
        if all(named.values()):
            values = {name: sorted(ids) for name, ids in named.items()}
            for found in self.session.connection().execute(statement, values):
                yield row(*found)

    def shown(self, cell: CellName) -> Shown:
        """A cell as it is now."""
        if cell.kind == "s":
            return shown_field(self.contents.get(cell.column), cell.field)
        if cell.kind == "r":
            return shown_roll(self.rolls.get(cell.column))
        if cell.kind == "l":
            return shown_absence(self.absences.get((cell.column, cell.pupil)))
        work = self.places.works[cell.column]
        absent = work.lesson_id is not None and is_absent(self.absences.get((work.lesson_id, cell.pupil)))
        attempts = self.attempts.get((work.id, cell.pupil), ())
        return self.marks.shown(attempts, summative=work.is_summative, absent=absent)

    def last_change(self, table: str, row_ids: list[int]) -> tuple[str, datetime]:
        """Who changed these rows last, and when."""
        statement = (
            select(_change.c.author, _change.c.at)
            .select_from(_line.join(_change, _change.c.id == _line.c.change_id))
            .where(_line.c.table_name == table, _line.c.row_id.in_(row_ids))
            .order_by(_line.c.id.desc())
            .limit(1)
        )
        author, at = self.session.connection().execute(statement).one()
        return author, at
