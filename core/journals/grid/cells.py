"""How a cell is named, and the attendance codes that core reads itself."""

import re
from dataclasses import dataclass
from typing import Literal

from flask_babel import lazy_gettext as _l

from core.foundation.errors import Invalid
from core.values.marks import Refused

Kind = Literal["l", "a", "c", "s", "r"]

FIELDS = ("topic", "outcome", "homework", "due")
ABSENT, LATE = "absent", "late"
_LONGEST_DELAY = 180

_NAME = re.compile(
    r"(?:([lac])(\d{1,15})-(\d{1,15})|(s)(\d{1,15})-(topic|outcome|homework|due)|(r)(\d{1,15}))", re.ASCII
)
_DELAY = re.compile(r"k(\d{0,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class CellName:
    """`l12-34` attendance, `a5-34` mark, `c5-34` its comment, `s12-topic` a field of the sheet, `r12` roll call."""

    kind: Kind
    column: int
    """The lesson, or the assessment of a mark or comment."""
    pupil: int = 0
    field: str = ""

    @classmethod
    def read(cls, text: str) -> "CellName":
        """Raises Invalid."""
        found = _NAME.fullmatch(text)
        if found is None:
            raise Invalid(_l("“%(name)s” is no cell of a journal.", name=text[:40]))
        if found[1]:
            kind: Kind = "l" if found[1] == "l" else "a" if found[1] == "a" else "c"
            return cls(kind, int(found[2]), int(found[3]))
        if found[4]:
            return cls("s", int(found[5]), field=found[6])
        return cls("r", int(found[8]))

    def __str__(self) -> str:
        if self.kind == "s":
            return f"s{self.column}-{self.field}"
        return f"r{self.column}" if self.kind == "r" else f"{self.kind}{self.column}-{self.pupil}"


@dataclass(frozen=True, slots=True)
class Attendance:
    """What an attendance code says; present where `kind` is nothing."""

    kind: str | None
    minutes: int | None = None
    was_excused: bool = False
    """A code of justification was typed: that is not a subject teacher's to say."""


PRESENT = Attendance(None)


def squeezed(text: str) -> str:
    """Letter case and spaces do not matter."""
    return "".join(text.split()).lower()


def read_attendance(text: str) -> Attendance:
    """`n`, `k`, `k15`; `-` or nothing is present. Raises Refused."""
    code = squeezed(text)
    if code in ("", "-"):
        return PRESENT
    if code in ("n", "ns", "nc"):
        return Attendance(ABSENT, was_excused=code != "n")
    delay = _DELAY.fullmatch(code)
    if delay is None:
        raise Refused(_l("A lesson's column takes n (absent), k or k15 (late) and - (present)."))
    minutes = int(delay[1]) if delay[1] else None
    if minutes is not None and not 0 < minutes <= _LONGEST_DELAY:
        raise Refused(_l("A late arrival is 1 to %(longest)s minutes.", longest=_LONGEST_DELAY))
    return Attendance(LATE, minutes)


def attendance_code(kind: str, minutes: int | None) -> str:
    """The code that stands for an absence: `n`, `k`, `k15`."""
    if kind == ABSENT:
        return "n"
    return "k" if minutes is None else f"k{minutes}"
