"""What a page of period marks stands on: the journal's pupils and periods, what is written, what is proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from core.foundation import clock
from core.foundation.database import state_of
from core.foundation.runtime import Klade
from core.journals.grid.head import Head, head_of
from core.journals.grid.members import Member, members_of
from core.journals.grid.page import enabled_schemes
from core.journals.register.models import Journal
from core.journals.results.kinds import MarkedPeriod, begun, marked_periods
from core.journals.results.queries import Results, results_of_subject
from core.values.marks import MarkScheme
from core.values.period_marks import ProposalQuestion, ProposedMark

Proposals = Mapping[tuple[int, str], ProposedMark]
"""By pupil and key of the period."""


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """Read before anything is written."""

    head: Head
    subject_id: int | None
    """Marks of periods are a subject's: a journal without one has none."""
    scheme: MarkScheme | None
    """The journal's usual one, if the school has it."""
    periods: list[MarkedPeriod]
    members: dict[int, Member]
    results: Results
    proposals: Proposals
    today: date

    def is_open(self, pupil_id: int, period: MarkedPeriod) -> bool:
        """The pupil is in the journal at some time of the period."""
        member = self.members.get(pupil_id)
        return member is not None and was_in(member, period.first, min(period.last, self.today))


def was_in(member: Member, first: date, last: date) -> bool:
    """On some of these days."""
    return any(start <= last and (end is None or end >= first) for start, end in member.spans) and not any(
        start <= first and (end is None or end >= last) for start, end in member.outside
    )


def facts_of(klade: Klade, session: Session, journal_id: int) -> ResultFacts:
    """Raises NotFound."""
    head, today = head_of(session, journal_id), clock.today()
    subject_id = session.get_one(Journal, journal_id).subject_id
    members = members_of(session, journal_id)
    periods = begun(marked_periods(session, head.school_year_id, head.grade), today)
    scheme = enabled_schemes(klade, session).get(head.usual_scheme or "")
    results = results_of_subject(session, head.school_year_id, subject_id, members) if subject_id else {}
    facts = ResultFacts(head, subject_id, scheme, periods, members, results, {}, today)
    proposed = {} if subject_id is None or scheme is None else _proposed(klade, session, facts, subject_id, scheme.key)
    return ResultFacts(head, subject_id, scheme, periods, members, results, proposed, today)


def _proposed(klade: Klade, session: Session, facts: ResultFacts, subject_id: int, scheme_key: str) -> Proposals:
    found = {}
    for period in facts.periods:
        pupils = tuple(pupil for pupil in sorted(facts.members) if facts.is_open(pupil, period))
        if not pupils:
            continue
        question = ProposalQuestion(
            school_year_id=facts.head.school_year_id,
            subject_id=subject_id,
            kind_key=period.key,
            first=period.first,
            last=period.last,
            scheme_key=scheme_key,
            pupil_ids=pupils,
        )
        for one in klade.plugins.proposed_marks(session, question, state_of(session).plugins):
            found[one.pupil_id, period.key] = one
    return found
