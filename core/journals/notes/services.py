"""Writing journal notes, changing and withdrawing them."""

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database import change_of
from core.foundation.errors import Conflict, Invalid, NotFound, Problem
from core.foundation.forms import NOT_SAVED
from core.foundation.runtime import klade
from core.journals.notes.models import JournalNote
from core.journals.notes.words import KINDS
from core.journals.register.services import check_day, journal_of, year_of
from core.journals.settings import SECTION

ADDED, CHANGED, WITHDRAWN = "note.added", "note.changed", "note.withdrawn"


def add(
    session: Session, journal_id: int, kind_key: str, text: str, period_key: str | None = None, day: date | None = None
) -> int:
    """Write a note into a journal, of today unless a day is given, in the name of the transaction's author; its id.

    Raises NotFound, Invalid.
    """
    journal = journal_of(session, journal_id)
    day = day or clock.today()
    check_day(year_of(session, journal), day, "day")
    _check(kind_key, day)
    author = change_of(session).author
    note = JournalNote(
        journal_id=journal_id,
        kind_key=kind_key,
        period_key=period_key,
        day=day,
        text=text.strip(),
        written_by_id=author.person_id,
        written_by=author.name,
        written_at=clock.now(),
    )
    session.add(note)
    session.flush()
    return note.id


def change(
    session: Session, note_id: int, version: int, kind_key: str, text: str, period_key: str | None, day: date
) -> JournalNote:
    """Write a note otherwise; what it was stays in history. Raises NotFound, Conflict, Invalid."""
    note = _open(session, note_id)
    if note.version != version:
        raise Conflict(_l("This note was changed meanwhile. Look at it as it is now, and change it then."))
    check_day(year_of(session, journal_of(session, note.journal_id)), day, "day")
    _check(kind_key, day)
    note.kind_key, note.text, note.period_key, note.day = kind_key, text.strip(), period_key, day
    return note


def withdraw(session: Session, note_id: int) -> JournalNote:
    """The note no longer holds; it can be taken back from history. Raises NotFound, Conflict."""
    note = _open(session, note_id)
    note.voided = clock.now()
    return note


def is_open(note: JournalNote, days: int) -> bool:
    """Whoever wrote it may still change it: for the school's number of days."""
    return note.voided is None and clock.now() - note.written_at < timedelta(days=days)


def _open(session: Session, note_id: int) -> JournalNote:
    note = session.get(JournalNote, note_id)
    if note is None:
        raise NotFound(_l("There is no such note."))
    if note.voided is not None:
        raise Conflict(_l("This note has been withdrawn already."))
    days = klade().settings.values(session, SECTION.key)["note_days"]
    if not is_open(note, days):
        raise Conflict(_l("A note can be changed for %(days)s days. Write a new one that corrects it.", days=days))
    return note


def _check(kind_key: str, day: date) -> None:
    problems = []
    if kind_key not in KINDS:
        problems.append(Problem("kind_key", _l("Choose from the list.")))
    if day > clock.today():
        problems.append(Problem("day", _l("A note tells of what has been: choose today or an earlier day.")))
    if problems:
        raise Invalid(NOT_SAVED, problems)
