"""The lesson sheet: what was taught and set, as the page shows and takes it."""

import re
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.foundation.text import LANGUAGES, date_text, language
from core.journals.grid.cells import squeezed
from core.journals.grid.columns import LessonRow, day_label
from core.journals.grid.shown import EMPTY, Shown
from core.values.marks import Refused

LONGEST = 4000
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.?(?:(\d{4})\.?)?", re.ASCII)
_NONE_SET = {"nav uzdots", "none set", "nav", "none"}


def none_set() -> str:
    """The explicit value that no homework was set (R6.3)."""
    return str(_("None set"))


def homework_shown(homework: str | None, is_none: bool | None) -> str:
    return none_set() if is_none else homework or ""


def due_shown(day: date | None) -> str:
    """A due date as the field shows it, in figures in every language: `25.11.2026.`"""
    return "" if day is None else date_text(day, LANGUAGES[0])


class ContentRow(NamedTuple):
    """A lesson's sheet as the grid reads it."""

    id: int
    lesson_id: int
    version: int
    topic: str | None
    outcome: str | None
    homework: str | None
    homework_none: bool
    homework_due: date | None


def shown_field(row: ContentRow | None, field: str) -> Shown:
    """A field of the sheet as its cell."""
    if row is None:
        return EMPTY
    if field == "homework":
        text = homework_shown(row.homework, row.homework_none)
    elif field == "due":
        text = due_shown(row.homework_due)
    else:
        text = (row.topic if field == "topic" else row.outcome) or ""
    return Shown(row.version, text=text, value=text)


class Sheets:
    """Sheets of lessons as data of the page."""

    def __init__(self, today: date, teacher_id: int | None) -> None:
        self._today = today
        self._teacher_id = teacher_id
        self._lang = language()
        self._number = _("Lesson %(number)s", number="\0")
        self._today_number = _("Today, lesson %(number)s", number="\0")
        self._none_set = none_set()

    def sheet(self, row: LessonRow, before: int | None) -> dict[str, Any]:
        """A lesson's sheet; `before` is the lesson before it."""
        pattern = self._today_number if row.day == self._today else self._number
        times = f"{row.starts:%H:%M}–{row.ends:%H:%M}" if row.starts and row.ends else ""
        is_other = row.taught_by_id is not None and row.taught_by_id != self._teacher_id
        by = f"{row.given_name} {row.family_name}" if is_other else ""
        return {
            "id": row.id,
            "number": "" if row.number is None else pattern.replace("\0", str(row.number)),
            "day": day_label(row.day, self._lang),
            "note": " · ".join(part for part in (times, row.room, by) if part),
            "today": row.day == self._today,
            "version": row.version or 0,
            "topic": row.topic or "",
            "outcome": row.outcome or "",
            "homework": self._none_set if row.homework_none else row.homework or "",
            "due": due_shown(row.homework_due),
            "before": before,
        }


def read_field(field: str, text: str, lesson_day: date, last_day: date) -> dict[str, Any]:
    """The columns of the lesson's content that a typed text sets. Raises Refused."""
    value = text.strip()
    if len(value) > LONGEST:
        raise Refused(_l("At most %(longest)s signs fit here.", longest=LONGEST))
    if field == "due":
        return {"homework_due": read_due(value, lesson_day, last_day)}
    if field != "homework":
        return {field: value or None}
    is_none = squeezed(value) in {squeezed(word) for word in _NONE_SET} or value == none_set()
    return {"homework": None if is_none else value or None, "homework_none": is_none}


def read_due(text: str, lesson_day: date, last_day: date) -> date | None:
    """`25.11.`, `25.11.2026.` or `2026-11-25`: the next such day after the lesson. Raises Refused."""
    if not text:
        return None
    day = _day(squeezed(text), lesson_day)
    if day is None:
        raise Refused(_l("“%(text)s” is no day. Write it as 25.11. or 25.11.2026.", text=text[:20]))
    if not lesson_day <= day <= last_day:
        raise Refused(
            _l(
                "The due date lies between the lesson and the end of the school year, %(first)s to %(last)s.",
                first=date_text(lesson_day),
                last=date_text(last_day),
            )
        )
    return day


def _day(text: str, lesson_day: date) -> date | None:
    try:
        if "-" in text:
            return date.fromisoformat(text)
        found = _DAY.fullmatch(text)
        if found is None:
            return None
        day, month, year = int(found[1]), int(found[2]), found[3]
        if year:
            return date(int(year), month, day)
        this_year = date(lesson_day.year, month, day)
        return this_year if this_year >= lesson_day else date(lesson_day.year + 1, month, day)
    except ValueError:
        return None
