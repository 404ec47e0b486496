"""A card: a title and lines, each with its label."""

from dataclasses import dataclass
from typing import Any

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says; a line without a value is left out."""

    title: str
    lines: Lines
    about: str = ""
    """Beside the title."""
    sign: str = ""
    """What must not be missed: `18 gadi`."""

    def answer(self) -> dict[str, Any]:
        """As it goes to the page."""
        lines = [[label, value] for label, value in self.lines if value]
        return {"title": self.title, "about": self.about, "sign": self.sign, "lines": lines}
