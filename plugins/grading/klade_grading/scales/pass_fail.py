"""Pass or fail (ieskaitīts / neieskaitīts)."""

from flask_babel import lazy_gettext as _l

from core.values.marks import ParsedMark
from klade_grading.scales.scale import ListedScale, Meaning

_VALUES = (Meaning("ni", _l("fail"), passed=False), Meaning("i", _l("pass"), passed=True))

PASS_FAIL = ListedScale(
    key="grading.pass_fail",
    title=_l("Pass or fail"),
    sign="i/ni",
    about=_l("Optional courses and work that is only handed in. There is no average."),
    meanings=_VALUES,
    offered=("i", "ni", "nv", "a"),
    refusal=lambda text: _l("The mark %(text)s is neither pass nor fail. Write i, ni or nv.", text=text),
    listed={
        value.text: ParsedMark(value.text, "value", number=None, counts=False, passed=value.passed) for value in _VALUES
    },
)
