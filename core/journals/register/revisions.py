"""The revision of journals: moved on by whatever changes what an open page of one shows."""

from collections.abc import Collection

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from core.foundation.database.sessions import change_of
from core.foundation.history.record import table_of
from core.journals.register.models import JournalRevision


def move_revisions(session: Session, journal_ids: Collection[int]) -> None:
    """This transaction's change becomes the revision of these journals; open pages see it at their next poll."""
    session.flush()
    pending = change_of(session)
    if not journal_ids or not pending.lines:
        return
    change, table, connection = pending.identify(session), table_of(JournalRevision), session.connection()
    there = set(connection.scalars(select(table.c.journal_id).where(table.c.journal_id.in_(journal_ids))))
    if there:
        connection.execute(update(table).where(table.c.journal_id.in_(there)).values(revision=change))
    missing = [{"journal_id": journal, "revision": change} for journal in sorted(set(journal_ids) - there)]
    if missing:
        connection.execute(insert(table), missing)
