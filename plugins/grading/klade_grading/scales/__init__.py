"""The scales (vērtēšanas skalas) that Klade brings; `domain.md` 2.2."""

from klade_grading.scales.levels import LEVELS
from klade_grading.scales.pass_fail import PASS_FAIL
from klade_grading.scales.percent import PERCENT
from klade_grading.scales.scale import Scale
from klade_grading.scales.ten import TEN

SCALES: tuple[Scale, ...] = (TEN, LEVELS, PERCENT, PASS_FAIL)

__all__ = ["LEVELS", "PASS_FAIL", "PERCENT", "SCALES", "TEN", "Scale"]
