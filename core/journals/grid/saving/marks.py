"""Saving marks: their scheme says what the text means, core keeps what it said."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _l

from core.foundation import clock
from core.foundation.history.record import insert_row, update_row
from core.journals.assessment.models import Mark
from core.journals.grid.cells import ABSENT, Attendance, CellName, squeezed
from core.journals.grid.places import Work
from core.journals.grid.points import mark_of
from core.journals.grid.saving.absences import NOT_IN_JOURNAL, Absences
from core.journals.grid.saving.entries import CORRECTION, RETAKE, Entry, Result, conflict, refused, saved
from core.journals.grid.shown import EMPTY, Shown, StoredMark, is_absent, standing
from core.journals.grid.state import GridState
from core.values.marks import MarkScheme, ParsedMark, Refused

NO_WORK = _l("The journal has no such assessment.")
NO_SCHEME = _l("The mark scheme of this column is not available here, so nothing can be written in it.")
NO_LESSON = _l("This assessment belongs to no lesson; record the absence in the lesson's own column.")
SAY_WHICH = _l("There is an older mark. Is this a correction or an improved mark?")


@dataclass(frozen=True, slots=True)
class _Said:
    """What a scheme said of a typed text."""

    scheme: MarkScheme
    parsed: ParsedMark
    points: int | None = None


class MarkCells:
    """Saves cells of assessment columns."""

    def __init__(self, state: GridState, absences: Absences) -> None:
        self._state = state
        self._absences = absences

    def save(self, entry: Entry) -> Result:
        state = self._state
        work = state.places.works.get(entry.cell.column)
        member = state.places.members.get(entry.cell.pupil)
        if work is None:
            return refused(entry, NO_WORK, EMPTY)
        now = state.shown(entry.cell)
        if member is None or not member.is_in(work.day):
            return refused(entry, NOT_IN_JOURNAL, now)
        text = entry.value.strip()
        if now.version and entry.version != now.version and text != now.value:
            rows = state.attempts.get((work.id, entry.cell.pupil), [])
            author, at = state.last_change("mark", [row.id for row in rows])
            return conflict(entry, now, author, at.isoformat())
        if squeezed(text) == "n":
            return self._absent(entry, work, now)
        if not text:
            self._clear(work, entry.cell.pupil)
            return saved(entry, state.shown(entry.cell))
        return self._mark(entry, work, text, now)

    def _absent(self, entry: Entry, work: Work, now: Shown) -> Result:
        """`n` in a column of marks is an absence of its lesson."""
        lesson = self._state.places.lessons.get(work.lesson_id or 0)
        if lesson is None:
            return refused(entry, NO_LESSON, now)
        reason = self._absences.write(lesson, entry.cell.pupil, Attendance(ABSENT))
        return refused(entry, reason, now) if reason else saved(entry, self._state.shown(entry.cell))

    def _mark(self, entry: Entry, work: Work, text: str, now: Shown) -> Result:
        scheme = self._state.schemes.get(work.scheme_key)
        if scheme is None:
            return refused(entry, NO_SCHEME, now)
        try:
            said = self._said(scheme, work, text)
        except Refused as refusal:
            return refused(entry, refusal.reason, now)
        parsed = said.parsed
        attempts = self._attempts(work, entry.cell.pupil)
        stand = standing(attempts)
        current = stand[-1] if stand else None
        is_same = current is not None and (current.text, current.points) == (parsed.text, said.points)
        if is_same and entry.how != RETAKE:
            return saved(entry, now)
        if current is not None and self._needs_saying(current, parsed) and entry.how not in (CORRECTION, RETAKE):
            return refused(entry, SAY_WHICH, now, choose=[CORRECTION, RETAKE])
        if current is not None and entry.how == RETAKE:
            self._retake(work, entry.cell.pupil, said, current)
        else:
            self._write(work, entry.cell.pupil, said, current or _first(attempts))
        return saved(entry, self._state.shown(entry.cell))

    def _needs_saying(self, current: StoredMark, parsed: ParsedMark) -> bool:
        """A mark over an older mark; filling an `nv`, or mending one's own slip of today, says itself."""
        marks = self._state.marks
        return marks.is_value(current) and parsed.kind == "value" and not current.is_own

    def _attempts(self, work: Work, pupil_id: int) -> list[StoredMark]:
        return self._state.attempts.setdefault((work.id, pupil_id), [])

    def _clear(self, work: Work, pupil_id: int) -> None:
        stand = standing(self._attempts(work, pupil_id))
        if stand:
            self._update(stand[-1], {"voided": clock.now()})

    def _said(self, scheme: MarkScheme, work: Work, text: str) -> _Said:
        """Raises Refused."""
        if work.points is None:
            return _Said(scheme, scheme.parse(text))
        state = self._state
        return _Said(scheme, *mark_of(scheme, work.points, text, partial(state.settings, state.session)))

    def _write(self, work: Work, pupil_id: int, said: _Said, row: StoredMark | None) -> None:
        if row is not None:
            self._update(row, self._values(said) | {"voided": None})
        else:
            self._insert(work, pupil_id, 1, self._values(said))

    def _retake(self, work: Work, pupil_id: int, said: _Said, current: StoredMark) -> None:
        attempt = current.attempt + 1
        taken_back = next((row for row in self._attempts(work, pupil_id) if row.attempt == attempt), None)
        if taken_back is not None:
            self._update(taken_back, self._values(said) | {"voided": None})
        else:
            self._insert(work, pupil_id, attempt, self._values(said))

    def _values(self, said: _Said) -> dict[str, Any]:
        """What the scheme said, and who wrote it."""
        parsed = said.parsed
        return {
            "text": parsed.text,
            "points": said.points,
            "scheme_key": said.scheme.key,
            "scheme_revision": said.scheme.revision,
            "number": parsed.number,
            "counts": parsed.counts,
            "passed": parsed.passed,
            "written_by_id": self._state.person_id,
            "written_at": clock.now(),
        }

    def _insert(self, work: Work, pupil_id: int, attempt: int, said: dict[str, Any]) -> None:
        state = self._state
        # Work done later, after an absence or as a retake, has a day of its own.
        absent = work.lesson_id is not None and is_absent(state.absences.get((work.lesson_id, pupil_id)))
        day = max(work.day, state.today) if absent or attempt > 1 else work.day
        place = {"assessment_id": work.id, "pupil_id": pupil_id, "attempt": attempt, "version": 1, "voided": None}
        values = place | said | {"day": day}
        row_id = insert_row(state.session, Mark, values)
        known = {name: values[name] for name in StoredMark._fields if name in values}
        row = StoredMark(id=row_id, is_voided=False, is_own=True, comment=None, **known)
        self._attempts(work, pupil_id).append(row)
        state.also.add(CellName("a", work.id, pupil_id))

    def _update(self, row: StoredMark, new: dict[str, Any]) -> None:
        state = self._state
        version = update_row(state.session, Mark, row.id, row._asdict(), new, row.version)
        rows = state.attempts[row.assessment_id, row.pupil_id]
        is_voided = new["voided"] is not None
        rows[rows.index(row)] = row._replace(version=version, is_voided=is_voided, is_own=not is_voided, **new)
        state.also.add(CellName("a", row.assessment_id, row.pupil_id))


def _first(attempts: list[StoredMark]) -> StoredMark | None:
    """The row that a cleared cell is written into again."""
    return min(attempts, key=lambda row: row.attempt, default=None)
