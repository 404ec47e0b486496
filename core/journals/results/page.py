"""The page of period marks: pupils by periods, each cell with its mark or its proposal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from core.foundation.text import moment_text
from core.journals.grid.members import Member
from core.journals.results.facts import ResultFacts, was_in
from core.journals.results.kinds import MarkedPeriod
from core.journals.results.queries import StoredResult
from core.journals.results.saving import Refusal
from core.values.period_marks import ProposedMark


@dataclass(frozen=True, slots=True)
class ResultCell:
    """What stands in a cell, and what was typed into it but not taken."""

    name: str
    """`s1-12`."""
    text: str
    """Of the field: what was typed, else what is stored."""
    stored: str
    version: int
    is_open: bool
    passed: bool | None
    counts: bool
    proposal: ProposedMark | None
    said: tuple[str, ...]
    """What is told on hover and focus: the calculation, who wrote it, why."""
    reason: str
    problem: Any
    asks_reason: bool

    @property
    def is_proposed(self) -> bool:
        return self.proposal is not None and not self.text

    @property
    def differs(self) -> bool:
        """Another mark than the rules propose stands here."""
        return self.proposal is not None and bool(self.text) and self.text != self.proposal.text


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A pupil."""

    number: int
    name: str
    note: str
    """The class where the journal has several; the day of leaving."""
    cells: tuple[ResultCell, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What the template shows."""

    facts: ResultFacts
    rows: tuple[ResultRow, ...]

    def proposed(self, period: MarkedPeriod) -> int:
        """How many proposals of a period wait to be confirmed."""
        place = self.facts.periods.index(period)
        return sum(row.cells[place].is_proposed and row.cells[place].is_open for row in self.rows)


def result_page(facts: ResultFacts, refusals: Mapping[str, Refusal]) -> ResultPage:
    """`refusals` by the name of the cell."""
    several = len({member.school_class for member in facts.members.values()}) > 1
    shown = sorted(
        (one for one in facts.members.values() if _is_shown(facts, one)), key=lambda one: (one.sort_key, one.id)
    )
    rows = tuple(
        ResultRow(number, member.name, _note(facts, member, several), _cells(facts, member, refusals))
        for number, member in enumerate(shown, 1)
    )
    return ResultPage(facts, rows)


def _is_shown(facts: ResultFacts, member: Member) -> bool:
    """Who is in the journal now, or was for some of the newest period, or has a mark."""
    newest = facts.periods[-1]
    has_mark = any((member.id, period.key) in facts.results for period in facts.periods)
    return has_mark or was_in(member, min(newest.opens, facts.today), facts.today)


def _note(facts: ResultFacts, member: Member, several: bool) -> str:
    left = member.until
    if left is not None and left < facts.today:
        return str(_("left %(day)s", day=f"{left:%d.%m.%Y}."))
    return member.school_class if several else ""


def _cells(facts: ResultFacts, member: Member, refusals: Mapping[str, Refusal]) -> tuple[ResultCell, ...]:
    return tuple(_cell(facts, member, period, refusals.get(f"{period.key}-{member.id}")) for period in facts.periods)


def _cell(facts: ResultFacts, member: Member, period: MarkedPeriod, refusal: Refusal | None) -> ResultCell:
    row = facts.results.get((member.id, period.key))
    proposal = facts.proposals.get((member.id, period.key))
    stands = row is not None and row.voided is None
    stored = row.text if row is not None and stands else ""
    return ResultCell(
        name=f"{period.key}-{member.id}",
        text=refusal.entry.text if refusal else stored,
        stored=stored,
        version=row.version if row else 0,
        is_open=facts.is_open(member.id, period),
        passed=row.passed if row is not None and stands else None,
        counts=row.counts if row is not None and stands else True,
        proposal=proposal,
        said=tuple(_said(row if stands else None, proposal)),
        reason=refusal.entry.reason if refusal else (row.reason or "") if row is not None and stands else "",
        problem=refusal.message if refusal else None,
        asks_reason=refusal.asks_reason if refusal else False,
    )


def _said(row: StoredResult | None, proposal: ProposedMark | None) -> list[str]:
    said = []
    if proposal is not None:
        said.append(_("Proposed %(mark)s: %(calculation)s", mark=proposal.text, calculation=proposal.calculation))
    if row is not None:
        said.append(_("%(who)s, %(when)s", who=row.written_by, when=moment_text(row.written_at)))
        if row.reason:
            said.append(_("Reason: %(reason)s", reason=row.reason))
    return said
