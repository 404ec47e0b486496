"""What all scales have in common: how a typed text is read, and the codes that stand instead of a value."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l

from core.values.marks import ParsedMark, Refused

_LONGEST_QUOTED = 16


@dataclass(frozen=True, slots=True)
class Meaning:
    """A value or a code of a scale, and what it says in words."""

    text: str
    words: Any
    passed: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Scale(ABC):
    """A mark scheme. What it says of a text depends on the text alone, so that core may store it on the mark."""

    key: str
    revision: int = 1
    title: Any
    sign: str
    about: Any
    """Where it is used, for the page of scales."""
    meanings: tuple[Meaning, ...]
    """Its values, lowest first."""
    offered: tuple[str, ...]
    refusal: Callable[[str], Any] = field(repr=False)
    """What the text is not, and what would be right."""
    exempt_code: str = "a"
    says_each: bool = True
    """Its meanings name every value there is, not only examples."""

    @property
    def codes(self) -> tuple[Meaning, ...]:
        """What may stand instead of a value."""
        return (
            Meaning("nv", _l("no mark yet: the work is still to be done; the average is not influenced")),
            Meaning(self.exempt_code, _l("exempt from the work")),
        )

    def parse(self, text: str) -> ParsedMark:
        """Read a typed text; case and spaces do not matter. Raises Refused."""
        written = _folded(text)
        parsed = self._code(written) or self.value(written)
        if parsed is None:
            raise Refused(self.refusal(_quoted(text)))
        return parsed

    def shown(self, text: str) -> str:
        """A stored text as a cell shows it."""
        return text

    @abstractmethod
    def value(self, written: str) -> ParsedMark | None:
        """The value that a text without spaces, in small letters, writes; nothing if it writes none."""

    def _code(self, written: str) -> ParsedMark | None:
        if written == "nv":
            return ParsedMark("nv", "no_mark", number=None, counts=False, passed=None)
        if written in {self.exempt_code, "atb", "atb."}:
            return ParsedMark(self.exempt_code, "exempt", number=None, counts=False, passed=None)
        return None


@dataclass(frozen=True, kw_only=True)
class ListedScale(Scale):
    """A scale whose values can be counted off."""

    listed: Mapping[str, ParsedMark] = field(repr=False)

    def value(self, written: str) -> ParsedMark | None:
        return self.listed.get(written)


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _quoted(text: str) -> str:
    """The typed text, short enough for a message beside a cell."""
    bare = " ".join(text.split())
    return bare if len(bare) <= _LONGEST_QUOTED else bare[: _LONGEST_QUOTED - 1] + "…"
