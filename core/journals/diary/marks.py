"""A pupil's marks as the family sees them: the mark of now, what it was before a retake, and what it is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from core.foundation.runtime import Klade
from core.journals.diary import statements
from core.journals.grid.shown import MarkRow, Marks, standing

SUMMATIVE = "summative"
_WORK = 8


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A piece of work, and the pupil's mark for it where there is one."""

    journal_id: int
    lesson_id: int | None
    day: date
    kind: str
    title: str
    weight: int
    subject: str
    look: str
    text: str
    old: str
    """The value before a retake."""
    given: date | None
    comments: tuple[str, ...]
    is_open: bool
    """Not a mark yet (`nv`): the work can still be done."""

    @property
    def is_summative(self) -> bool:
        return self.kind == SUMMATIVE

    @property
    def weight_text(self) -> str:
        """`2`; nothing where it counts once."""
        return "" if self.weight == 100 else f"{self.weight / 100:g}"


@dataclass(slots=True)
class SubjectMarks:
    """A subject and its marks in time order."""

    title: str
    marks: list[ShownMark]


def by_subject(klade: Klade, session: Session, pupil_id: int, day: date) -> list[SubjectMarks]:
    """All marks of the school year. One statement."""
    rows = session.connection().execute(statements.marks, {"pupil": pupil_id, "day": day}).all()
    found: list[SubjectMarks] = []
    for mark in shown_marks(klade, rows):
        if not found or found[-1].title != mark.subject:
            found.append(SubjectMarks(mark.subject, []))
        found[-1].marks.append(mark)
    return found


def shown_marks(klade: Klade, rows: Sequence[Any]) -> Iterable[ShownMark]:
    """One mark a piece of work; its rows, one an attempt, stand together."""
    look = Marks(klade.schemes)
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and rows[end][0] == rows[start][0]:
            end += 1
        yield _shown(look, rows[start:end])
        start = end


def _shown(marks: Marks, rows: Sequence[Any]) -> ShownMark:
    _id, journal, lesson, day, kind, title, weight, subject = rows[0][:_WORK]
    if rows[0][_WORK] is None:
        return ShownMark(journal, lesson, day, kind, title, weight, subject, "", "", "", None, (), False)
    attempts = [MarkRow(*row[_WORK : _WORK + 11]) for row in rows]
    shown = marks.shown(attempts, summative=kind == SUMMATIVE, absent=False)
    last = standing(attempts)[-1]
    # The attempts come in their order, so the last row is the mark of now.
    given = rows[-1][_WORK + 11]
    comments = tuple(row[_WORK + 12] for row in rows if row[_WORK + 12])
    is_open = not marks.is_value(last)
    return ShownMark(
        journal, lesson, day, kind, title, weight, subject, shown.look, shown.text, shown.old, given, comments, is_open
    )
