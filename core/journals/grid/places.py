"""Where the written cells lie: the lessons, assessments and pupils that they name, as the journal has them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from core.journals.grid import statements
from core.journals.grid.cells import CellName
from core.journals.grid.head import Head
from core.journals.grid.members import Member, members_of


class LessonPlace(NamedTuple):
    """A lesson in which something was written."""

    id: int
    day: date
    number: int | None
    state: str
    taught_by_id: int | None
    version: int


class Work(NamedTuple):
    """An assessment in which something was written, or of such a lesson."""

    id: int
    lesson_id: int | None
    day: date
    kind: str
    scheme_key: str
    title: str
    weight: int
    points: int | None = None

    @property
    def is_summative(self) -> bool:
        return self.kind == "summative"


@dataclass(frozen=True, slots=True)
class Places:
    """What the cells name and the journal has; a cell of another journal finds nothing here."""

    head: Head
    lessons: dict[int, LessonPlace]
    works: dict[int, Work]
    members: dict[int, Member]

    def has(self, cell: CellName) -> bool:
        """The journal has the cell's lesson or assessment still."""
        return cell.column in (self.works if cell.kind in "ac" else self.lessons)

    def works_of(self, lesson_id: int) -> list[Work]:
        return [work for work in self.works.values() if work.lesson_id == lesson_id]


def places_of(session: Session, head: Head, cells: Collection[CellName], *, with_lessons: bool = True) -> Places:
    """Three statements at most, however many cells. A mark alone needs nothing of its lesson: `with_lessons`."""
    named = list(cells)
    connection = session.connection()
    lesson_ids = {cell.column for cell in named if cell.kind not in "ac"}
    codes = sorted({cell.column for cell in named if cell.kind == "l"})
    work_ids = sorted({cell.column for cell in named if cell.kind in "ac"})
    works: dict[int, Work] = {}
    if codes or work_ids:
        values: dict[str, Any] = {"journal": head.id, "assessments": work_ids, "lessons": codes}
        works = {row[0]: Work(*row) for row in connection.execute(statements.assessments_named, values)}
        if with_lessons:
            lesson_ids |= {work.lesson_id for work in works.values() if work.lesson_id is not None}
    lessons: dict[int, LessonPlace] = {}
    if lesson_ids:
        values = {"journal": head.id, "lessons": sorted(lesson_ids)}
        lessons = {row[0]: LessonPlace(*row) for row in connection.execute(statements.lessons_named, values)}
    pupils = sorted({cell.pupil for cell in named if cell.pupil})
    # "Visi klāt" tells how many were there, which takes every pupil of the journal.
    everybody = any(cell.kind == "r" for cell in named)
    members = members_of(session, head.id, None if everybody else pupils) if pupils or everybody else {}
    return Places(head, lessons, works, members)
