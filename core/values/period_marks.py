"""Marks of periods (semestra, gada vērtējumi): what is asked of whoever proposes them, and what is proposed."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class ProposalQuestion:
    """Which marks are to be proposed: in a subject, for a period, to whom."""

    school_year_id: int
    subject_id: int
    kind_key: str
    """`s1`, `s2`, `year`."""
    first: date
    last: date
    """The period's days."""
    scheme_key: str
    """The scheme in which the mark will be written."""
    pupil_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ProposedMark:
    """A proposal (piedāvātais vērtējums). It is no mark before a teacher confirms it."""

    pupil_id: int
    text: str
    """As it would be written: `8`."""
    basis: Any
    """What it was rounded from, in few signs: `7,67`."""
    calculation: Any
    """How it came about, in words and figures: `(8 + 7 + 8) : 3 ≈ 7,67`."""
