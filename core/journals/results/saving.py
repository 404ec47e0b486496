"""Writing marks of periods: each stands alone, none is overwritten unseen, one unlike the proposal has a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database import change_of
from core.foundation.history.record import insert_row, update_row
from core.foundation.text import moment_text
from core.journals.results.facts import ResultFacts
from core.journals.results.models import PeriodMark
from core.journals.results.queries import Results, StoredResult, results_of_subject
from core.values.marks import MarkScheme, ParsedMark, Refused
from core.values.period_marks import ProposedMark

WRITTEN = "period_mark.written"
LONGEST_REASON = 200

NOT_IN_JOURNAL = _l("The pupil is not in this journal in that period.")
NO_SCHEME = _l("The journal has no scale that is available here, so nothing can be written.")


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed for a pupil and a period."""

    pupil_id: int
    kind_key: str
    text: str
    version: int
    """Of the row that the page showed; 0 where there was none."""
    reason: str = ""
    is_accepted: bool = False
    """The text is the proposal that the page showed."""

    @property
    def name(self) -> str:
        """The cell: `s1-12`."""
        return f"{self.kind_key}-{self.pupil_id}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an entry was not written; what was typed stays on the page."""

    entry: Entry
    message: Any
    asks_reason: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many were written, and which were not."""

    written: int
    refusals: Sequence[Refusal]


def write_results(session: Session, facts: ResultFacts, entries: Sequence[Entry]) -> Outcome:
    """Write what differs from what is there. It touches only the database, so it may run again."""
    cells = _Cells(session, facts, {entry.pupil_id for entry in entries})
    answers = [cells.write(entry) for entry in entries]
    return Outcome(sum(answer is True for answer in answers), [one for one in answers if isinstance(one, Refusal)])


class _Cells:
    """The cells of a page within one transaction."""

    def __init__(self, session: Session, facts: ResultFacts, pupil_ids: set[int]) -> None:
        self._session, self._facts = session, facts
        self._author = change_of(session).author
        subject = facts.subject_id
        self._rows: Results = (
            results_of_subject(session, facts.head.school_year_id, subject, pupil_ids) if subject else {}
        )
        self._periods = {period.key: period for period in facts.periods}

    def write(self, entry: Entry) -> Refusal | bool:
        """True where something was written."""
        row, facts = self._rows.get((entry.pupil_id, entry.kind_key)), self._facts
        period = self._periods.get(entry.kind_key)
        if period is None or facts.subject_id is None or not facts.is_open(entry.pupil_id, period):
            return Refusal(entry, NOT_IN_JOURNAL)
        if facts.scheme is None:
            return Refusal(entry, NO_SCHEME)
        stands = row is not None and row.voided is None
        if not entry.text:
            if not stands:
                return False
            return _overtaken(entry, row) or self._clear(row)
        parsed = _parsed(entry, facts.scheme)
        if isinstance(parsed, Refusal):
            return parsed
        if row is not None and stands and parsed.text == row.text and entry.reason in ("", row.reason):
            return False
        proposal = facts.proposals.get((entry.pupil_id, entry.kind_key))
        doubt = _overtaken(entry, row) or _proposed_otherwise(entry, parsed, proposal)
        return doubt or self._put(entry, row, self._values(entry, parsed, proposal, facts.scheme))

    def _clear(self, row: StoredResult | None) -> bool:
        assert row is not None
        update_row(self._session, PeriodMark, row.id, row._asdict(), {"voided": clock.now()}, row.version)
        return True

    def _put(self, entry: Entry, row: StoredResult | None, values: dict[str, Any]) -> bool:
        if row is not None:
            update_row(self._session, PeriodMark, row.id, row._asdict(), values, row.version)
            return True
        place = {
            "school_year_id": self._facts.head.school_year_id,
            "pupil_id": entry.pupil_id,
            "subject_id": self._facts.subject_id,
            "kind_key": entry.kind_key,
            "version": 1,
        }
        insert_row(self._session, PeriodMark, place | values)
        return True

    def _values(
        self, entry: Entry, parsed: ParsedMark, proposal: ProposedMark | None, scheme: MarkScheme
    ) -> dict[str, Any]:
        is_other = proposal is not None and proposal.text != parsed.text
        return {
            "text": parsed.text,
            "scheme_key": scheme.key,
            "scheme_revision": scheme.revision,
            "number": parsed.number,
            "counts": parsed.counts,
            "passed": parsed.passed,
            "proposed": proposal and proposal.text,
            "calculation": str(proposal.calculation) if proposal else None,
            "reason": entry.reason if is_other else None,
            "written_by_id": self._author.person_id,
            "written_by": self._author.name,
            "written_at": clock.now(),
            "voided": None,
        }


def _parsed(entry: Entry, scheme: MarkScheme) -> ParsedMark | Refusal:
    try:
        return scheme.parse(entry.text)
    except Refused as refused:
        return Refusal(entry, refused.reason)


def _overtaken(entry: Entry, row: StoredResult | None) -> Refusal | None:
    """Somebody wrote since the page was read."""
    if (row.version if row else 0) == entry.version:
        return None
    assert row is not None
    words = {"who": row.written_by, "when": moment_text(row.written_at), "value": row.text}
    if row.voided is not None:
        return Refusal(
            entry, _l("Changed meanwhile: the mark %(value)s was cleared. Save again to write yours.", **words)
        )
    return Refusal(
        entry, _l("Changed meanwhile: %(who)s wrote %(value)s, %(when)s. Save again to write yours.", **words)
    )


def _proposed_otherwise(entry: Entry, parsed: ParsedMark, proposal: ProposedMark | None) -> Refusal | None:
    if entry.is_accepted and (proposal is None or proposal.text != parsed.text):
        now = proposal.text if proposal else "–"
        return Refusal(
            entry, _l("The proposal changed meanwhile: now it is %(value)s. Look at it once more.", value=now)
        )
    if proposal is None or parsed.text == proposal.text or entry.reason:
        return None
    return Refusal(
        entry, _l("Proposed is %(value)s. Write in a few words why it is another mark.", value=proposal.text), True
    )
