"""Saving attendance codes."""

from typing import Any

from flask_babel import lazy_gettext as _l

from core.foundation import clock
from core.foundation.history.record import insert_row, update_row
from core.journals.attendance.models import Absence
from core.journals.grid.cells import PRESENT, Attendance, CellName, attendance_code, read_attendance
from core.journals.grid.places import LessonPlace
from core.journals.grid.saving.entries import Entry, Result, conflict, refused, saved
from core.journals.grid.saving.roll_calls import RollCalls
from core.journals.grid.shown import EMPTY, AbsenceRow, shown_absence
from core.journals.grid.state import GridState
from core.values.marks import Refused

JUSTIFYING = _l("The class teacher justifies absences; “n” was recorded.")
NOT_YET = _l("The lesson has not taken place yet; attendance is recorded on its day.")
NOT_IN_JOURNAL = _l("The pupil is not in the journal on that day.")
NO_LESSON = _l("The journal has no such lesson.")


class Absences:
    """Saves cells of lesson columns."""

    def __init__(self, state: GridState, roll_calls: RollCalls) -> None:
        self._state = state
        self._roll_calls = roll_calls

    def save(self, entry: Entry) -> Result:
        state = self._state
        lesson = state.places.lessons.get(entry.cell.column)
        member = state.places.members.get(entry.cell.pupil)
        if lesson is None:
            return refused(entry, NO_LESSON, EMPTY)
        row = state.absences.get((lesson.id, entry.cell.pupil))
        now = shown_absence(row)
        if member is None or not member.is_in(lesson.day):
            return refused(entry, NOT_IN_JOURNAL, now)
        try:
            attendance = read_attendance(entry.value)
        except Refused as refusal:
            return refused(entry, refusal.reason, now, **self._offer(entry))
        if row is not None and entry.version != now.version and _code(attendance) != now.value:
            author, at = state.last_change("absence", [row.id])
            return conflict(entry, now, author, at.isoformat())
        reason = self.write(lesson, entry.cell.pupil, attendance)
        if reason is not None:
            return refused(entry, reason, now)
        notice = JUSTIFYING if attendance.was_excused else None
        return saved(entry, state.shown(entry.cell), notice)

    def write(self, lesson: LessonPlace, pupil_id: int, attendance: Attendance) -> Any:
        """Record it; the reason where that cannot be."""
        state = self._state
        if attendance != PRESENT and lesson.day > state.today:
            return NOT_YET
        row = state.absences.get((lesson.id, pupil_id))
        if _code(attendance) != shown_absence(row).value:
            state.absences[lesson.id, pupil_id] = self._written(lesson.id, pupil_id, attendance, row)
            state.also.update(CellName("a", work.id, pupil_id) for work in state.places.works_of(lesson.id))
            state.also.add(CellName("l", lesson.id, pupil_id))
        if attendance.kind is not None:
            self._roll_calls.take(lesson)
        return None

    def _written(self, lesson_id: int, pupil_id: int, attendance: Attendance, row: AbsenceRow | None) -> AbsenceRow:
        session = self._state.session
        if row is None:
            assert attendance.kind is not None
            values: dict[str, Any] = {"lesson_id": lesson_id, "pupil_id": pupil_id, "version": 1, "voided": None}
            values |= {"kind": attendance.kind, "minutes": attendance.minutes}
            return AbsenceRow(id=insert_row(session, Absence, values), **values)
        old = {"kind": row.kind, "minutes": row.minutes, "voided": row.voided}
        new: dict[str, Any] = old | {"voided": clock.now()}
        if attendance.kind is not None:
            new = {"kind": attendance.kind, "minutes": attendance.minutes, "voided": None}
        version = update_row(session, Absence, row.id, old, new, row.version)
        return row._replace(version=version, **new)

    def _offer(self, entry: Entry) -> dict[str, Any]:
        """A token that the usual scheme reads is a mark at the wrong place: offer a column for it."""
        scheme = self._state.schemes.get(self._state.places.head.usual_scheme or "")
        if scheme is None:
            return {}
        try:
            return {"offer": {"value": scheme.parse(entry.value).text}}
        except Refused:
            return {}


def _code(attendance: Attendance) -> str:
    return "" if attendance.kind is None else attendance_code(attendance.kind, attendance.minutes)
