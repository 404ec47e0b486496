"""The 10-point scale (10 ballu skala) of grades 4 to 12."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from core.values.marks import ParsedMark
from klade_grading.points import POINTS, mark_of
from klade_grading.scales.scale import ListedScale, Meaning

PASS_MARK = 4
"""The lowest mark that is a pass in every subject (MK 11/2022)."""

_WORDS = (
    _l("very, very weak"),
    _l("very weak"),
    _l("weak"),
    _l("almost satisfactory"),
    _l("satisfactory"),
    _l("almost good"),
    _l("good"),
    _l("very good"),
    _l("excellent"),
    _l("outstanding"),
)
_MARKS = range(1, 11)


@dataclass(frozen=True, kw_only=True)
class TenScale(ListedScale):
    """Marks of the ten; points become one by the school's table."""

    points_section: str = POINTS.key

    def of_points(self, points: int, most: int, settings: Mapping[str, Any]) -> ParsedMark:
        return self.listed[str(mark_of(points, most, settings))]


TEN = TenScale(
    key="grading.ten",
    title=_l("10-point scale"),
    sign="10",
    about=_l("Grades 4 to 12, in all subjects. Only summative marks count in an average."),
    meanings=tuple(Meaning(str(mark), _WORDS[mark - 1], passed=mark >= PASS_MARK) for mark in _MARKS),
    offered=(*map(str, _MARKS), "nv", "a"),
    refusal=lambda text: _l("The mark %(text)s is not on the 10-point scale. Write 1 to 10 or nv.", text=text),
    listed={
        str(mark): ParsedMark(str(mark), "value", number=mark * 100, counts=True, passed=mark >= PASS_MARK)
        for mark in _MARKS
    },
)
