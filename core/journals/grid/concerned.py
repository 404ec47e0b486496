"""Which journals rows of history lie in: an undo elsewhere reaches their open pages too."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.journals.excuses.journals import journals_with_absences
from core.journals.excuses.shown import EXCUSE
from core.journals.grid import statements
from core.journals.grid.touched import RowRef
from core.journals.register.revisions import move_revisions


def _by(table: Any, owner: Any, owner_id: Any) -> Any:
    found = select(owner.c.journal_id).select_from(table.join(owner, owner.c.id == owner_id))
    return found.where(table.c.id.in_(statements.IDS)).distinct()


def _own(table: Any) -> Any:
    return select(table.c.journal_id).where(table.c.id.in_(statements.IDS)).distinct()


_lesson, _work = statements.LESSON, statements.ASSESSMENT
_STATEMENTS = {
    "absence": _by(statements.ABSENCE, _lesson, statements.ABSENCE.c.lesson_id),
    "roll_call": _by(statements.ROLL, _lesson, statements.ROLL.c.lesson_id),
    "lesson_content": _by(statements.CONTENT, _lesson, statements.CONTENT.c.lesson_id),
    "mark": _by(statements.MARK, _work, statements.MARK.c.assessment_id),
    "lesson": _own(_lesson),
    "assessment": _own(_work),
}


def tell_open_pages(session: Session, rows: Iterable[RowRef]) -> None:
    """The present change becomes the revision of the journals in which these rows lie."""
    ids: dict[str, list[int]] = defaultdict(list)
    for table, row_id in rows:
        ids[table].append(row_id)
    session.flush()
    connection = session.connection()
    journals = journals_with_absences(session, ids.get(EXCUSE.name, ()))
    for table, statement in _STATEMENTS.items():
        if table in ids:
            journals |= set(connection.scalars(statement, {"ids": ids[table]}))
    move_revisions(session, journals)
