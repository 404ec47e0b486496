"""Per cent, for formative work."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask_babel import lazy_gettext as _l

from core.values.marks import ParsedMark
from klade_grading.points import POINTS
from klade_grading.scales.scale import Meaning, Scale

_WRITTEN = re.compile(r"(?P<whole>[0-9]{1,3})([.,](?P<tenth>[0-9])0*)?%?")
_ALL = 100 * 100


@dataclass(frozen=True, kw_only=True)
class PercentScale(Scale):
    """0 to 100, to a tenth; stored with the Latvian comma and without the sign."""

    def value(self, written: str) -> ParsedMark | None:
        read = _WRITTEN.fullmatch(written)
        if read is None:
            return None
        whole, tenth = int(read["whole"]), int(read["tenth"] or 0)
        number = whole * 100 + tenth * 10
        if number > _ALL:
            return None
        text = f"{whole},{tenth}" if tenth else str(whole)
        return ParsedMark(text, "value", number=number, counts=False, passed=None)

    points_section: str = POINTS.key

    def of_points(self, points: int, most: int, settings: Mapping[str, Any]) -> ParsedMark:
        """To a tenth, half rounded up."""
        tenths = int(Fraction(points * 1000, most) + Fraction(1, 2))
        return self.parse(f"{tenths // 10},{tenths % 10}")

    def shown(self, text: str) -> str:
        """`85` → `85%`; a code stays as it is."""
        return f"{text}%" if text[:1].isdigit() else text


PERCENT = PercentScale(
    key="grading.percent",
    title=_l("Per cent"),
    sign="%",
    says_each=False,
    about=_l("Formative work and exams. To one decimal place; shown, never counted in an average of marks."),
    meanings=(
        Meaning("0", _l("nothing")),
        Meaning("50", _l("half")),
        Meaning("85,5", _l("with one decimal place")),
        Meaning("100", _l("everything")),
    ),
    offered=("100", "90", "80", "70", "60", "50", "nv", "a"),
    refusal=lambda text: _l(
        "%(text)s is not a percentage. Write 0 to 100, with one decimal place at most, or nv.", text=text
    ),
)
