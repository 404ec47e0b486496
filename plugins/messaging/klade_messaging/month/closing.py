"""The end of a sending: what was truly delivered is counted and noted in the class-hour journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.runtime import klade
from core.foundation.text import DEFAULT_LANGUAGE
from core.journals.notes import services as notes
from core.journals.notes.queries import noted
from core.journals.notes.words import TRANSCRIPTS
from core.journals.register.queries import class_hour_journal_of
from core.notices.ways import wanted_ways, ways
from core.values.jobs import JobContext
from klade_messaging.letters.notices import NEW_LETTER
from klade_messaging.letters.writing import Hat, Recipient
from klade_messaging.month.addressees import recipients
from klade_messaging.month.delivered import Delivered, addressed, counted
from klade_messaging.month.models import WAITING, WRITTEN, MonthSending
from klade_messaging.month.queries import rows_of, sending_of
from klade_messaging.month.wording import note_text

NOTED = "month.noted"


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is to be noted, before it is."""

    delivered: Delivered
    rows: frozenset[int]
    """The rows that the counts are of."""


def close(context: JobContext) -> str:
    """Note what arrived, once; what it came to, in a sentence for who asked."""
    facts = _facts(context)
    with context.read() as session:
        sending = sending_of(session, context.id)
        journal = class_hour_journal_of(session, sending.school_class_id, min(clock.today(), sending.last))
        is_first = journal is None or not noted(session, [journal], TRANSCRIPTS, sending.period_key)
    told = {"is_first": is_first, "is_again": sending.is_again}
    said = note_text(sending.period_key, facts.delivered, **told)
    with force_locale(DEFAULT_LANGUAGE):
        text = note_text(sending.period_key, facts.delivered, **told)
    is_written = journal is not None and facts.delivered.anything
    context.write(NOTED, lambda session: _note(session, sending.id, facts, journal if is_written else None, text))
    if not facts.rows:
        return str(_("Nothing was sent."))
    if not facts.delivered.anything:
        return str(_("Letters are written, but nobody has an account to read them yet, so nothing was noted."))
    if journal is None:
        return f"{said} {_('The class has no class-hour journal, so nothing was noted.')}"
    return said


def _facts(context: JobContext) -> _Facts:
    """Who has a letter of this sending that no note tells of yet, and an account to read it with."""
    with context.read() as session:
        sending = sending_of(session, context.id)
        rows = rows_of(session, sending.id)
        written = {
            row.letter_id: row
            for row in rows
            if row.state == WRITTEN and not row.is_noted and row.letter_id is not None
        }
        found = addressed(session, {letter: row.pupil_id for letter, row in written.items()})
        pupils = [row.pupil_id for row in written.values()]
        alone = _alone(recipients(session, pupils, clock.today()), pupils)
        wanted = wanted_ways(session, {one.person_id for one in found}, NEW_LETTER.key, clock.today())
    unsent = sum(row.state == WAITING for row in rows)
    delivered = counted(found, ways(klade().database, wanted), alone, unsent)
    return _Facts(delivered, frozenset(row.id for row in written.values()))


def _alone(families: Mapping[int, Sequence[Recipient]], pupils: Sequence[int]) -> int:
    """How many of the pupils have no guardian who gets it."""
    return sum(not any(one.hat == Hat.GUARDIAN for one in families.get(pupil, ())) for pupil in pupils)


def _note(session: Session, month_id: int, facts: _Facts, journal: int | None, text: str) -> None:
    sending = session.get_one(MonthSending, month_id)
    if journal is not None:
        sending.note_id = notes.add(session, journal, TRANSCRIPTS, text, sending.period_key)
    for row in rows_of(session, month_id):
        if row.id in facts.rows:
            row.is_noted = True
    sending.ended_at = clock.now()
