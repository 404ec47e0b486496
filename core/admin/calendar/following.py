"""What follows from a change of the calendar: lessons are brought in step, and the person is told how many."""

from collections.abc import Callable, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from core.foundation.acts import perform, tell
from core.journals.lessons.making import Made, make_lessons_of_all
from core.schools.years import DaysTouched


def change_calendar(kind: str, work: Callable[[Session], DaysTouched], said: str) -> None:
    """Change the calendar and, in the same transaction, the planned lessons of the days it touches."""

    def both(session: Session) -> Made:
        touched = work(session)
        return make_lessons_of_all(session, touched.first, touched.last)

    act = perform(kind, both)
    tell(" ".join([said, *made_text(act.result)]), act, "warning" if act.result.kept else "done")


def made_text(made: Made) -> Sequence[str]:
    """What became of the lessons, one sentence each."""
    said = []
    if made.added:
        said.append(ngettext("%(num)s lesson was planned.", "%(num)s lessons were planned.", made.added))
    if made.changed:
        said.append(ngettext("%(num)s planned lesson moved.", "%(num)s planned lessons moved.", made.changed))
    if made.removed:
        said.append(
            ngettext("%(num)s planned lesson was removed.", "%(num)s planned lessons were removed.", made.removed)
        )
    if made.kept:
        said.append(
            ngettext(
                "%(num)s lesson stays because something is recorded in it.",
                "%(num)s lessons stay because something is recorded in them.",
                len(made.kept),
            )
        )
    return said or [_("No lessons were affected.")]
