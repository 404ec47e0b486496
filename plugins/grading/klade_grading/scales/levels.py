"""The levels of attainment (apguves līmeņi) of grades 1 to 3."""

from flask_babel import lazy_gettext as _l

from core.values.marks import ParsedMark
from klade_grading.scales.scale import ListedScale, Meaning

_LEVELS = (
    Meaning("S", _l("has begun to acquire")),
    Meaning("T", _l("continues to acquire")),
    Meaning("A", _l("has acquired")),
    Meaning("P", _l("has acquired in depth")),
)

LEVELS = ListedScale(
    key="grading.levels",
    title=_l("Levels of attainment"),
    sign="STAP",
    about=_l("Grades 1 to 3, for each learning outcome. Levels are not added up, so there is no average."),
    meanings=_LEVELS,
    offered=(*(level.text for level in _LEVELS), "nv", "atb"),
    refusal=lambda text: _l("The mark %(text)s is not a level of attainment. Write S, T, A, P or nv.", text=text),
    exempt_code="atb",  # small letters are read as large ones, and A is a level
    listed={
        level.text.casefold(): ParsedMark(level.text, "value", number=None, counts=False, passed=None)
        for level in _LEVELS
    },
)
