"""The picture of a school's day: each hour with a small square for each of its lessons."""

from collections.abc import Sequence
from dataclasses import dataclass

ACROSS = 6
"""Squares in a row of the picture."""
STEP = 13
SIDE = 11


@dataclass(frozen=True, slots=True)
class Square:
    """One lesson of the picture: where it is drawn and as what."""

    x: int
    y: int
    kind: str
    """`done` (roll and topic), `part` (one of them), `open` (neither yet), `late` (over, without roll)."""


@dataclass(frozen=True, slots=True)
class Hour:
    """The lessons of one number: how many there are, and what of them is recorded."""

    number: int
    time: str
    lessons: int
    rolls: int
    topics: int
    squares: Sequence[Square]

    @property
    def width(self) -> int:
        return ACROSS * STEP - (STEP - SIDE)

    @property
    def height(self) -> int:
        rows = -(-len(self.squares) // ACROSS)
        return max(rows, 1) * STEP - (STEP - SIDE)


def squares_of(kinds: Sequence[str]) -> list[Square]:
    """Squares in rows from the top left, the most finished first."""
    order = ("done", "part", "late", "open")
    return [
        Square(place % ACROSS * STEP, place // ACROSS * STEP, kind)
        for place, kind in enumerate(sorted(kinds, key=order.index))
    ]
