"""Taking back one act in a journal, or doing it again: a new change. What somebody touched since is named and left."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.foundation.errors import Conflict, NotFound
from core.foundation.history.models import Change, ChangeLine
from core.foundation.history.record import table_of
from core.foundation.history.undo import RowName, undo
from core.journals.grid import statements
from core.journals.grid.places import Places
from core.journals.grid.touched import Touched, touched_cells

RECORDED, UNDONE, REDONE, ADDED = "journal.recorded", "journal.undone", "journal.redone", "journal.assessment_added"

_change, _line = table_of(Change), table_of(ChangeLine)


def cells_of_change(session: Session, journal_id: int, change_id: int, person_id: int) -> Touched:
    """What a change of this person touched in this journal. Raises NotFound, also for somebody else's change."""
    connection = session.connection()
    mine = select(_change.c.id).where(
        _change.c.id == change_id,
        _change.c.person_id == person_id,
        _change.c.kind.in_((RECORDED, UNDONE, REDONE, ADDED)),
    )
    found = Touched({}, set())
    if connection.scalar(mine) is not None:
        rows = select(_line.c.table_name, _line.c.row_id).where(_line.c.change_id == change_id).distinct()
        found = touched_cells(session, journal_id, [(table, row) for table, row in connection.execute(rows)])
    if not found.cells and not found.columns:
        raise NotFound(_l("There is nothing of yours to take back here."))
    return found


def take_back(session: Session, change_id: int, touched: Touched, places: Places) -> list[dict[str, str]]:
    """Invert the change; which of its cells were left. Raises Conflict where it was taken back already."""
    works = [row_id for table, row_id in touched.columns if table == "assessment"]
    marks = statements.MARK
    if works and session.connection().scalar(
        select(exists().where(marks.c.assessment_id.in_(works), marks.c.voided.is_(None)))
    ):
        raise Conflict(_l("There are marks in this column by now. Clear them first, then take the column back."))
    left = undo(session, change_id).left
    return [told for row in left for told in _told(row, touched, places)]


def _told(row: RowName, touched: Touched, places: Places) -> list[dict[str, str]]:
    """The cells of a row that was left, by pupil and day."""
    told = []
    for cell in touched.cells.get((row.table, row.id), []):
        lesson = places.lessons.get(cell.column) if cell.kind != "a" else None
        work = places.works.get(cell.column) if cell.kind == "a" else None
        place = lesson or work
        member = places.members.get(cell.pupil)
        words = [member.name if member else "", f"{place.day:%d.%m}." if place else "", work.title if work else ""]
        told.append({"cell": str(cell), "name": ", ".join(word for word in words if word)})
    # The fields of a lesson sheet share one row: name it once.
    return told[:1] if row.table == "lesson_content" else told
