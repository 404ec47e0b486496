"""A pupil's marks as the family sees them: the mark of now, what it was before a retake, and what it is about."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core.foundation.runtime import Klade
from core.foundation.text import date_text, day_text, language, number_text
from core.journals.diary import statements
from core.journals.grid.shown import MarkRow, Marks

SUMMATIVE = "summative"
USUAL_WEIGHT = 100
_WORK = 8
_MARK = 13


class ShownMark(NamedTuple):
    """A piece of work, and the pupil's mark for it where there is one; texts as the page shows them."""

    journal_id: int
    lesson_id: int | None
    day: date
    subject: str
    title: str
    is_summative: bool
    text: str
    look: str = ""
    old: str = ""
    """The value before a retake."""
    short_day: str = ""
    about: str = ""
    """Days, weight, what was improved."""
    comments: tuple[str, ...] = ()


class SubjectMarks(NamedTuple):
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
    words = _Words(Marks(klade.schemes))
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and rows[end][0] == rows[start][0]:
            end += 1
        yield words.shown(rows[start:end])
        start = end


class _Words:
    """Puts marks into words; what is the same for all of them is looked up once."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._lang = language()
        self._marked, self._weight = _("Marked"), _("Weight")
        self._improved = _("Improved")
        self._open = _("The work is still to be done; it does not touch the average.")
        self._days: dict[date, tuple[str, str]] = {}

    def shown(self, rows: Sequence[Any]) -> ShownMark:
        row = rows[0]
        _id, journal, lesson, day, kind, title, weight, subject = row[:_WORK]
        is_summative = kind == SUMMATIVE
        if row[_WORK] is None:
            return ShownMark(journal, lesson, day, subject, title, is_summative, "")
        attempts = [MarkRow._make(one[_WORK : _WORK + _MARK]) for one in rows]
        shown = self._marks.shown(attempts, summative=is_summative, absent=False)
        short, full = self._day(day)
        about = [full]
        # The attempts come in their order, so the last row is the mark of now.
        *_rest, comment, given = rows[-1]
        if given != day:
            about.append(f"{self._marked}: {self._day(given)[1]}")
        if weight != USUAL_WEIGHT:
            about.append(f"{self._weight}: {number_text(weight / USUAL_WEIGHT, lang=self._lang).removesuffix(',0')}")
        if shown.old:
            about.append(f"{self._improved}: {shown.old} → {shown.text}")
        if shown.look.startswith("none") and shown.text == "nv":
            about.append(self._open)
        comments = (comment,) if len(rows) == 1 else tuple(one[-2] for one in rows)
        return ShownMark(
            journal, lesson, day, subject, title, is_summative, shown.text, shown.look, shown.old, short,
            " · ".join(about), tuple(filter(None, comments)),
        )  # fmt: skip

    def _day(self, day: date) -> tuple[str, str]:
        known = self._days.get(day)
        if known is None:
            known = self._days[day] = (day_text(day, self._lang), date_text(day, self._lang))
        return known
