"""What a mark means is a scheme's to say; core keeps what it said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

MarkKind = Literal["value", "no_mark", "exempt"]


class Refused(Exception):
    """The text is no value of the scheme; the reason tells what would be."""

    def __init__(self, reason: Any) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ParsedMark:
    """What a scheme reads in a typed text."""

    text: str
    """As it is stored and shown: `9`, `nv`, `85`."""
    kind: MarkKind
    number: int | None
    """Hundredths (700 is 7), where the scheme gives a number."""
    counts: bool
    """Counts in an average of its kind."""
    passed: bool | None


class MarkScheme(Protocol):
    """A scale (vērtēšanas skala)."""

    @property
    def key(self) -> str:
        """`<plugin>.<scale>`; stands on every mark."""

    @property
    def revision(self) -> int:
        """Moves on when the scheme reads a text otherwise than before."""

    @property
    def title(self) -> Any:
        """The scale's name."""

    @property
    def sign(self) -> str:
        """Stands in the column's head where it is not the usual scale: `%`."""

    @property
    def offered(self) -> tuple[str, ...]:
        """Values to offer in a strip, most usual first."""

    def parse(self, text: str) -> ParsedMark:
        """Read a typed text; case and spaces do not matter. Raises Refused."""

    def shown(self, text: str) -> str:
        """A stored text as a cell shows it: `85` → `85%`."""


@runtime_checkable
class PointsScheme(MarkScheme, Protocol):
    """A scale that makes a mark of the points that a pupil has of a work; a scale need not."""

    @property
    def points_section(self) -> str:
        """The settings section with the school's rule."""

    def of_points(self, points: int, most: int, settings: Mapping[str, Any]) -> ParsedMark:
        """The mark for points of the most that the work gives, both in hundredths, under the section's values."""
