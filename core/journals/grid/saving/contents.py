"""Saving the lesson sheet: the fields of a lesson share one row, so those of a batch are written together."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from core.foundation.database import change_of
from core.foundation.history.models import Change, ChangeLine
from core.foundation.history.record import insert_row, table_of, update_row
from core.journals.grid.places import LessonPlace
from core.journals.grid.saving.entries import Entry, Result, conflict, refused, saved
from core.journals.grid.saving.held import hold
from core.journals.grid.sheets import ContentRow, read_field, shown_field
from core.journals.grid.shown import EMPTY
from core.journals.grid.state import GridState
from core.journals.lessons.models import LessonContent
from core.values.marks import Refused

NO_LESSON = _l("The journal has no such lesson.")
_COLUMNS = {
    "topic": ("topic",),
    "outcome": ("outcome",),
    "homework": ("homework", "homework_none"),
    "due": ("homework_due",),
}
_change, _line = table_of(Change), table_of(ChangeLine)


class Contents:
    """Saves fields of lesson sheets."""

    def __init__(self, state: GridState) -> None:
        self._state = state

    def save(self, entries: Iterable[Entry]) -> list[Result]:
        by_lesson: dict[int, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_lesson[entry.cell.column].append(entry)
        return [result for lesson_id, group in by_lesson.items() for result in self._save_lesson(lesson_id, group)]

    def _save_lesson(self, lesson_id: int, entries: list[Entry]) -> list[Result]:
        lesson = self._state.places.lessons.get(lesson_id)
        if lesson is None:
            return [refused(entry, NO_LESSON, EMPTY) for entry in entries]
        row = self._state.contents.get(lesson_id)
        results: list[Result] = []
        accepted: list[Entry] = []
        new: dict[str, Any] = {}
        for entry in entries:
            values = self._read(entry, lesson, row)
            if "state" in values:
                results.append(values)
            else:
                accepted.append(entry)
                new |= values
        if accepted:
            self._write(lesson, row, new)
            row = self._state.contents.get(lesson_id)
        return results + [saved(entry, shown_field(row, entry.cell.field)) for entry in accepted]

    def _read(self, entry: Entry, lesson: LessonPlace, row: ContentRow | None) -> dict[str, Any]:
        """The columns to write, or a result where the field cannot be saved."""
        now = shown_field(row, entry.cell.field)
        try:
            values = read_field(entry.cell.field, entry.value, lesson.day, self._state.places.head.last)
        except Refused as refusal:
            return refused(entry, refusal.reason, now)
        if row is not None and row.version != entry.version and entry.value.strip() != now.value:
            other = self._changed_since(row, entry)
            if other is not None:
                return conflict(entry, now, *other)
        return values

    def _changed_since(self, row: ContentRow, entry: Entry) -> tuple[str, str] | None:
        """Who changed this very field after the version that the person saw; the row's other fields do not matter."""
        statement = (
            select(_line.c.change_id, _line.c.column_name, _change.c.author, _change.c.at)
            .select_from(_line.join(_change, _change.c.id == _line.c.change_id))
            .where(_line.c.table_name == LessonContent.__tablename__, _line.c.row_id == row.id)
            .order_by(_line.c.id.desc())
        )
        later: set[int] = set()
        for change_id, column, author, at in self._state.session.connection().execute(statement):
            later.add(change_id)
            if len(later) > row.version - entry.version:
                return None
            if column is None or column in _COLUMNS[entry.cell.field]:
                return author, at.isoformat()
        return None

    def _write(self, lesson: LessonPlace, row: ContentRow | None, new: dict[str, Any]) -> None:
        session = self._state.session
        if row is None:
            if not any(new.values()):
                return
            empty = {"topic": None, "outcome": None, "homework": None, "homework_none": False, "homework_due": None}
            # An undo deletes the row; if the next one counted from 1 again, an old page would overwrite it unseen.
            version = change_of(session).identify(session)
            values = empty | new | {"lesson_id": lesson.id, "school_class_id": None, "version": version}
            row_id = insert_row(session, LessonContent, values)
            del values["school_class_id"]
            self._state.contents[lesson.id] = ContentRow(id=row_id, **values)
        else:
            version = update_row(session, LessonContent, row.id, row._asdict(), new, row.version)
            self._state.contents[lesson.id] = row._replace(version=version, **new)
        hold(self._state, lesson)
