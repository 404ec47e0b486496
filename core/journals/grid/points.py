"""Points of a work: how they are written, and the mark that the school's rule makes of them."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from core.foundation.text import language
from core.journals.grid.cells import squeezed
from core.values.marks import MarkScheme, ParsedMark, PointsScheme, Refused

_WRITTEN = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?(?:p|p\.|punkts|punkti|punktu)?", re.ASCII)

Settings = Callable[[str], Mapping[str, Any]]
"""The values of a settings section."""


def points_text(hundredths: int) -> str:
    """`17`, `17,5`."""
    whole, part = divmod(hundredths, 100)
    if not part:
        return str(whole)
    return f"{whole}{',' if language() == 'lv' else '.'}{part:02}".rstrip("0")


def mark_of(scheme: MarkScheme, most: int, text: str, settings: Settings) -> tuple[ParsedMark, int | None]:
    """The mark and the points that a text writes where the work gives `most` points. Raises Refused.

    What is no number is read by the scale itself: `nv`, or a mark given without points.
    """
    written = _WRITTEN.fullmatch(squeezed(text))
    if written is None or not isinstance(scheme, PointsScheme):
        try:
            return scheme.parse(text), None
        except Refused as refusal:
            raise Refused(_not_points(text, most)) from refusal
    points = int(written[1]) * 100 + int((written[2] or "0").ljust(2, "0"))
    if points > most:
        raise Refused(
            _l(
                "The work has %(most)s points at most; %(points)s was written.",
                most=points_text(most),
                points=points_text(points),
            )
        )
    return scheme.of_points(points, most, settings(scheme.points_section)), points


def _not_points(text: str, most: int) -> Any:
    return _l(
        "“%(text)s” is no number of points. Write 0 to %(most)s or nv.", text=text.strip()[:16], most=points_text(most)
    )
