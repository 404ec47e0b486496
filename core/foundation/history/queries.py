"""What the history of a row or a school says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.foundation.database.bases import School
from core.foundation.history.models import Change, ChangeLine


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line with its change. `old` and `new` are plain values; a sealed value is `{"digest": …}`."""

    change_id: int
    at: datetime
    author: str
    person_id: int | None
    kind: str
    reason: str | None
    table: str
    row_id: int
    column: str | None
    old: Any
    new: Any


def history_of(session: Session, table: str, row_ids: list[int]) -> list[HistoryLine]:
    """Every change of these rows of a table, newest first."""
    statement = (
        select(
            Change.id,
            Change.at,
            Change.author,
            Change.person_id,
            Change.kind,
            Change.reason,
            ChangeLine.table_name,
            ChangeLine.row_id,
            ChangeLine.column_name,
            ChangeLine.old,
            ChangeLine.new,
        )
        .join(ChangeLine, ChangeLine.change_id == Change.id)
        .where(ChangeLine.table_name == table, ChangeLine.row_id.in_(row_ids))
        .order_by(Change.id.desc(), ChangeLine.id)
    )
    return [HistoryLine(*row[:9], _loaded(row.old), _loaded(row.new)) for row in session.execute(statement)]


def _loaded(stored: str | None) -> Any:
    return None if stored is None else orjson.loads(stored)


def rows_changed(model: type[School], since: datetime, until: datetime) -> Select[int]:
    """Ids of the rows of a table that any change after `since`, up to and with `until`, left a line about.

    Quick where little changed, whatever the size of the table.
    """
    return (
        select(ChangeLine.row_id)
        .join(Change, Change.id == ChangeLine.change_id)
        .where(Change.at > since, Change.at <= until, ChangeLine.table_name == model.__tablename__)
    )
