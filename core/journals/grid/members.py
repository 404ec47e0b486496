"""Who is in a journal on which days: by class, singly, or left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from core.journals.grid import statements

Span = tuple[date, date | None]


@dataclass(slots=True)
class Member:
    """A pupil of the journal, with the days of membership."""

    id: int
    name: str
    sort_key: str
    school_class: str = ""
    spans: list[Span] = field(default_factory=list)
    outside: list[Span] = field(default_factory=list)
    """Days on which the pupil is left out all the same."""

    def is_in(self, day: date) -> bool:
        return _covers(self.spans, day) and not _covers(self.outside, day)

    def is_in_throughout(self, first: date, last: date) -> bool:
        """On every day from first to last."""
        whole = any(start <= first and (end is None or end >= last) for start, end in self.spans)
        return whole and not any(start <= last and (end is None or end >= first) for start, end in self.outside)

    @property
    def since(self) -> date:
        return min(start for start, _ in self.spans)

    @property
    def until(self) -> date | None:
        """The last day, or nothing where it is open."""
        ends = [end for _, end in self.spans if end is not None]
        return max(ends) if len(ends) == len(self.spans) else None


def _covers(spans: Iterable[Span], day: date) -> bool:
    return any(start <= day and (end is None or end >= day) for start, end in spans)


def members_of(session: Session, journal_id: int, pupils: Sequence[int] | None = None) -> dict[int, Member]:
    """The pupils who are ever in the journal; of these pupils where they are named."""
    values: dict[str, Any] = {"journal": journal_id}
    statement = statements.members
    if pupils is not None:
        statement = statements.members_named
        values["pupils"] = pupils
    found: dict[int, Member] = {}
    outside: list[tuple[int, Span]] = []
    for row in session.connection().execute(statement, values).all():
        pupil, family, given, key, grade, letter, part_from, part_until, from_date, until_date, is_excluded = row
        span = _common((part_from, part_until), (from_date, until_date))
        if span is None:
            continue
        if is_excluded:
            outside.append((pupil, span))
            continue
        member = _member(found, pupil, family, given, key)
        member.spans.append(span)
        if letter is not None:
            member.school_class = f"{grade}.{letter}"
    for pupil, span in outside:
        if pupil in found:
            found[pupil].outside.append(span)
    return found


def _member(found: dict[int, Member], pupil: int, family: str, given: str, key: str) -> Member:
    member = found.get(pupil)
    if member is None:
        member = found[pupil] = Member(pupil, f"{family} {given}", key)
    return member


def _common(one: Span, other: Span) -> Span | None:
    """The days of both."""
    start = max(one[0], other[0])
    ends = [end for end in (one[1], other[1]) if end is not None]
    end = min(ends) if ends else None
    return None if end is not None and end < start else (start, end)
