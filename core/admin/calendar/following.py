"""What follows from a change of the calendar: lessons are brought in step, and the person is told how many."""

from collections.abc import Callable

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core.foundation.acts import perform, tell
from core.journals.lessons.making import Made, make_lessons_of_all
from core.journals.lessons.told import made_text
from core.schools.years import DaysTouched


def change_calendar(kind: str, work: Callable[[Session], DaysTouched], said: str) -> None:
    """Change the calendar and, in the same transaction, the planned lessons of the days it touches."""

    def both(session: Session) -> Made:
        touched = work(session)
        return make_lessons_of_all(session, touched.first, touched.last)

    act = perform(kind, both)
    lessons = made_text(act.result) or [_("No lessons were affected.")]
    tell(" ".join([said, *lessons]), act, "warning" if act.result.kept else "done")
