"""Saving the roll call: "nobody absent" and "not recorded" are never the same."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select

from core.foundation import clock
from core.foundation.history.record import insert_row, update_row
from core.journals.grid import statements
from core.journals.grid.cells import ABSENT, CellName
from core.journals.grid.places import LessonPlace
from core.journals.grid.saving.entries import Entry, Result, refused, saved
from core.journals.grid.saving.held import hold
from core.journals.grid.shown import EMPTY, RollRow, shown_roll
from core.journals.grid.state import GridState
from core.journals.lessons.models import RollCall


class RollCalls:
    """Takes roll calls."""

    def __init__(self, state: GridState) -> None:
        self._state = state

    def save(self, entry: Entry) -> Result:
        lesson = self._state.places.lessons.get(entry.cell.column)
        if lesson is None:
            return refused(entry, _l("The journal has no such lesson."), EMPTY)
        if lesson.day > self._state.today:
            return refused(entry, _l("The lesson has not taken place yet; the roll is called on its day."), EMPTY)
        self.take(lesson)
        return saved(entry, shown_roll(self._state.rolls.get(lesson.id), self._count(lesson)))

    def take(self, lesson: LessonPlace) -> None:
        """Attendance of the lesson was taken, if it was not yet."""
        state = self._state
        hold(state, lesson)
        row = state.rolls.get(lesson.id)
        if row is not None and row.voided is None:
            return
        values = {"taken_at": clock.now(), "taken_by_id": state.person_id, "voided": None}
        if row is None:
            row_id = insert_row(state.session, RollCall, values | {"lesson_id": lesson.id, "version": 1})
            version = 1
        else:
            row_id = row.id
            version = update_row(state.session, RollCall, row.id, {"voided": row.voided}, values, row.version)
        state.rolls[lesson.id] = RollRow(row_id, lesson.id, version, None)
        state.also.add(CellName("r", lesson.id))

    def _count(self, lesson: LessonPlace) -> str:
        """`24 klāt, 1 kavē`."""
        there = sum(member.is_in(lesson.day) for member in self._state.places.members.values())
        absence = statements.ABSENCE
        away = self._state.session.connection().scalar(
            select(func.count()).where(
                absence.c.lesson_id == lesson.id, absence.c.kind == ABSENT, absence.c.voided.is_(None)
            )
        )
        present = ngettext("%(num)s present", "%(num)s present", there - (away or 0))
        return f"{present}, {ngettext('%(num)s absent', '%(num)s absent', away or 0)}" if away else f"{present}"
