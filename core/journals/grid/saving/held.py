"""A lesson took place as soon as something of it is recorded."""

from core.foundation.history.record import update_row
from core.journals.grid.places import LessonPlace
from core.journals.grid.state import GridState
from core.journals.lessons.models import Lesson


def hold(state: GridState, lesson: LessonPlace) -> None:
    """The lesson was held, taught by whoever records if nobody else is named; not before its day."""
    if lesson.id in state.held or lesson.day > state.today or (lesson.state == "held" and lesson.taught_by_id):
        return
    state.held.add(lesson.id)
    old = {"state": lesson.state, "taught_by_id": lesson.taught_by_id}
    new = {"state": "held", "taught_by_id": lesson.taught_by_id or state.person_id}
    update_row(state.session, Lesson, lesson.id, old, new, lesson.version)
