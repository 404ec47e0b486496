"""The named cells of a journal as one session sees them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.history.models import Change, ChangeLine
from core.foundation.history.record import table_of
from core.journals.grid import statements
from core.journals.grid.averages import Counted, average_texts, counted_marks
from core.journals.grid.cells import CellName
from core.journals.grid.head import Period, period_of
from core.journals.grid.places import Places
from core.journals.grid.sheets import ContentRow, shown_field
from core.journals.grid.shown import (
    AbsenceRow,
    Marks,
    RollRow,
    Shown,
    StoredMark,
    is_absent,
    shown_absence,
    shown_roll,
    standing,
)
from core.values.marks import MarkScheme

R = TypeVar("R")

_change, _line = table_of(Change), table_of(ChangeLine)


@dataclass(slots=True)
class GridState:
    """Read before the writing transaction, which is then short; savers keep it in step with what they write.

    A row that changed in between has another version, or exists by then: the write fails whole and is tried anew.
    """

    session: Session
    places: Places
    person_id: int
    today: date
    schemes: Mapping[str, MarkScheme]
    marks: Marks
    term: str | None
    """Of which averages are shown."""
    settings: Callable[[Session, str], Mapping[str, Any]]
    """The school's values of a settings section."""
    absences: dict[tuple[int, int], AbsenceRow] = field(default_factory=dict)
    excused: dict[tuple[int, int], str] = field(default_factory=dict)
    """By lesson and pupil, whether an absence is recorded or not."""
    attempts: dict[tuple[int, int], list[StoredMark]] = field(default_factory=dict)
    rolls: dict[int, RollRow] = field(default_factory=dict)
    contents: dict[int, ContentRow] = field(default_factory=dict)
    counted: Counted = field(default_factory=dict)
    period: Period | None = None
    """Read where averages may change."""
    also: set[CellName] = field(default_factory=set)
    """Cells that changed because another did."""
    held: set[int] = field(default_factory=set)
    """Lessons whose state follows from what was recorded, and was written."""

    def copy_for(self, session: Session) -> "GridState":
        """The same for a writing session; the original stays as it was read."""
        return replace(
            self,
            session=session,
            absences=dict(self.absences),
            attempts={key: list(rows) for key, rows in self.attempts.items()},
            rolls=dict(self.rolls),
            contents=dict(self.contents),
            also=set(),
            held=set(),
        )

    def read(self, cells: Collection[CellName]) -> None:
        """Read the rows of the cells and what stands beside them: six statements at most, one each."""
        pupils = {cell.pupil for cell in cells if cell.pupil}
        works = set(self.places.works)
        lessons = {cell.column for cell in cells if cell.kind in "lr"}
        lessons |= {work.lesson_id for work in self.places.works.values() if work.lesson_id is not None}
        recorded = lessons & set(self.places.lessons)
        for roll in self._rows(statements.rolls_named, RollRow, lessons=recorded):
            self.rolls[roll.lesson_id] = roll
        for absence in self._rows(statements.absences_named, AbsenceRow, lessons=lessons, pupils=pupils):
            self.absences[absence.lesson_id, absence.pupil_id] = absence
        attended = {cell.column for cell in cells if cell.kind == "l"}
        for lesson, pupil, code in self._rows(statements.excused_named, _plain, lessons=attended, pupils=pupils):
            self.excused[lesson, pupil] = code
        for mark in self._rows(statements.marks_named, StoredMark, assessments=works, pupils=pupils):
            self.attempts.setdefault((mark.assessment_id, mark.pupil_id), []).append(mark)
        sheets = {cell.column for cell in cells if cell.kind == "s"}
        for content in self._rows(statements.contents_named, ContentRow, lessons=sheets):
            self.contents[content.lesson_id] = content
        graded = {cell.pupil for cell in cells if cell.kind == "a" and self._is_summative(cell)}
        if graded:
            self.period = period_of(self.session, self.places.head, self.term)
            self.counted = counted_marks(self.session, self.places.head, self.period, graded)

    def _rows(self, statement: Any, row: Callable[..., R], **named: set[int]) -> Iterator[R]:
        """The rows that a statement finds; nothing is asked where nothing is named."""
        if all(named.values()):
            values: dict[str, Any] = {name: sorted(ids) for name, ids in named.items()}
            if "assessments" in named:
                values |= own_values(self.person_id, self.today)
            for found in self.session.connection().execute(statement, values):
                yield row(*found)

    def averages(self) -> dict[str, str]:
        """By pupil: the averages of whom the cells may concern, with what was written since."""
        head, period = self.places.head, self.period
        if period is None:
            return {}
        counted = {pupil: dict(marks) for pupil, marks in self.counted.items()}
        for (work_id, pupil), attempts in self.attempts.items():
            work = self.places.works[work_id]
            counts = work.is_summative and work.scheme_key == head.usual_scheme
            if pupil in counted and counts and period.first <= work.day <= period.last:
                stand = standing(attempts)
                number = stand[-1].number if stand and stand[-1].counts else None
                counted[pupil][work_id] = (number, work.weight)
        return average_texts(counted)

    def _is_summative(self, cell: CellName) -> bool:
        work = self.places.works.get(cell.column)
        return work is not None and work.is_summative

    def shown(self, cell: CellName) -> Shown:
        """A cell as it is now."""
        if cell.kind == "s":
            return shown_field(self.contents.get(cell.column), cell.field)
        if cell.kind == "r":
            return shown_roll(self.rolls.get(cell.column))
        if cell.kind == "c":
            mark = self.shown(CellName("a", cell.column, cell.pupil))
            return Shown(mark.version, text=mark.comment, value=mark.comment)
        if cell.kind == "l":
            place = (cell.column, cell.pupil)
            return shown_absence(self.absences.get(place), self.excused.get(place))
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


def _plain(*row: Any) -> tuple[Any, ...]:
    return row


def own_values(person_id: int, today: date) -> dict[str, Any]:
    """What the statements of marks compare with to tell a mark that the asker wrote today."""
    return {"asker": person_id, "midnight": clock.at_local(today, time())}
